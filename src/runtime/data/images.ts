/** Images that are stored as bytes and stand for numbers from 0 to 1, with their labels: the data thread holds them. */
import type { DataField } from '../../compiler/words/data-sources.ts';
import type { StoredTensor } from '../host-tensor.ts';
import type { DataThread } from './data-thread.ts';
import type { DataSource } from './source.ts';
import type { ImageStore } from './thread/images.ts';

export interface ImageSet {
  readonly name: string;
  /** The image and, if there are labels, the label. */
  readonly fields: readonly DataField[];
  readonly size: number;
  readonly images: ImageStore;
}

/** From paper, 0, to ink, 1. */
const values = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

export async function imageSource({ name, fields, size, images }: ImageSet, thread: DataThread): Promise<DataSource> {
  const [imageField, labelField] = fields as readonly [DataField, DataField?];
  const set = await thread.open(images);
  return {
    name,
    fields,
    size,
    async fetch(indices) {
      const { pixels, labels } = await thread.images(set, indices);
      const shape = [indices.length, ...imageField.type.shape];
      const tensors = new Map<string, StoredTensor>();
      tensors.set(imageField.name, { dtype: 'float32', shape, bytes: pixels, values });
      if (labelField) tensors.set(labelField.name, { dtype: 'int32', shape: [indices.length], data: labels! });
      return tensors;
    },
  };
}
