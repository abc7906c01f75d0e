/** Images that are stored as bytes and delivered as floats from 0 to 1, with their labels. */
import type { DataField } from '../../compiler/words/data-sources.ts';
import { sizeOf } from '../../compiler/graph/graph.ts';
import type { HostTensor } from '../host-tensor.ts';
import type { DataSource } from './source.ts';

export interface ImageSet {
  readonly name: string;
  /** The image and, if there are labels, the label. */
  readonly fields: readonly DataField[];
  readonly size: number;
  /** The bytes of one image, `[height, width, channels]`. */
  pixels(index: number): Uint8Array;
  label(index: number): number;
}

export function imageSource({ name, fields, size, pixels, label }: ImageSet): DataSource {
  const [imageField, labelField] = fields as readonly [DataField, DataField?];
  const perImage = sizeOf(imageField.type.shape);
  return {
    name,
    fields,
    size,
    batch(indices) {
      const data = new Float32Array(indices.length * perImage);
      indices.forEach((index, i) => {
        const bytes = pixels(index);
        for (let j = 0; j < perImage; j++) data[i * perImage + j] = bytes[j]! / 255;
      });
      const tensors = new Map<string, HostTensor>();
      tensors.set(imageField.name, { dtype: 'float32', shape: [indices.length, ...imageField.type.shape], data });
      if (labelField) {
        tensors.set(labelField.name, { dtype: 'int32', shape: [indices.length], data: indices.map(label) });
      }
      return tensors;
    },
  };
}
