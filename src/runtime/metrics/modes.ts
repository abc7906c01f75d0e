import { sameShape } from '../../compiler/graph/graph.ts';
import type { Modes } from '../data/source.ts';
import type { HostTensor } from '../host-tensor.ts';

export interface ModeCoverage {
  /** Modes with at least one high-quality sample nearest to them. */
  readonly modes: number;
  /** The number of modes. */
  readonly of: number;
  /** The share of high-quality samples, 0 to 1. */
  readonly highQuality: number;
}

export interface ModeCounts {
  /** @param samples float32 [n, dimensions] */
  add(samples: HostTensor): void;
  finish(): ModeCoverage & Readonly<Record<string, number>>;
}

/**
 * Mode coverage as in VEEGAN (Srivastava et al. 2017, section 5.1): a sample is of high quality if it lies within three
 * standard deviations of its nearest mode. A sample that is not finite is close to none.
 */
export function startModeCoverage({ centres, std }: Modes): ModeCounts {
  const width = centres[0]!.length;
  const covered = new Set<number>();
  let samplesSeen = 0;
  let highQuality = 0;
  return {
    add({ shape, data }) {
      const n = shape[0];
      if (!n || !sameShape(shape, [n, width])) {
        throw new RangeError(`mode coverage takes samples of shape [n, ${width}], not [${shape.join(', ')}]`);
      }
      samplesSeen += n;
      for (let i = 0; i < n; i++) {
        const nearest = nearestCentre(data.subarray(i * width, (i + 1) * width), centres);
        if (nearest.distance <= 3 * std) {
          covered.add(nearest.index);
          highQuality++;
        }
      }
    },
    finish: () => ({ modes: covered.size, of: centres.length, highQuality: highQuality / samplesSeen }),
  };
}

interface Nearest {
  readonly index: number;
  /** Euclidean. */
  readonly distance: number;
}

function nearestCentre(point: HostTensor['data'], centres: Modes['centres']): Nearest {
  let index = -1;
  let least = Infinity;
  centres.forEach((centre, i) => {
    let squared = 0;
    for (let axis = 0; axis < centre.length; axis++) squared += (point[axis]! - centre[axis]!) ** 2;
    if (squared < least) {
      least = squared;
      index = i;
    }
  });
  return { index, distance: Math.sqrt(least) };
}
