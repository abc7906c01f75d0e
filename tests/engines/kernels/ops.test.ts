/** The kernels of the engines that compute on the CPU. */
import { describe } from 'vitest';
import { openEngine } from '../../../src/index.ts';
import { engineNames } from '../engines.ts';
import { testEveryOp } from './op-samples.ts';

describe.each(engineNames)('%s', (name) => testEveryOp(() => openEngine(name)));
