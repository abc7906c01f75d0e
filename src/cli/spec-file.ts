/** Reads specs from disk. */
import { readFileSync } from 'node:fs';
import type { SourceFile } from '../diagnostics/source.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { dirname } from 'node:path';
import { analyze, type Analysis } from '../compiler/analyze.ts';
import { parse } from '../parser/parse.ts';
import { constantKinds, namesGivenBy } from '../parser/given-names.ts';
import type { Spec } from '../parser/tree.ts';
import { modulesIn, mostBytes, textOf } from '../runtime/platform/node/modules.ts';
import { UserError } from '../runtime/user-error.ts';
import type { Constants } from './options.ts';

/** Throws a `UserError` if the file cannot be read or is not text. */
export function readSpec(path: string): SourceFile {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : message;
    throw new UserError(`cannot read ${path}: ${why}`, 'give the path of a .gan file; `gan init` writes a first one', {
      cause,
    });
  }
  if (bytes.length > mostBytes) {
    const megabytes = (bytes.length / 1e6).toFixed(0);
    throw new UserError(`${path} is ${megabytes} MB`, `a spec is a text of at most ${mostBytes / 1e6} MB`);
  }
  const text = textOf(bytes);
  if (text === null) throw new UserError(`${path} is not UTF-8 text`, 'a spec is a text file; save it as UTF-8');
  return { name: path, text };
}

/**
 * Checks a spec together with the files that it imports. Throws a `UserError` if it lacks a constant that is to be set.
 */
export function analyzeFile(source: SourceFile, constants: ReadonlyMap<string, number | boolean | string>): Analysis {
  if (constants.size > 0) requireConstants(parse(source).spec, constants, source.name);
  return analyze(source, { constants, readModule: modulesIn(dirname(source.name)) });
}

/** Throws a `UserError` unless the spec declares every constant that the command line sets. */
export function requireConstants(spec: Spec, constants: Constants, path: string): void {
  const names = spec.declarations
    .flatMap(namesGivenBy)
    .flatMap((given) => (constantKinds.has(given.kind) ? [given.identifier.name] : []));
  for (const name of constants.keys()) {
    if (names.includes(name)) continue;
    const near = didYouMean(name, names);
    const help =
      near.length > 0
        ? `did you mean ${near.join(' or ')}?`
        : names.length > 0
          ? `it has ${names.join(', ')}`
          : 'it has none';
    throw new UserError(`${path} has no \`const ${name}\` to set`, help);
  }
}
