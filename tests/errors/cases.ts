/** The wrong specs in this folder, and what `gan check` prints about them. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { catalogue } from '../../src/diagnostics/catalogue/index.ts';
import { running } from '../../src/diagnostics/catalogue/running.ts';
import { analyze, type Analysis, type ReadModule } from '../../src/compiler/analyze.ts';
import { hasErrors } from '../../src/diagnostics/diagnostic.ts';
import { render, summary } from '../../src/diagnostics/render.ts';
import { modulesIn } from '../../src/runtime/platform/node/modules.ts';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Every code that a message can have. */
export const allCodes: readonly string[] = Object.keys(catalogue);

/**
 * The codes that `gan check FILE` can report alone; of the others, some need a training run, one needs a crowd, and one
 * `--set`.
 */
export const codes: readonly string[] = allCodes.filter(
  (code) => !(code in running) && !['too-many-errors', 'expectation-set'].includes(code),
);

/** `tests/errors/CODE/CASE.gan`, from the repository's root; the files that a case imports are in folders below. */
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

/** The analysis of a case. Imports are read from disk; `changed` holds replacement texts by path. */
export function analyzeCase(path: string, changed: ReadonlyMap<string, string> = new Map()): Analysis {
  const onDisk = modulesIn(dirname(root + path));
  const readModule: ReadModule = (module) => {
    const text = changed.get(`${dirname(path)}/${module}`);
    return text === undefined ? onDisk(module) : { text };
  };
  return analyze({ name: path, text: changed.get(path) ?? textOfCase(path) }, { readModule });
}

export function checkOutput(path: string): string {
  const { diagnostics } = analyzeCase(path);
  return transcript(path, `${render(diagnostics)}\n\n${path}: ${summary(diagnostics)}\n`, hasErrors(diagnostics) ? 1 : 0);
}
