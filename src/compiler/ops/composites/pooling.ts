/** Pooling over one to three axes, made of pooling over images. */
import type { GraphBuilder } from '../../graph/builder.ts';
import type { NodeId } from '../../graph/graph.ts';
import { sizeOf } from '../../graph/graph.ts';
import { reshape } from '../compose.ts';
import { countAlong, still, type Window } from '../windows.ts';

/**
 * Over three axes, first within the images of a volume and then along its depth: the maximum of maxima and, since the
 * cells of a window that lie inside are counted axis by axis, the mean of means.
 *
 * @param x [batch, …sides, channels]
 * @param windows one for each side, not dilated
 */
export function pool(builder: GraphBuilder, op: 'MaxPool' | 'AvgPool', x: NodeId, windows: readonly Window[]): NodeId {
  const [batch, ...rest] = builder.shape(x);
  const [first, ...others] = windows;
  if (windows.length === 2) {
    return builder.add(op, [x], {
      ksize: windows.map(({ kernel }) => kernel),
      strides: windows.map(({ stride }) => stride),
      explicit_paddings: windows.flatMap(({ before, after }) => [before, after]),
    });
  }
  const count = countAlong(first!, rest[0]!);
  if (others.length === 0) {
    const image = reshape(builder, x, [batch!, rest[0]!, 1, rest[1]!]);
    return reshape(builder, pool(builder, op, image, [first!, still]), [batch!, count, rest[1]!]);
  }
  const images = pool(builder, op, reshape(builder, x, [batch! * rest[0]!, ...rest.slice(1)]), others);
  const pooled = builder.shape(images).slice(1);
  const columns = reshape(builder, images, [batch!, rest[0]!, sizeOf(pooled)]);
  return reshape(builder, pool(builder, op, columns, [first!]), [batch!, count, ...pooled]);
}
