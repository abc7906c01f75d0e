#!/usr/bin/env node
/** The command line. Each command imports what it needs when it runs: `gan check` never loads an engine. */
import { Command, CommanderError } from 'commander';
import { version } from '../version.ts';
import { commands } from './commands.ts';
import { exitCodes } from './exit-codes.ts';
import { reportFailure } from './failure.ts';

const program = new Command('gan')
  .description('Generative adversarial networks from a spec: check, train, sample.')
  .version(version)
  .showHelpAfterError('(add --help to see what can be written)')
  .exitOverride()
  .addHelpText(
    'after',
    `
Examples:
  $ gan init ring                  write a first spec, ring.gan
  $ gan check ring.gan             find what is wrong before training
  $ gan train ring.gan             train; everything goes to runs/ring/
  $ gan sample runs/ring           draw from the trained generator

Exit codes: 0 fine, 1 the spec or the training has errors, 2 usage, files or data, 70 a bug in ganspec, 130 stopped by Ctrl-C`,
  );
for (const add of commands) add(program);
for (const command of program.commands) command.exitOverride();

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EPIPE') throw cause;
    process.exit(exitCodes.notRead);
  });
}

try {
  await program.parseAsync();
} catch (cause) {
  if (cause instanceof CommanderError) process.exitCode = cause.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
  else process.exitCode = reportFailure(cause);
}
