/** The package as a user imports it: by its name, with its types. Needs dist/. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './cli/gan.ts';
import { tiny } from './cli/specs.ts';

let cwd: string;
beforeAll(() => {
  // Inside the package, its own name resolves to its exports.
  cwd = mkdtempSync(join(root, 'tests/.library-'));
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const program = `import { check, compile, train, type TrainResult } from 'ganspec';
import { check as checkAlone } from 'ganspec/compiler';

const text = ${JSON.stringify(tiny)};
const { program, diagnostics } = check(text);
if (!program) throw new Error(diagnostics[0]!.message);
const graph = compile(program).step(0);
const wrong = checkAlone(text.replace('over G', 'over H'));
const losses: number[] = [];
const result: TrainResult = await train({ name: 'tiny.gan', text }, {
  engine: 'cpu', steps: 3, seed: 1, onProgress: ({ values }) => losses.push(values.get('d')!),
});
console.log(JSON.stringify({
  nodes: graph.nodes.length, codes: wrong.diagnostics.map((d) => d.code), losses, finished: result.finished, kernel: result.weights.get('G/dense(width)/kernel')!.shape,
}));
`;

describe('the package', () => {
  it('checks, compiles and trains', () => {
    // The program as JavaScript: only types have to be removed.
    writeFileSync(
      join(cwd, 'use.js'),
      program
        .replace(', type TrainResult', '')
        .replace(': TrainResult', '')
        .replace(': number[]', '')
        .replace(/!(?=[.)])/g, ''),
    );
    const out = execFileSync(process.execPath, ['use.js'], { cwd, encoding: 'utf8' });
    const { nodes, codes, losses, finished, kernel } = JSON.parse(out) as {
      nodes: number;
      codes: string[];
      losses: number[];
      finished: boolean;
      kernel: number[];
    };
    expect(nodes).toBeGreaterThan(50);
    expect(codes).toEqual(['unknown-name']);
    expect(losses).toHaveLength(3);
    expect(losses.every(Number.isFinite)).toBe(true);
    expect({ finished, kernel }).toEqual({ finished: true, kernel: [2, 8] });
  });

  it('is bundled for web pages from what is built for them, which has nothing of Node', async () => {
    const { errors, metafile } = await build({
      stdin: { contents: `export { browserHost, train } from 'ganspec/browser';`, resolveDir: cwd },
      bundle: true,
      splitting: true,
      write: false,
      metafile: true,
      format: 'esm',
      platform: 'browser',
      outdir: cwd,
      logLevel: 'silent',
    });
    expect(errors).toEqual([]);
    const ours = Object.keys(metafile.inputs).filter((path) => path.startsWith('dist/'));
    expect(ours).toContain('dist/browser.js');
    expect(ours.filter((path) => !/^dist\/(browser\.js|chunks\/browser-.*)$/.test(path))).toEqual([]);
  });

  it('has types that resolve and that are right', () => {
    writeFileSync(join(cwd, 'use.ts'), program);
    writeFileSync(join(cwd, 'misuse.ts'), program.replace("engine: 'cpu'", "engine: 'gpu'"));
    const options = [
      '--noEmit',
      '--strict',
      '--noUncheckedIndexedAccess',
      '--skipLibCheck',
      '--target',
      'ES2023',
      '--module',
      'NodeNext',
      '--types',
      'node',
    ];
    const { stdout } = spawnSync(
      process.execPath,
      [join(root, 'node_modules/typescript/bin/tsc'), ...options, 'use.ts', 'misuse.ts'],
      { cwd, encoding: 'utf8' },
    );
    expect(stdout).toMatch(/^misuse\.ts\(\d+,\d+\): error TS2322: Type '"gpu"' is not assignable[^\n]*\n$/);
  });
});
