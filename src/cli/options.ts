/** Options that several commands share, and how their texts are read. */
import { InvalidArgumentError, Option } from 'commander';
import { choosePasses, passNames, UnknownPassError, type PassName } from '../compiler/passes/names.ts';
import { engineNames } from '../runtime/engines/index.ts';

export type Constants = ReadonlyMap<string, number | boolean | string>;

/** `--set width=32`, as often as wanted. */
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

/** A whole number of at least `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = /^\d[\d_]*$/.test(text) ? Number(text.replaceAll('_', '')) : NaN;
    if (!Number.isSafeInteger(value) || value < least)
      throw new InvalidArgumentError(`a whole number of at least ${least} is needed`);
    return value;
  };
}

export function jsonOption(): Option {
  return new Option('--json', 'print JSON for programs to read').default(false);
}

export function engineOption(): Option {
  return new Option('--engine <name>', 'what computes; auto takes the fastest that works here (see gan doctor)')
    .choices(['auto', ...engineNames])
    .default('auto');
}

/** `--passes fold,share`, `--passes=-fuse`: for finding out which pass is to blame or to thank. */
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
