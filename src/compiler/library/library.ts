/** Functions that every spec can call without importing them; written in the language, in the .gan files beside this. */
import { hasErrors } from '../../diagnostics/diagnostic.ts';
import { parse } from '../../parser/parse.ts';
import type { FunctionDeclaration } from '../../parser/tree.ts';
import { libraryFiles, type LibraryFile } from './sources.ts';

export const libraryNames: readonly string[] = libraryFiles.flatMap((file) => file.functions);

const parsed = new Map<LibraryFile, ReadonlyMap<string, FunctionDeclaration>>();

/** A library function, or undefined if there is none of that name. A file is parsed when first asked of. */
export function libraryFunction(name: string): FunctionDeclaration | undefined {
  const file = libraryFiles.find((f) => f.functions.includes(name));
  return file && functionsOf(file).get(name);
}

function functionsOf(file: LibraryFile): ReadonlyMap<string, FunctionDeclaration> {
  const known = parsed.get(file);
  if (known) return known;
  const { spec, diagnostics } = parse({ name: file.name, text: file.text });
  if (hasErrors(diagnostics)) throw new Error(`${file.name}: ${diagnostics[0]!.message}`);
  const functions = new Map(spec.declarations.flatMap((d) => (d.kind === 'fn' ? [[d.name.name, d] as const] : [])));
  parsed.set(file, functions);
  return functions;
}
