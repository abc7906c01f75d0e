/** The package as somebody imports it: by its name, with its types. Needs dist/. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './cli/gan.ts';
import { tiny } from './cli/specs.ts';

let cwd: string;
beforeAll(() => {
  // A project that has the package installed.
  cwd = mkdtempSync(join(tmpdir(), 'ganspec-library-'));
  mkdirSync(join(cwd, 'node_modules'));
  symlinkSync(root, join(cwd, 'node_modules/ganspec'));
  writeFileSync(join(cwd, 'package.json'), '{ "type": "module" }');
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
  nodes: graph.nodes.length, codes: wrong.diagnostics.map((d) => d.code), losses, finished: result.finished, kernel: result.weights.get('G/dense/kernel')!.shape,
}));
`;

describe('the package', () => {
  it('checks, compiles and trains', () => {
    // The types are all that TypeScript adds to it.
    writeFileSync(join(cwd, 'use.js'), program.replace(', type TrainResult', '').replace(': TrainResult', '').replace(': number[]', '').replace(/!(?=[.)])/g, ''));
    const out = execFileSync(process.execPath, ['use.js'], { cwd, encoding: 'utf8' });
    const { nodes, codes, losses, finished, kernel } = JSON.parse(out) as { nodes: number; codes: string[]; losses: number[]; finished: boolean; kernel: number[] };
    expect(nodes).toBeGreaterThan(50);
    expect(codes).toEqual(['unknown-name']);
    expect(losses).toHaveLength(3);
    expect(losses.every(Number.isFinite)).toBe(true);
    expect({ finished, kernel }).toEqual({ finished: true, kernel: [2, 8] });
  });

  it('has types that resolve and that are right', () => {
    const tsc = (name: string, text: string): string => {
      writeFileSync(join(cwd, name), text);
      const options = ['--noEmit', '--strict', '--noUncheckedIndexedAccess', '--target', 'ES2023', '--module', 'NodeNext', '--types', 'node', '--typeRoots', join(root, 'node_modules/@types')];
      return spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...options, name], { cwd, encoding: 'utf8' }).stdout;
    };
    expect(tsc('use.ts', program)).toBe('');
    expect(tsc('misuse.ts', program.replace("engine: 'cpu'", "engine: 'gpu'"))).toMatch(/misuse\.ts\(\d+,\d+\): error TS2322: .*'"gpu"'/);
  });
});
