/** `manifest.json` of a checkpoint: what the tensors beside it belong to. */
import { precisions, type Precision } from '../precision.ts';

export interface Manifest {
  readonly version: 1;
  /** SHA-256 of the texts of the spec and of the files that it imports. */
  readonly spec: string;
  /** The number of steps made. */
  readonly step: number;
  readonly seed: number;
  /** `wasm`, `cpu`, … */
  readonly engine: string;
  readonly device: string;
  /** Of the steps before it; old checkpoints do not say. */
  readonly precision?: Precision;
  /** The values of the spec's constants. */
  readonly consts: Readonly<Record<string, number | string | boolean>>;
  /** Where relative paths of the spec's data start. */
  readonly directory: string;
  /** The version of ganspec that wrote it. */
  readonly createdBy: string;
  /** SHA-256 of `state.safetensors`. */
  readonly tensors: string;
}

const sha256 = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const;
const count = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const;

export const manifestSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Manifest of a ganspec checkpoint',
  type: 'object',
  properties: {
    version: { const: 1 },
    spec: sha256,
    step: count,
    seed: count,
    engine: { type: 'string', minLength: 1 },
    device: { type: 'string' },
    precision: { enum: precisions },
    consts: {
      type: 'object',
      additionalProperties: { anyOf: [{ type: 'number' }, { type: 'string' }, { type: 'boolean' }] },
    },
    directory: { type: 'string' },
    createdBy: { type: 'string', minLength: 1 },
    tensors: sha256,
  },
  required: ['version', 'spec', 'step', 'seed', 'engine', 'device', 'consts', 'directory', 'createdBy', 'tensors'],
  additionalProperties: false,
} as const;
