/** The resources of this machine: Node, system, CPU, memory. */
import { availableParallelism, cpus, freemem, release, totalmem, type } from 'node:os';

export interface Machine {
  readonly node: { readonly version: string; readonly oldest: string; readonly supported: boolean };
  readonly system: { readonly name: string; readonly release: string; readonly architecture: string };
  /** `usable` counts the cores on which this process may run. */
  readonly cpu: { readonly model: string; readonly cores: number; readonly usable: number };
  /** Within a container, its limits. */
  readonly memory: { readonly totalBytes: number; readonly freeBytes: number };
}

/** The same as in package.json, which a test ensures. */
export const oldestNode = '20.19';

/** Whether a version such as `20.19.0` is at least `oldest`, such as `20.19`. */
export function isAtLeast(version: string, oldest: string): boolean {
  const [found, least] = [version, oldest].map((text) => text.split('.').map(Number)) as [number[], number[]];
  const at = least.findIndex((part, i) => part !== found[i]);
  return at === -1 || (found[at] ?? 0) > least[at]!;
}

export function examineMachine(): Machine {
  const { version } = process;
  const found = version.replace(/^v/, '');
  const all = cpus();
  const limit = process.constrainedMemory();
  const total = totalmem();
  // Without a limit, this is 0 or larger than any machine's memory.
  const totalBytes = limit > 0 && limit < total ? limit : total;
  return {
    node: { version: found, oldest: oldestNode, supported: isAtLeast(found, oldestNode) },
    system: { name: type(), release: release(), architecture: process.arch },
    cpu: {
      model: all[0]?.model.trim() || 'unknown',
      cores: Math.max(all.length, 1),
      usable: availableParallelism(),
    },
    memory: { totalBytes, freeBytes: Math.min(availableMemory(), totalBytes) },
  };
}

/** Node 20.13 and later know the limits of a container. */
function availableMemory(): number {
  const { availableMemory: ofProcess } = process as { availableMemory?: () => number };
  return ofProcess?.call(process) ?? freemem();
}
