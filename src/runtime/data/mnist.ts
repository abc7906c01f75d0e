import type { DataField } from '../../compiler/words/data-sources.ts';
import { sameShape } from '../../compiler/graph/graph.ts';
import type { Platform } from '../platform/platform.ts';
import { DataError } from './error.ts';
import { readIdx, type IdxArray } from './idx.ts';
import type { OpenSource } from './source.ts';
import { threadSource } from './thread-source.ts';

interface MnistParameters {
  readonly images: string;
  readonly labels?: string;
}

/** The names under which MNIST is distributed; the training set is preferred if both are there. */
const SETS = ['train', 't10k'];

/** Images, with labels if there are any, from IDX files or from a folder that holds them under MNIST's usual names. */
export const openMnist: OpenSource<MnistParameters> = async (parameters, fields, { directory, platform, thread }) => {
  const { resolve } = platform.paths;
  const paths = locate(
    platform,
    resolve(directory, parameters.images),
    parameters.labels && resolve(directory, parameters.labels),
  );
  const [imageField, labelField] = fields as readonly [DataField, DataField];

  const images = await readIdx(platform, paths.images, 'images');
  const [size, height, width] = images.dimensions as readonly [number, number, number];
  if (!sameShape([height, width, 1], imageField.type.shape)) {
    const [h, w] = imageField.type.shape;
    throw new DataError(
      `${paths.images} holds images of ${height} × ${width}, but ${h} × ${w} are expected`,
      `use \`idx(…, height: ${height}, width: ${width})\` and declare image[${height}, ${width}, 1], or give another file`,
    );
  }

  const labels =
    paths.labels === undefined
      ? undefined
      : labelsOf(await readIdx(platform, paths.labels, 'labels'), paths, size, labelField.type.classes!);
  return threadSource(
    {
      name: 'mnist',
      fields: labels ? fields : [imageField],
      size,
      store: { kind: 'stored', pixels: images.bytes, pixelsPerImage: height * width, labels },
    },
    thread,
  );
};

/** Throws a `DataError` unless there is a label within the classes for each of the images. */
function labelsOf({ bytes }: IdxArray, { images, labels: path }: Paths, size: number, classes: number): Uint8Array {
  if (bytes.length !== size) {
    throw new DataError(
      `${path} holds ${bytes.length} labels, but ${images} holds ${size} images`,
      'give the two files of one set (both of `train` or both of `t10k`)',
    );
  }
  const beyond = bytes.findIndex((label) => label >= classes);
  if (beyond >= 0) {
    throw new DataError(
      `${path} holds the label ${bytes[beyond]} (example ${beyond}), but labels of class(${classes}) go from 0 to ${classes - 1}`,
      `use \`idx(…, classes: ${Math.max(...new Set(bytes)) + 1})\` and declare as many classes, or give another file`,
    );
  }
  return bytes;
}

interface Paths {
  readonly images: string;
  readonly labels: string | undefined;
}

function locate({ files, paths }: Platform, images: string, labels: string | undefined): Paths {
  if (files.kindOf(images) !== 'folder') return { images, labels };
  const find = (name: string): string | undefined =>
    [name, `${name}.gz`].map((file) => paths.join(images, file)).find((path) => files.kindOf(path) !== null);
  for (const set of SETS) {
    const found = find(`${set}-images-idx3-ubyte`);
    if (found) return { images: found, labels: labels ?? find(`${set}-labels-idx1-ubyte`) };
  }
  const there = files.list(images);
  const listed =
    there.length === 0 ? 'it is empty' : `it holds ${there.slice(0, 5).join(', ')}${there.length > 5 ? ', …' : ''}`;
  throw new DataError(
    `the folder ${images} does not hold MNIST: ${listed}`,
    'put train-images-idx3-ubyte and train-labels-idx1-ubyte (or those of t10k, each with or without .gz) there, or give the files',
  );
}
