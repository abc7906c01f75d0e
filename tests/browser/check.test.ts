/** The compiler as an editor on a web page would run it: in a real browser, without Node and without TensorFlow.js. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check, compile } from '../../src/compiler/index.ts';
import { root } from '../cli/gan.ts';
import { tiny } from '../cli/specs.ts';

const executablePath = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path && existsSync(path));
if (!executablePath) {
  console.log(
    'skipped: the tests in a browser; there is no Chromium. Install one (`apt-get install chromium`), or set CHROMIUM to the path of one',
  );
}

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

describe.skipIf(!executablePath)('in a browser', () => {
  let browser: Browser;
  let server: Server;
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
    server = createServer(({ url }, response) => {
      if (url === '/')
        response
          .setHeader('content-type', 'text/html')
          .end(
            `<!doctype html><script type="module">import * as compiler from '/compiler.js'; globalThis.compiler = compiler;</script>`,
          );
      else if (url === '/compiler.js') response.setHeader('content-type', 'text/javascript').end(bundle);
      else response.writeHead(404).end();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    browser = await chromium.launch({
      executablePath: executablePath!,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  it('`check` gives the same results as in Node, and loads nothing but itself', async () => {
    const page = await browser.newPage();
    const requests: string[] = [];
    const errors: string[] = [];
    page.on('request', (request) => requests.push(new URL(request.url()).pathname));
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const told = await page.evaluate(
      ({ texts, source }) => {
        const { check: here } = (globalThis as unknown as Page).compiler;
        const tellHere = new Function(`return ${source}`)() as typeof tell;
        return texts.map((text) => tellHere(text, here));
      },
      { texts: Object.values(specs), source: tell.toString() },
    );
    expect(errors).toEqual([]);
    expect(requests.filter((path) => path !== '/favicon.ico')).toEqual(['/', '/compiler.js']);
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
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const texts = ['ring', 'wgan_gp', 'digits'].map((name) => readFileSync(join(root, `specs/${name}.gan`), 'utf8'));
    const graphs = await page.evaluate((given) => {
      const { compiler } = globalThis as unknown as Page;
      return given.map((text) => JSON.stringify(compiler.compile(compiler.check(text).program!).step(0)));
    }, texts);
    expect(graphs).toEqual(texts.map((text) => JSON.stringify(compile(check(text).program!).step(0))));
  });
});
