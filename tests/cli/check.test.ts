import { mkdirSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, gan, oneMessage } from './gan.ts';
import { tiny, write } from './specs.ts';

const wrong = tiny.replace('G(z)', 'G(x, z)').replace('minimize g over G', 'minimize g over H');

interface Checked {
  readonly version: number;
  readonly files: readonly {
    readonly file: string;
    readonly ok: boolean;
    readonly diagnostics: readonly {
      readonly code: string;
      readonly severity: string;
      readonly message: string;
      readonly help: string;
      readonly span: { readonly file: string; readonly start: Position; readonly end: Position };
    }[];
  }[];
}
interface Position {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** The URLs of all scripts that a process ran, according to V8's coverage. */
async function scriptsOf(args: readonly string[]): Promise<string> {
  const coverage = folder();
  expect(await gan(args, { env: { NODE_V8_COVERAGE: coverage } })).toMatchObject({ code: 0 });
  return readdirSync(coverage)
    .map((name) =>
      readFileSync(join(coverage, name), 'utf8')
        .match(/"url":"[^"]*"/g)!
        .join('\n'),
    )
    .join('\n');
}

describe('gan check', () => {
  it('says that all is well, and how large the networks are', async () => {
    const cwd = folder();
    expect(await gan(['check', write(cwd, tiny)], { cwd })).toEqual({
      code: 0,
      signal: null,
      err: '',
      out: 'tiny.gan: no problems (parameters: G 42 · D 33)\n',
    });
  });

  it('frames each mistake at its place, counts them and ends with 1', async () => {
    const cwd = folder();
    const { code, out, err } = await gan(['check', write(cwd, wrong)], { cwd });
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toMatch(/error\[[\w-]+\]: .*\n +┌─ tiny\.gan:17:17\n/);
    expect(out).toMatch(/error\[unknown-name\]: .*`H`.*\n +┌─ tiny\.gan:25:19\n/);
    expect(out).toMatch(/\n\ntiny\.gan: 2 errors\n$/);
    expect(out).not.toContain('\u001b');
  });

  it('checks several files, each by itself', async () => {
    const cwd = folder();
    write(cwd, tiny, 'right.gan');
    write(cwd, wrong, 'wrong.gan');
    const { code, out } = await gan(['check', 'right.gan', 'wrong.gan'], { cwd });
    expect(code).toBe(1);
    expect(out).toMatch(/^right\.gan: no problems .*\n\nerror\[/);
    expect(out).toMatch(/wrong\.gan: 2 errors\n$/);
  });

  it('prints JSON with places in lines, columns and offsets', async () => {
    const cwd = folder();
    write(cwd, tiny, 'right.gan');
    write(cwd, wrong, 'wrong.gan');
    const { code, out, err } = await gan(['check', 'right.gan', 'wrong.gan', '--json'], { cwd });
    expect({ code, err }).toEqual({ code: 1, err: '' });
    const { version, files } = JSON.parse(out) as Checked;
    expect(version).toBe(1);
    expect(files[0]).toEqual({ file: 'right.gan', ok: true, diagnostics: [] });
    expect(files[1]).toMatchObject({ file: 'wrong.gan', ok: false });
    const at = wrong.indexOf('over H') + 'over '.length;
    const unknown = files[1]!.diagnostics.find((d) => d.code === 'unknown-name')!;
    expect(unknown).toMatchObject({
      severity: 'error',
      message: expect.stringContaining('`H`'),
      help: expect.any(String),
    });
    expect(unknown.span).toEqual({
      file: 'wrong.gan',
      start: { offset: at, line: 25, column: 19 },
      end: { offset: at + 1, line: 25, column: 20 },
    });
  });

  it('prints valid JSON for a text that cannot even be read as one', async () => {
    const cwd = folder();
    const { code, out } = await gan(['check', write(cwd, 'model {{{ let ~~'), '--json'], { cwd });
    expect(code).toBe(1);
    const { files } = JSON.parse(out) as Checked;
    expect(files[0]!.ok).toBe(false);
    expect(files[0]!.diagnostics.length).toBeGreaterThan(0);
  });

  it('warns of a number of weights that constants have changed, and refuses other expectations', async () => {
    const cwd = folder();
    const text = `${tiny}expect parameters(G) == PARAMETERS\nexpect width % 8 == 0\n`;
    const parameters = /G ([\d,]+)/.exec((await gan(['check', write(cwd, tiny)], { cwd })).out)![1]!;
    const file = write(cwd, text.replace('PARAMETERS', parameters.replaceAll(',', '_')));
    expect(await gan(['check', file], { cwd })).toMatchObject({ code: 0, out: expect.not.stringContaining('warning') });
    const { code, out } = await gan(['check', file, '--set', 'width=16'], { cwd });
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('warning[expectation-set]') });
    expect(out).toContain('`width` was set by `--set`');
    expect(await gan(['check', file, '--set', 'width=12'], { cwd })).toMatchObject({
      code: 1,
      out: expect.stringContaining('error[expectation-failed]'),
    });
  });

  it('takes constants', async () => {
    const cwd = folder();
    const file = write(cwd, tiny);
    expect(await gan(['check', file, '--set', 'width=16'], { cwd })).toMatchObject({
      code: 0,
      out: expect.stringContaining('G 82 · D 65'),
    });
    expect(await gan(['check', file, '--set', 'width=0'], { cwd })).toMatchObject({
      code: 1,
      out: expect.stringContaining('`units` of `dense` must be at least 1'),
    });
    for (const args of [
      ['--set', 'widht=16'],
      ['--set', 'width=16', '--set', 'depth=2'],
    ]) {
      const { code, out, err } = await gan(['check', file, ...args], { cwd });
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(oneMessage(/tiny\.gan has no `const \w+` to set/, /(did you mean width|it has width)/));
    }
  });

  it('says why a file cannot be read', async () => {
    const cwd = folder();
    mkdirSync(join(cwd, 'folder.gan'));
    writeFileSync(join(cwd, 'latin1.gan'), Buffer.from('/// Fran\xe7ais\nmodel a\n', 'latin1'));
    writeFileSync(join(cwd, 'picture.gan'), Buffer.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13]));
    writeFileSync(join(cwd, 'large.gan'), '');
    truncateSync(join(cwd, 'large.gan'), 11_000_000);
    for (const [file, why] of [
      ['missing.gan', /cannot read missing\.gan: there is no such file/],
      ['folder.gan', /it is a folder/],
      ['latin1.gan', /latin1\.gan is not UTF-8 text/],
      ['picture.gan', /picture\.gan is not UTF-8 text/],
      ['large.gan', /large\.gan is 11 MB/],
    ] as const) {
      const { code, out, err } = await gan(['check', file], { cwd });
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(oneMessage(why, /\w+/));
    }
  });

  it('loads no engine, though training does', async () => {
    expect(await scriptsOf(['check', 'specs/dcgan.gan'])).not.toMatch(/\/(cpu|wasm|webgpu|tensorflow)-\w+\.js|tfjs/);
    const cwd = folder();
    const file = join(cwd, write(cwd, tiny));
    expect(await scriptsOf(['train', file, '--steps', '1', '--engine', 'cpu', '--run', join(cwd, 'run')])).toMatch(
      /\/cpu-\w+\.js/,
    );
  });
});
