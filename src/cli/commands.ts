/** All commands, one file each, in the order in which the help lists them. */
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
