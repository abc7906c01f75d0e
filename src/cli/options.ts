/** Options shared by several commands, and the parsing of their values. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { choosePasses, passNames, UnknownPassError, type PassName } from '../compiler/passes/names.ts';
import { engineNames, precisions, type EngineName, type Precision } from '../runtime/engines/index.ts';

export type Constants = ReadonlyMap<string, number | boolean | string>;

/** `--set width=32`; may be repeated. */
export function setOption(): Option {
  return new Option('--set <name=value>', 'a value for a `const` of the spec (may be repeated)')
    .argParser(readConstant)
    .default(new Map(), 'none');
}

function readConstant(
  text: string,
  before: Map<string, number | boolean | string>,
): Map<string, number | boolean | string> {
  const [, name, value] = /^([A-Za-z]\w*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError('write NAME=VALUE, as in --set width=32');
  const number = Number(value.replaceAll('_', ''));
  const known =
    value === 'true' ? true : value === 'false' ? false : value.trim() !== '' && !Number.isNaN(number) ? number : value;
  return new Map(before).set(name, known);
}

/** A parser of whole numbers that are at least `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = /^\d[\d_]*$/.test(text) ? Number(text.replaceAll('_', '')) : NaN;
    if (!Number.isSafeInteger(value) || value < least)
      throw new InvalidArgumentError(`it must be a whole number of at least ${least}`);
    return value;
  };
}

export function jsonOption(): Option {
  return new Option('--json', 'print JSON for programs to read').default(false);
}

/** The options that choose the engine and how it runs. */
export function addEngineOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--engine <name>', 'what does the computing; auto takes the fastest that works here (see gan doctor)')
        .choices(['auto', ...engineNames])
        .default('auto'),
    )
    .addOption(new Option('--device <kind>', 'what it must run on; an error if it cannot').choices(['gpu', 'cpu']))
    .option('--threads <n>', 'how many threads the engine may use', wholeNumber(1))
    .option('--deterministic', 'the same bits from run to run, even on a GPU, where this costs time')
    .addOption(
      new Option(
        '--precision <kind>',
        'of products: f32 (default); or, on tensorflow, tf32 (on an NVIDIA GPU) and bf16, which round more and may be faster',
      ).choices(precisions),
    );
}

export interface EngineOptions {
  readonly engine: EngineName | 'auto';
  readonly device?: 'cpu' | 'gpu';
  readonly threads?: number;
  readonly deterministic?: boolean;
  readonly precision?: Precision;
}

/** The given options, reduced to those that choose the engine. */
export function engineChoice({ engine, device, threads, deterministic, precision }: EngineOptions): EngineOptions {
  return {
    engine,
    ...(precision && { precision }),
    ...(device && { device }),
    ...(threads !== undefined && { threads }),
    ...(deterministic !== undefined && { deterministic }),
  };
}

/** `--passes fold,share`, `--passes=-fuse`: for finding out what a pass contributes, or breaks. */
export function passesOption(): Option {
  return new Option(
    '--passes <list>',
    'passes of the compiler to run: all, none, some (fold,share), or all but some (-fuse)',
  )
    .argParser(readPasses)
    .default(passNames, 'all');
}

function readPasses(text: string): readonly PassName[] {
  try {
    return choosePasses(text);
  } catch (error) {
    if (error instanceof UnknownPassError) throw new InvalidArgumentError(error.message);
    throw error;
  }
}
