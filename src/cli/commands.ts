/** All commands, in the order of the help. One file each. */
import type { Command } from 'commander';
import { addCheck } from './check.ts';
import { addDoctor } from './doctor.ts';
import { addInit } from './init.ts';
import { addInspect } from './inspect.ts';
import { addLibrary } from './library.ts';
import { addProfile } from './profile.ts';
import { addSample } from './sample.ts';
import { addTrain } from './train.ts';

export const commands: readonly ((program: Command) => void)[] = [
  addInit,
  addCheck,
  addInspect,
  addProfile,
  addTrain,
  addSample,
  addLibrary,
  addDoctor,
];
