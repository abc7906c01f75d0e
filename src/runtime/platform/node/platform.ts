/** Node, on the machine's file system. */
import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import * as paths from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { gunzip } from 'node:zlib';
import type { Platform } from '../platform.ts';
import { nodeFiles } from './files.ts';
import { findGpu } from './gpu.ts';
import { sha256OfParts } from './hashing.ts';
import { modulesIn } from './modules.ts';
import { startThread } from './thread.ts';

export const nodePlatform: Platform = {
  name: 'Node',
  version: `V8 ${process.versions.v8}`,
  files: nodeFiles,
  paths,
  processors: availableParallelism(),
  startThread,
  noSharedMemory: null,
  sleep: (...wait) => void Atomics.wait(...wait),
  // Node 20 has the flag; to later ones, it means nothing.
  enableRelaxedSimd: () => setFlagsFromString('--experimental-wasm-relaxed-simd'),
  memoryBytes: () => process.availableMemory(),
  turn: () => setImmediate(),
  sha256: (content) => createHash('sha256').update(content).digest('hex'),
  sha256OfParts,
  gunzip: promisify(gunzip),
  modulesIn,
  findGpu,
};
