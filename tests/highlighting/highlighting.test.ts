import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parse } from '../../src/parser/index.ts';
import { declarationHeads, hardWords, softWords } from '../../src/parser/lexer/vocabulary.ts';
import { textOfWord } from '../../src/parser/tokens/tokens.ts';
import { disagreements } from './cross-check.ts';
import { parserView } from './parser-view.ts';
import { manifestPath, snapshot } from './scopes.ts';
import { expand } from './snippets.ts';

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const extension = dirname(manifestPath);
const root = folder('../../');
const cases = folder('./');
const specs = join(root, 'specs');
const library = join(root, 'src/compiler/library');
const snapshots = folder('./snapshots/');

/** The paths of all files with this ending below a folder, relative to it, sorted, with `/`. */
function filesBelow(path: string, ending: string): string[] {
  const all = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return all
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith(ending))
    .sort();
}

const text = (...path: string[]): string => readFileSync(join(...path), 'utf8');
const json = <T>(...path: string[]): T => JSON.parse(text(...path));

interface Contribution {
  readonly language: string;
  readonly path: string;
}
interface Manifest {
  readonly version: string;
  readonly contributes: {
    readonly languages: readonly [{ readonly configuration: string }];
    readonly grammars: readonly [Contribution & { readonly scopeName: string }];
    readonly snippets: readonly [Contribution];
  };
}
interface Grammar {
  readonly patterns: unknown;
  readonly repository: Readonly<Record<string, unknown>>;
}
type Snippets = Readonly<Record<string, { readonly prefix: string; readonly body: string | readonly string[] }>>;
interface LanguageConfiguration {
  readonly wordPattern: string;
  readonly onEnterRules: readonly [{ readonly beforeText: string; readonly action: unknown }];
  readonly indentationRules: { readonly increaseIndentPattern: string; readonly decreaseIndentPattern: string };
  readonly folding: { readonly markers: { readonly start: string; readonly end: string } };
}

const specFiles = filesBelow(specs, '.gan');
const caseFiles = filesBelow(cases, '.gan');
/** Its declarations are deliberately unfinished. */
const halfTyped = 'half-typed.gan';

test('every assertion holds', async () => {
  const runner = createRequire(import.meta.url).resolve('vscode-tmgrammar-test/dist/unit.js');
  const paths = caseFiles.map((file) => join(cases, file).replaceAll('\\', '/'));
  const run = promisify(execFile)(process.execPath, [runner, '--config', manifestPath, ...paths]);
  const { code, output } = await run.then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    (error) => ({ code: error.code, output: `${error.stdout}${error.stderr}` }),
  );
  expect(code, output).toBe(0);
  for (const file of caseFiles) {
    expect(output).toContain(file);
    expect(text(cases, file), `${file} asserts nothing`).toMatch(/^\/\/ *(\^+|<-+) \w/m);
  }
});

describe('the editor shows what the parser sees', () => {
  const sources = [
    ...specFiles.map((file) => join(specs, file)),
    ...filesBelow(library, '.gan').map((file) => join(library, file)),
    ...caseFiles.map((file) => join(cases, file)),
  ];
  test.each(sources.map((path) => [path.slice(root.length), path] as const))('%s', async (_, path) => {
    expect(await disagreements(text(path))).toEqual([]);
  });

  test('the cases are .gan, so that what they assert is true', () => {
    for (const file of caseFiles.filter((name) => name !== halfTyped)) {
      const { diagnostics } = parse({ name: file, text: text(cases, file) });
      // The one mistake that the highlighting itself shows.
      const slips = diagnostics.filter((d) => d.code !== 'unknown-escape');
      expect(slips.map((d) => `${file}:${d.span.start}: ${d.message}`)).toEqual([]);
    }
  });

  test('every keyword of the token table occurs in a case', () => {
    const seen = new Set(caseFiles.flatMap((file) => parserView(text(cases, file)).map((e) => e.keyword)));
    const all = [...hardWords, ...softWords].map((type) => type.name);
    const literals = ['True', 'False'];
    expect(all.filter((name) => !seen.has(name) && !literals.includes(name))).toEqual([]);
  });

  test('a disagreement is found', async () => {
    // `every` before `over` is a name to the parser but an action to the grammar: a limit of regular rules.
    const found = await disagreements('train for 1 steps { minimize a over every minimize b over D }');
    expect(found).toEqual([expect.stringContaining('`every` should be entity.name.function.network…')]);
  });
});

describe('snapshots of the specs', () => {
  const command = 'UPDATE_HIGHLIGHTING=1 npx vitest run tests/highlighting';
  const update = process.env['UPDATE_HIGHLIGHTING'] === '1';

  // Those of the folders below are compared with the parser above; to look at, these are enough.
  test.each(specFiles.filter((file) => !file.includes('/')))('%s', async (file) => {
    const path = join(snapshots, `${file}.snap`);
    const now = await snapshot(text(specs, file));
    if (update) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, now);
    }
    expect(existsSync(path), `specs/${file} has no snapshot; write it with: ${command}`).toBe(true);
    expect(now, `specs/${file} or its scopes have changed; if they should, run: ${command}`).toBe(text(path));
  });

  test('none is left of a spec that is gone', () => {
    const left = filesBelow(snapshots, '.snap').filter((file) => !specFiles.includes(file.slice(0, -'.snap'.length)));
    if (update) for (const file of left) rmSync(join(snapshots, file));
    expect(update ? [] : left, `remove them with: ${command}`).toEqual([]);
  });
});

describe('the extension', () => {
  const manifest = json<Manifest>(manifestPath);
  const { languages, grammars, snippets } = manifest.contributes;

  test('what the manifest names exists', () => {
    const paths = [...languages.map((l) => l.configuration), ...[...grammars, ...snippets].map((c) => c.path)];
    expect(paths).toHaveLength(3);
    for (const path of paths) {
      expect(existsSync(join(extension, path)), path).toBe(true);
      expect(() => json(extension, path), path).not.toThrow();
    }
  });

  test('the manifest agrees with itself and with the grammar', () => {
    expect(manifest).toMatchObject({ publisher: 'ganspec', name: 'gan', engines: { vscode: expect.any(String) } });
    expect(manifest.version).toBe(json<Manifest>(root, 'package.json').version);
    expect(languages).toMatchObject([{ id: 'gan', extensions: ['.gan'] }]);
    expect([...grammars, ...snippets].map((c) => c.language)).toEqual(['gan', 'gan']);
    const grammar = json<Grammar>(extension, grammars[0].path);
    expect(grammar).toMatchObject({ scopeName: grammars[0].scopeName, fileTypes: ['gan'] });
  });

  test('the grammar has no rule without use and no use without rule, and every scope ends in .gan', () => {
    const grammar = json<Grammar>(extension, grammars[0].path);
    const written = JSON.stringify(grammar);
    const used = new Set([...written.matchAll(/"include":"#([^"]+)"/g)].map((match) => match[1]));
    expect([...used].sort()).toEqual(Object.keys(grammar.repository).sort());
    const scopes = [...JSON.stringify([grammar.patterns, grammar.repository]).matchAll(/"name":"([^"]+)"/g)];
    expect(scopes.map((match) => match[1]!).filter((scope) => !scope.endsWith('.gan'))).toEqual([]);
  });

  test('the lists of reserved words in the grammar are those of the token table', () => {
    const reserved = [...hardWords];
    const heads = reserved.filter((type) => declarationHeads.has(type));
    const list = (types: readonly (typeof heads)[number][]): string => types.map(textOfWord).sort().join('|');
    const right = [list(reserved), list(heads), list(heads.filter((type) => textOfWord(type) !== 'let'))];
    const written = [...text(extension, grammars[0].path).matchAll(/\(\?:(model\|[a-z|]+)\)/g)];
    const lists = new Set(written.map((match) => match[1]!.split('|').sort().join('|')));
    expect([...lists].sort()).toEqual(right.sort());
  });

  const actions = ['minimize', 'repeat', 'every', 'clip', 'average'];
  const snippetFile = json<Snippets>(extension, snippets[0].path);

  test.each(Object.values(snippetFile).map((s) => [s.prefix, s.body] as const))('snippet %s parses', (prefix, body) => {
    const inserted = expand(body);
    expect(inserted).not.toMatch(/\$/);
    const whole = actions.includes(prefix) ? `train for 1 steps {\n${inserted}\n}` : inserted;
    expect(parse({ name: prefix, text: whole }).diagnostics.map((d) => d.message)).toEqual([]);
  });

  describe('language configuration', () => {
    const configuration = json<LanguageConfiguration>(extension, languages[0].configuration);

    test('a word is a whole name or a whole number', () => {
      const word = new RegExp(configuration.wordPattern, 'g');
      expect('G_ema.x1(5_000, -1e-4..0.5)'.match(word)).toEqual(['G_ema', 'x1', '5_000', '1e-4', '0.5']);
    });

    test('a documentation comment continues on the next line, an ordinary one does not', () => {
      const [rule] = configuration.onEnterRules;
      expect(rule.action).toEqual({ indent: 'none', appendText: '/// ' });
      const before = new RegExp(rule.beforeText);
      expect(['/// a', '  ///', '// a', 'let a = 1 /// b'].map((line) => before.test(line))).toEqual([
        true,
        true,
        false,
        false,
      ]);
    });

    test('what is open at the end of a line indents the next one', () => {
      const { increaseIndentPattern, decreaseIndentPattern } = configuration.indentationRules;
      const deeper = new RegExp(increaseIndentPattern);
      const yes = ['network G(z: tensor[2]) -> tensor[2] {', '  dense(', 'let a = [ // sizes', 'f("a // b", {'];
      const no = ['// network G {', 'let a = 1 // {', 'let a = "{"', 'loss d = mean(x)', '  x |> repeat(2) { relu }'];
      expect(yes.filter((line) => !deeper.test(line))).toEqual([]);
      expect(no.filter((line) => deeper.test(line))).toEqual([]);
      const back = new RegExp(decreaseIndentPattern);
      expect(['}', '  )', '] from a', 'x }'].map((line) => back.test(line))).toEqual([true, true, true, false]);
    });

    test('a region folds', () => {
      const { start, end } = configuration.folding.markers;
      expect(new RegExp(start).test('// region losses')).toBe(true);
      expect(new RegExp(end).test('// endregion')).toBe(true);
      expect(new RegExp(start).test('// regional')).toBe(false);
    });
  });
});
