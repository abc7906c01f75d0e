import { pointSource } from './points.ts';
import type { OpenSource } from './source.ts';

interface GridParameters {
  readonly modes: number;
  readonly step: number;
  readonly std: number;
  readonly size: number;
  readonly seed: number;
}

/** Gaussians on a square grid centred on 0: 25 of them at a distance of 2 extend from −4 to 4. */
export const openGrid: OpenSource<GridParameters> = async ({ modes, step, std, size, seed }, fields) => {
  const side = Math.sqrt(modes);
  const centre = (i: number): number => (i - (side - 1) / 2) * step;
  const centres = Array.from({ length: modes }, (_, i): [number, number] => [
    centre(i % side),
    centre(Math.floor(i / side)),
  ]);
  return pointSource({
    name: 'grid',
    fields,
    size,
    seed,
    std,
    classes: modes,
    place: (label) => centres[label]!,
    modes: { centres, std },
  });
};
