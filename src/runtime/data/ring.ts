import { pointSource } from './points.ts';
import type { OpenSource } from './source.ts';

interface RingParameters {
  readonly modes: number;
  readonly radius: number;
  readonly std: number;
  readonly size: number;
  readonly seed: number;
}

/** Gaussians at equal angles on a circle; the first is on the positive x axis. */
export const openRing: OpenSource<RingParameters> = async ({ modes, radius, std, size, seed }, fields) => {
  const centres = Array.from({ length: modes }, (_, i): [number, number] => {
    const angle = (2 * Math.PI * i) / modes;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  return pointSource({
    name: 'ring',
    fields,
    size,
    seed,
    std,
    classes: modes,
    place: (label) => centres[label]!,
    modes: { centres, std },
  });
};
