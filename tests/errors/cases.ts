/** The wrong specs of this folder, and what `gan check` says of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { catalogue } from '../../src/diagnostics/catalogue/index.ts';
import { running } from '../../src/diagnostics/catalogue/running.ts';
import { analyze } from '../../src/compiler/compile.ts';
import { hasErrors } from '../../src/diagnostics/diagnostic.ts';
import { render, summary } from '../../src/diagnostics/render.ts';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Every code that a message can have. */
export const allCodes: readonly string[] = Object.keys(catalogue);

/** The codes that `gan check` can come to; the others need a training. */
export const codes: readonly string[] = allCodes.filter((code) => !(code in running));

/** `tests/errors/CODE/CASE.gan`, from the repository's root. */
export const cases: readonly string[] = readdirSync(new URL('.', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(new URL(`${name}/`, import.meta.url)).map((file) => `tests/errors/${name}/${file}`))
  .filter((path) => path.endsWith('.gan'))
  .sort();

export function textOfCase(path: string): string {
  return readFileSync(`${root}${path}`, 'utf8');
}

export function goldenOf(path: string): string {
  return `${root}${path.replace(/\.gan$/, '.txt')}`;
}

/** The command line, what it prints, and its exit code. */
export function transcript(path: string, printed: string, exitCode: number): string {
  return `$ gan check ${path}\n${printed}[exit ${exitCode}]\n`;
}

export function checkOutput(path: string): string {
  const { diagnostics } = analyze({ name: path, text: textOfCase(path) });
  return transcript(path, `${render(diagnostics)}\n\n${path}: ${summary(diagnostics)}\n`, hasErrors(diagnostics) ? 1 : 0);
}
