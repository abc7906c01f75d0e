/**
 * Names of weights and draws, here and in `peer.py`. There a layer is named after its function, numbered in the order
 * of computation; here after the place where it is written: `D/conv2d(16)/batch_norm/gamma` is `D/batch_norm/gamma`.
 */
import type { Program } from '../../src/compiler/program/program.ts';

export interface Names {
  readonly toPeer: (name: string) => string;
  readonly fromPeer: (name: string) => string;
}

export function namesOf({ networks }: Program): Names {
  const pairs = [...networks.values()].flatMap(({ name: network, layers }) => {
    const met = new Map<string, number>();
    return layers.map(({ name, function: kind }) => {
      const before = met.get(kind) ?? 0;
      met.set(kind, before + 1);
      return { network, ours: name, theirs: before === 0 ? kind : `${kind}_${before}` };
    });
  });
  return {
    toPeer: renaming(pairs.map(({ network, ours, theirs }) => ({ network, from: ours, to: theirs }))),
    fromPeer: renaming(pairs.map(({ network, ours, theirs }) => ({ network, from: theirs, to: ours }))),
  };
}

interface Renamed {
  readonly network: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Renames `…/NETWORK/layer/weight` and `…/NETWORK_1/layer/draw@2`, where the number marks a second use of a network.
 */
function renaming(layers: readonly Renamed[]): (name: string) => string {
  return (name) => {
    const end = name.lastIndexOf('/');
    for (const { network, from, to } of layers) {
      const start = end - from.length;
      if (start < 1 || name.slice(start - 1, end) !== `/${from}`) continue;
      const [, used] = /(?:^|\/)(\w+?)(?:_\d+)?$/.exec(name.slice(0, start - 1)) ?? [];
      if (used === network) return name.slice(0, start) + to + name.slice(end);
    }
    return name;
  };
}
