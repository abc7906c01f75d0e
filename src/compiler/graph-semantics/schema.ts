/**
 * The JSON Schema (draft 2020-12) of a graph's JSON form, generated from the op table so that the two cannot diverge.
 */
import type { AttributeSpec, OpDefinition } from '../ops/op.ts';
import { ops } from '../ops/table.ts';
import { inputCount } from './verify.ts';

export type Schema = { readonly [keyword: string]: unknown };

const reference = (name: string): Schema => ({ $ref: `#/$defs/${name}` });
const constant = (value: string): Schema => ({ const: value });
const array = (items: Schema, more: Schema = {}): Schema => ({ type: 'array', items, ...more });
const text: Schema = { type: 'string' };
const number: Schema = { type: 'number' };
const integer: Schema = { type: 'integer' };
const count: Schema = { type: 'integer', minimum: 0 };

/** An object with these properties and no others; all are required except the `optional` ones. */
function record(properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', properties, required, additionalProperties: false };
}

/** One of several records, distinguished by the property `tag`. */
const union = (tag: string, variants: readonly Schema[]): Schema => ({
  type: 'object',
  discriminator: { propertyName: tag },
  required: [tag],
  oneOf: variants,
});

const attributeTypes: Readonly<Record<AttributeSpec['type'], Schema>> = {
  number,
  integer,
  boolean: { type: 'boolean' },
  string: text,
  integers: array(integer),
  paddings: array(array(integer, { minItems: 2, maxItems: 2 })),
  values: { anyOf: [number, array(number)] },
  graph: reference('graph'),
};

function nodeSchema(op: OpDefinition): Schema {
  const { least, most } = inputCount(op);
  const specs = Object.entries(op.attributes);
  const attributes = specs.map(([name, { type, doc, choices }]) => {
    return [name, { ...attributeTypes[type], description: doc, ...(choices && { enum: choices }) }] as const;
  });
  const optional = specs.flatMap(([name, spec]) => (spec.optional ? [name] : []));
  return {
    description: op.doc,
    ...record(
      {
        id: count,
        op: constant(op.name),
        inputs: array(count, { minItems: least, ...(most !== Infinity && { maxItems: most }) }),
        attributes: record(Object.fromEntries(attributes), optional),
        output: reference('type'),
        origin: reference('origin'),
        scope: text,
      },
      ['origin', 'scope'],
    ),
  };
}

export function graphSchema(): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A ganspec graph',
    ...reference('graph'),
    $defs: {
      graph: record({
        version: { const: 1 },
        name: text,
        nodes: array(union('op', [...ops.values()].map(nodeSchema))),
        inputs: array(record({ node: count, name: text, source: reference('source') })),
        outputs: array(record({ node: count, name: text, kind: { enum: ['value', 'variable'] } })),
      }),
      type: record({ dtype: { enum: ['float32', 'int32', 'bool'] }, shape: array(count) }),
      origin: record({ file: text, start: count, end: count, line: { type: 'integer', minimum: 1 } }),
      source: union('kind', [
        record({ kind: constant('data'), field: text, round: count }),
        record({ kind: constant('random'), stream: text, distribution: reference('distribution') }),
        record({ kind: constant('variable'), variable: text }),
        record({ kind: constant('argument'), argument: text }),
      ]),
      distribution: union('kind', [
        record({ kind: constant('normal'), mean: number, std: number }),
        record({ kind: constant('truncated-normal'), mean: number, std: number }),
        record({ kind: constant('uniform'), low: number, high: number }),
        record({ kind: constant('bernoulli'), p: number }),
        record({ kind: constant('categorical'), classes: { type: 'integer', minimum: 1 } }),
      ]),
    },
  };
}
