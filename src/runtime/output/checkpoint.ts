/** A checkpoint: a folder with `state.safetensors` (all variables) and `manifest.json` (what they belong to). */
import { Ajv, type ValidateFunction } from 'ajv';
import type { HostTensor } from '../host-tensor.ts';
import { codeOf, type Content } from '../platform/files.ts';
import type { Platform } from '../platform/platform.ts';
import { CheckpointError } from './errors.ts';
import { manifestSchema } from './manifest-schema.ts';
import type { Manifest } from './manifest-schema.ts';
import { decodeSafetensors, safetensorsParts } from './safetensors.ts';

export interface Checkpoint {
  readonly manifest: Manifest;
  readonly tensors: Map<string, HostTensor>;
}

const STATE = 'state.safetensors';
const MANIFEST = 'manifest.json';
/** A damaged file cannot be repaired. */
const USE_ANOTHER = 'use another checkpoint';

/** Takes the tensors over: their memory is moved while they are hashed. */
export async function writeCheckpoint(
  { files, sha256OfParts }: Platform,
  folder: string,
  manifest: Omit<Manifest, 'version' | 'tensors'>,
  tensors: ReadonlyMap<string, HostTensor>,
): Promise<void> {
  const { sha256, parts } = await sha256OfParts(safetensorsParts(tensors));
  const whole: Manifest = { version: 1, ...manifest, tensors: sha256 };
  const problems = problemsOf(whole);
  if (problems !== null) throw new TypeError(`an invalid manifest was to be written: ${problems}`);
  await files.writeFolder(
    folder,
    new Map<string, readonly Content[]>([
      [STATE, parts],
      [MANIFEST, [`${JSON.stringify(whole, null, 2)}\n`]],
    ]),
  );
}

/** Throws a `CheckpointError` unless every byte is as it was written. */
export function readCheckpoint(platform: Platform, folder: string): Checkpoint {
  const { paths, sha256 } = platform;
  const manifestPath = paths.join(folder, MANIFEST);
  const manifest = parseManifest(new TextDecoder().decode(read(platform, manifestPath)), manifestPath);
  const statePath = paths.join(folder, STATE);
  const state = read(platform, statePath);
  if (sha256(state) !== manifest.tensors) {
    throw new CheckpointError(
      `${statePath} is damaged: its ${state.length} bytes do not match the SHA-256 in ${MANIFEST}`,
      USE_ANOTHER,
    );
  }
  return { manifest, tensors: decodeSafetensors(state, statePath).tensors };
}

let validate: ValidateFunction<Manifest> | undefined;

/** What is wrong with a manifest, in words; null if nothing is. */
function problemsOf(value: unknown): string | null {
  const ajv = new Ajv({ allErrors: true });
  // It is compiled to code, which a page may forbid: not before there is a manifest.
  validate ??= ajv.compile<Manifest>(manifestSchema);
  return validate(value) ? null : ajv.errorsText(validate.errors, { dataVar: 'manifest' });
}

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
  const problems = problemsOf(value);
  if (problems !== null) throw new CheckpointError(`${path} is not a valid manifest: ${problems}`, USE_ANOTHER);
  return value as Manifest;
}

function read({ files }: Platform, path: string): Uint8Array {
  try {
    return files.read(path);
  } catch (cause) {
    const missing = codeOf(cause) === 'ENOENT';
    const why = missing ? 'it is missing' : (cause as Error).message;
    throw new CheckpointError(`cannot read ${path}: ${why}`, USE_ANOTHER, { cause });
  }
}
