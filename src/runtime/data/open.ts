/** Delivers what a source stores as the fields that a spec declares. */
import type { DataField, DataParameters } from '../../compiler/words/data-sources.ts';
import { sameShape } from '../../compiler/graph/graph.ts';
import type { HostTensor, StoredTensor } from '../host-tensor.ts';
import { openDrawn } from './drawn.ts';
import { DataError } from './error.ts';
import { openGrid } from './grid.ts';
import { openMnist } from './mnist.ts';
import { openRing } from './ring.ts';
import type { DataContext, DataSource, OpenSource } from './source.ts';
import { openSpiral } from './spiral.ts';

/** How to open the source of each row of `dataSources`. */
export const openers: ReadonlyMap<string, OpenSource<never>> = new Map<string, OpenSource<never>>([
  ['ring', openRing],
  ['grid', openGrid],
  ['spiral', openSpiral],
  ['digits', openDrawn('digits')],
  ['shapes', openDrawn('shapes')],
  ['shape_pairs', openDrawn('shape_pairs')],
  ['tones', openDrawn('tones')],
  ['sentences', openDrawn('sentences')],
  ['clips', openDrawn('clips')],
  ['table', openDrawn('table')],
  ['mnist', openMnist],
  ['idx', openMnist],
]);

/** A source as named in the checked program. */
export interface StoredData {
  readonly source: string;
  /** Complete, with defaults filled in. */
  readonly parameters: DataParameters;
  /** The fields that the source promises to deliver. */
  readonly fields: readonly DataField[];
}

/** A field as the spec declares it: `x: image[28, 28, 1] in -1..1`. */
export interface DeclaredField {
  readonly name: string;
  /** Per example. */
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
  readonly range?: readonly [number, number];
  readonly classes?: number;
}

/**
 * Opens a source and delivers its first fields under the declared names, mapped linearly onto the declared ranges.
 * Throws a `DataError` if the files cannot be read or do not hold what was declared.
 */
export async function openData(
  { source: name, parameters, fields }: StoredData,
  declared: readonly DeclaredField[],
  context: DataContext,
): Promise<DataSource> {
  const open = openers.get(name);
  if (!open) {
    throw new DataError(`there is no data source \`${name}\``, `use one of ${[...openers.keys()].join(', ')}`);
  }
  const source = await open(parameters as never, fields, context);
  if (declared.length > source.fields.length) {
    const delivered = source.fields.map((field) => field.name).join(', ');
    throw new DataError(
      `\`${name}\` delivers ${source.fields.length === 1 ? 'one field' : `${source.fields.length} fields`} here (${delivered}), ` +
        `but ${declared.length} are declared (${declared.map((field) => field.name).join(', ')})`,
      fields.length > source.fields.length
        ? 'give the file of the labels too (`labels: "…"`), or leave the field out'
        : 'leave the last fields out',
    );
  }
  const deliveries = declared.map((field, i) => deliver(name, source.fields[i]!, field));
  return {
    name,
    fields: deliveries.map((delivery) => delivery.field),
    size: source.size,
    ...(source.modes && { modes: source.modes }),
    async fetch(indices) {
      const tensors = await source.fetch(indices);
      return new Map(deliveries.map(({ field, from, map }) => [field.name, map(tensors.get(from)!)]));
    },
  };
}

interface Delivery {
  /** The field as declared. */
  readonly field: DataField;
  /** The name of the field in the source. */
  readonly from: string;
  map(tensor: StoredTensor): StoredTensor;
}

function deliver(source: string, stored: DataField, declared: DeclaredField): Delivery {
  const refuse = (why: string, help = `declare ${written(stored)}`): never => {
    throw new DataError(`\`${declared.name}\` does not fit the ${stored.name} of \`${source}\`: ${why}`, help);
  };
  const { shape, dtype, range, classes } = stored.type;
  if (declared.dtype !== dtype) refuse(`it is declared as ${declared.dtype}, but the source delivers ${dtype}`);
  if (!sameShape(declared.shape, shape)) {
    refuse(`its shape is declared as [${declared.shape.join(', ')}], but is [${shape.join(', ')}]`);
  }
  if (declared.classes !== classes) {
    refuse(`${declared.classes ?? 'no'} classes are declared, but there are ${classes ?? 'none'}`);
  }
  if (declared.range && !range) {
    refuse('it has no bounds that could be mapped onto the declared range', 'declare it without `in …`');
  }
  const field: DataField = {
    name: declared.name,
    doc: stored.doc,
    type: { ...stored.type, ...(declared.range && { range: declared.range }) },
  };
  const same = !range || !declared.range || (range[0] === declared.range[0] && range[1] === declared.range[1]);
  return {
    field,
    from: stored.name,
    map: same ? (tensor) => tensor : (tensor) => onto(tensor, range, declared.range!),
  };
}

/** The type as one would write it in a spec. */
function written({ type: { shape, classes, range } }: DataField): string {
  const sides = `[${shape.join(', ')}]`;
  if (classes !== undefined) return `class(${classes})${shape.length === 0 ? '' : sides}`;
  return `${shape.length === 3 ? 'image' : 'tensor'}${sides}${range ? ` in ${range[0]}..${range[1]}` : ''}`;
}

/** Works in place: the source hands over its tensors. Of bytes, only what they stand for changes. */
function onto(tensor: StoredTensor, from: readonly [number, number], to: readonly [number, number]): StoredTensor {
  if ('bytes' in tensor) return { ...tensor, values: mapLinearly(tensor.values.slice(), from, to) };
  mapLinearly(tensor.data, from, to);
  return tensor;
}

function mapLinearly<Values extends HostTensor['data']>(
  values: Values,
  from: readonly [number, number],
  to: readonly [number, number],
): Values {
  const scale = (to[1] - to[0]) / (from[1] - from[0]);
  for (let i = 0; i < values.length; i++) values[i] = to[0] + (values[i]! - from[0]) * scale;
  return values;
}
