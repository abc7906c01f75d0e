/** Reading a spec from the disk. */
import { readFileSync } from 'node:fs';
import type { SourceFile } from '../diagnostics/source.ts';
import type { CheckOptions } from '../compiler/check/check.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import type { Spec } from '../parser/tree.ts';
import { UserError } from '../runtime/user-error.ts';

/** Throws a `UserError` if the file cannot be read, or is no text. */
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
  try {
    return { name: path, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (cause) {
    throw new UserError(`${path} is not a text in UTF-8`, 'a spec is a text file; save it as UTF-8', { cause });
  }
}

/** Constants given on the command line have to be there to be set. */
export function requireConstants(spec: Spec, constants: NonNullable<CheckOptions['constants']>, path: string): void {
  const names = spec.declarations.flatMap((d) => (d.kind === 'const' ? [d.name.name] : []));
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
