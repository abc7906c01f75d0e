/** The compiler as an editor on a web page would run it: in a real browser, without Node and without TensorFlow.js. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check, compile } from '../../src/compiler/index.ts';
import { root } from '../cli/gan.ts';
import { tiny } from '../cli/specs.ts';
import { hasChromium, openPages, type Pages } from './page.ts';

const specs = {
  right: tiny,
  unknown: tiny.replace('over G', 'over H'),
  shapes: tiny.replace('dense(2)', 'dense(3)'),
  unreadable: 'model {{{ let ~~',
  sigmoid: tiny.replace('dense(1)', 'dense(1) |> sigmoid'),
  warned: tiny.replace('loss g =', 'loss idle = mean(D(x))\nloss g ='),
};

/** The page's global object, to which its script adds the bundle. */
interface Page {
  readonly compiler: { readonly check: typeof check; readonly compile: typeof compile };
}

/** The part of an analysis that a page can pass to a test. */
interface Told {
  readonly diagnostics: unknown;
  readonly networks: readonly string[] | null;
}
function tell(text: string, from: typeof check): Told {
  const { program, diagnostics } = from(text);
  return {
    diagnostics: JSON.parse(JSON.stringify(diagnostics)) as unknown,
    networks: program ? [...program.networks.keys()] : null,
  };
}

describe.skipIf(!hasChromium)('in a browser', () => {
  let pages: Pages;
  let bundle: string;
  let sources: string[];
  beforeAll(async () => {
    // Built for a browser, so that an import of a Node module fails here.
    const { outputFiles, metafile } = await build({
      absWorkingDir: root,
      entryPoints: ['src/compiler/index.ts'],
      bundle: true,
      write: false,
      metafile: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2023',
      logLevel: 'silent',
    });
    bundle = outputFiles[0]!.text;
    sources = Object.keys(metafile.inputs);
    const page = `<!doctype html><link rel="icon" href="data:," /><script type="module">import * as compiler from '/compiler.js'; globalThis.compiler = compiler;</script>`;
    const served: Readonly<Record<string, string>> = { '/': page, '/compiler.js': bundle };
    pages = await openPages((path) => served[path]);
  }, 60_000);
  afterAll(() => pages?.close());

  it('`check` gives the same results as in Node, and loads nothing but itself', async () => {
    const { page, errors } = await pages.open();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(new URL(request.url()).pathname));
    await page.reload();
    const told = await page.evaluate(
      ({ texts, source }) => {
        const { check: here } = (globalThis as unknown as Page).compiler;
        const tellHere = new Function(`return ${source}`)() as typeof tell;
        return texts.map((text) => tellHere(text, here));
      },
      { texts: Object.values(specs), source: tell.toString() },
    );
    expect(errors).toEqual([]);
    expect(requests.filter((path) => path.startsWith('/'))).toEqual(['/', '/compiler.js']);
    expect(told).toEqual(Object.values(specs).map((text) => tell(text, check)));
    expect(Object.keys(specs).map((name, i) => [name, told[i]!.networks])).toEqual([
      ['right', ['G', 'D']],
      ['unknown', null],
      ['shapes', null],
      ['unreadable', null],
      ['sigmoid', null],
      ['warned', ['G', 'D']],
    ]);
  });

  it('the bundle is small and contains no engine', () => {
    expect(sources).toContain('src/compiler/compile.ts');
    expect(sources.filter((path) => /tensorflow|src\/(runtime|cli)\//.test(path))).toEqual([]);
    expect(bundle.length).toBeLessThan(2_000_000);
  });

  it('compiles every spec to the same graph as Node', async () => {
    const { page } = await pages.open();
    const texts = ['ring', 'wgan_gp', 'digits'].map((name) => readFileSync(join(root, `specs/${name}.gan`), 'utf8'));
    const graphs = await page.evaluate((given) => {
      const { compiler } = globalThis as unknown as Page;
      return given.map((text) => JSON.stringify(compiler.compile(compiler.check(text).program!).step(0)));
    }, texts);
    expect(graphs).toEqual(texts.map((text) => JSON.stringify(compile(check(text).program!).step(0))));
  });
});
