/** All commands, one file each, in the order in which the help lists them. */
import type { Command } from 'commander';
import { addCheck } from './commands/check.ts';
import { addDoctor } from './commands/doctor.ts';
import { addInit } from './commands/init.ts';
import { addInspect } from './commands/inspect.ts';
import { addLibrary } from './commands/library.ts';
import { addProfile } from './commands/profile.ts';
import { addSample } from './commands/sample.ts';
import { addTrain } from './commands/train.ts';

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
