/** Variables at the point that the building of a graph has come to: as they enter it, until they are written. */
import type { GraphBuilder } from '../graph/builder.ts';
import type { NodeId, TensorType } from '../graph/graph.ts';
import type { Variables } from './site.ts';

export class CurrentVariables implements Variables {
  protected readonly builder: GraphBuilder;
  private readonly enter: (path: string, type: TensorType) => NodeId;
  private readonly current = new Map<string, NodeId>();
  private readonly changed = new Set<string>();
  /** Paths that were written and not read since. */
  private readonly unsettled = new Set<string>();

  /** @param enter adds the node of a value that has not been written yet; asked once for each path */
  constructor(builder: GraphBuilder, enter: (path: string, type: TensorType) => NodeId) {
    this.builder = builder;
    this.enter = enter;
  }

  /**
   * A written value is read as a constant: a later loss does not differentiate through an earlier update (that would be
   * an unrolled GAN, Metz et al. 2017, which has to be explicit).
   */
  read(path: string, shape: readonly number[]): NodeId {
    return this.readAs(path, { dtype: 'float32', shape });
  }

  write(path: string, value: NodeId): void {
    this.current.set(path, value);
    this.changed.add(path);
    this.unsettled.add(path);
  }

  /** What has been written, and its value now. */
  get written(): ReadonlyMap<string, NodeId> {
    return new Map([...this.changed].map((path) => [path, this.current.get(path)!]));
  }

  protected readAs(path: string, type: TensorType): NodeId {
    const known = this.current.get(path);
    if (known !== undefined) {
      // One node per write, because the loss and its gradient have to refer to the same node.
      if (!this.unsettled.delete(path)) return known;
      const settled = this.builder.add('StopGradient', [known]);
      this.current.set(path, settled);
      return settled;
    }
    const node = this.enter(path, type);
    this.current.set(path, node);
    return node;
  }
}
