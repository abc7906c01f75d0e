/** A checkpoint: a folder with `state.safetensors` (all variables) and `manifest.json` (what they belong to). */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import type { HostTensor } from '../host-tensor.ts';
import { writeFolder } from './atomic.ts';
import { CheckpointError } from './errors.ts';
import { manifestSchema } from './manifest-schema.ts';
import type { Manifest } from './manifest-schema.ts';
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts';

export interface Checkpoint {
  readonly manifest: Manifest;
  readonly tensors: Map<string, HostTensor>;
}

const STATE = 'state.safetensors';
const MANIFEST = 'manifest.json';
/** A damaged file cannot be repaired. */
const USE_ANOTHER = 'use another checkpoint';

export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

export function writeCheckpoint(
  folder: string,
  manifest: Omit<Manifest, 'version' | 'tensors'>,
  tensors: ReadonlyMap<string, HostTensor>,
): void {
  const state = encodeSafetensors(tensors);
  const whole: Manifest = { version: 1, ...manifest, tensors: sha256(state) };
  if (!isManifest(whole)) throw new TypeError(`an invalid manifest was to be written: ${problems()}`);
  writeFolder(
    folder,
    new Map<string, string | Uint8Array>([
      [STATE, state],
      [MANIFEST, `${JSON.stringify(whole, null, 2)}\n`],
    ]),
  );
}

/** Throws a `CheckpointError` unless every byte is as it was written. */
export function readCheckpoint(folder: string): Checkpoint {
  const manifestPath = join(folder, MANIFEST);
  const manifest = parseManifest(read(manifestPath).toString('utf8'), manifestPath);
  const statePath = join(folder, STATE);
  const state = read(statePath);
  if (sha256(state) !== manifest.tensors) {
    throw new CheckpointError(
      `${statePath} is damaged: its ${state.length} bytes do not match the SHA-256 in ${MANIFEST}`,
      USE_ANOTHER,
    );
  }
  return { manifest, tensors: decodeSafetensors(state, statePath).tensors };
}

const ajv = new Ajv({ allErrors: true });
const isManifest = ajv.compile<Manifest>(manifestSchema);
const problems = (): string => ajv.errorsText(isManifest.errors, { dataVar: 'manifest' });

function parseManifest(text: string, path: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new CheckpointError(`${path} is damaged: it is not JSON (${(cause as Error).message})`, USE_ANOTHER, {
      cause,
    });
  }
  const version = (value as { readonly version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > 1) {
    throw new CheckpointError(`${path} has version ${version}; this ganspec reads version 1`, 'use a newer ganspec');
  }
  if (!isManifest(value)) throw new CheckpointError(`${path} is not a valid manifest: ${problems()}`, USE_ANOTHER);
  return value;
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const why = missing ? 'it is missing' : (cause as Error).message;
    throw new CheckpointError(`cannot read ${path}: ${why}`, USE_ANOTHER, { cause });
  }
}
