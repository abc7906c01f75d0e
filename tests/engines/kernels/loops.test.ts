/** Loops on the engines that compute on the CPU. */
import { describe } from 'vitest';
import { openEngine } from '../../../src/index.ts';
import { engineNames } from '../engines.ts';
import { testLoops } from './loop-samples.ts';

describe.each(engineNames)('%s', (name) => testLoops(() => openEngine(name)));
