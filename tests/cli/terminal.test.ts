/** What people and programs see: colours and a line that is redrawn in a terminal, plain lines elsewhere. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { folder, gan, main, start } from './gan.ts';
import { stateful, tiny, write } from './specs.ts';

const ESCAPE = '\u001b';
const colour = new RegExp(`${ESCAPE}\\[[\\d;]*m`, 'g');
const sequence = new RegExp(`${ESCAPE}\\[\\??[\\d;]*[a-zA-Z]`, 'g');
const wrong = tiny.replace('over G', 'over H');

/** The path of util-linux's `script`, which runs a command in a terminal of its own; null if there is none. */
const script = ((): string | null => {
  try {
    return execFileSync('sh', ['-c', 'script --version | grep -q util-linux && command -v script'], {
      encoding: 'utf8',
    }).trim();
  } catch {
    console.log('skipped: the tests in a terminal; install util-linux for its `script`');
    return null;
  }
})();

const inTerminal = (args: readonly string[], cwd: string, env: Record<string, string> = {}) =>
  start(script!, ['-qec', [process.execPath, main, ...args].map((a) => `'${a}'`).join(' '), '/dev/null'], {
    cwd,
    typing: true,
    env: { TERM: 'xterm-256color', ...env },
  });

describe('without a terminal', () => {
  it('there are plain lines at intervals', async () => {
    const cwd = folder();
    const { code, out, err } = await gan(['train', write(cwd, tiny), '--engine', 'cpu'], { cwd });
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).not.toContain(ESCAPE);
    expect(err).not.toContain('\r');
    expect(err).toMatch(/\nstep 1\/20 {2}d \d\.\d{3} {2}g \d\.\d{3}\n/);
    expect(err).toMatch(/\nstep 20\/20 {2}d \d\.\d{3} {2}g \d\.\d{3} {2}\S+ steps\/s {2}0 s left\n/);
    expect(err).toMatch(/\nstep 20 {2}modes\(fake, x\): \d of 4 modes, [\d.]+ % high quality\n/);
  });

  it('colours come if they are forced', async () => {
    const cwd = folder();
    const file = write(cwd, wrong);
    const run = async (env: Record<string, string>) => (await gan(['check', file], { cwd, env })).out;
    const plain = await run({});
    expect(plain).not.toContain(ESCAPE);
    const coloured = await run({ FORCE_COLOR: '1' });
    expect(coloured).toContain(ESCAPE);
    expect(coloured.replace(colour, '')).toBe(plain);
    expect(await run({ NO_COLOR: '1', FORCE_COLOR: '1' })).toBe(plain);
  });

  it('a reader that goes away ends it quietly', async () => {
    const cwd = folder();
    write(cwd, tiny);
    const { out, err } = await start(
      'bash',
      [
        '-c',
        `"$0" "$@" | head -n 1; echo "\${PIPESTATUS[0]}"`,
        process.execPath,
        main,
        'inspect',
        'tiny.gan',
        '--emit',
        'tree',
      ],
      { cwd },
    ).ended;
    expect(out).toMatch(/^\{\n(0|141)\n$/);
    expect(err).toBe('');
    const training = await start(
      'bash',
      [
        '-c',
        `"$0" "$@" | true; echo "\${PIPESTATUS[0]}"`,
        process.execPath,
        main,
        'train',
        'tiny.gan',
        '--engine',
        'cpu',
        '--json',
      ],
      { cwd },
    ).ended;
    expect(training.err).not.toMatch(/bug|EPIPE|node:/);
  });
});

describe.skipIf(!script)('in a terminal', () => {
  it('mistakes are coloured, unless NO_COLOR is set or the terminal is dumb', async () => {
    const cwd = folder();
    const file = write(cwd, wrong);
    const run = async (env: Record<string, string>) => (await inTerminal(['check', file], cwd, env).ended).out;
    expect(await run({})).toContain(`${ESCAPE}[`);
    expect(await run({ NO_COLOR: '1' })).not.toContain(ESCAPE);
    expect(await run({ TERM: 'dumb' })).not.toContain(ESCAPE);
  });

  it('a bar shows how far training is, and disappears', async () => {
    const cwd = folder();
    const running = inTerminal(['train', write(cwd, stateful), '--engine', 'cpu', '--steps', '60'], cwd);
    const { code, out } = await running.ended;
    expect(code).toBe(0);
    expect(out).toMatch(/[━─]{20} \d+\/60 {2}d \d\.\d{3} .*steps\/s/);
    // The cursor is hidden while the bar is shown, and comes back afterwards.
    expect(out.lastIndexOf(`${ESCAPE}[?25h`)).toBeGreaterThan(out.lastIndexOf(`${ESCAPE}[?25l`));
    expect(out.replace(sequence, '')).toMatch(/done at step 60: runs\/tiny\r?\n/);
  });

  it('NO_COLOR leaves the bar without colours', async () => {
    const cwd = folder();
    const { out } = await inTerminal(['train', write(cwd, tiny), '--engine', 'cpu'], cwd, { NO_COLOR: '1' }).ended;
    expect(out).not.toMatch(colour);
    expect(out).toMatch(/━/);
  });

  it('Ctrl-C twice stops at once, without saving, and shows the cursor again', async () => {
    const cwd = folder();
    // Steps so long that both keys are typed during the second.
    const file = write(cwd, stateful.replace('batch 64', 'batch 20_000'));
    const running = inTerminal(['train', file, '--engine', 'cpu'], cwd);
    await running.wrote(/ 1\/2000 /);
    await setTimeout(300);
    const type = (text: string): void => void running.process.stdin!.write(text);
    type('\u0003');
    await setTimeout(30);
    type('\u0003');
    const { code, out } = await running.ended;
    expect(code).toBe(130);
    expect(out).toMatch(/press Ctrl-C again to stop at once, without saving/);
    expect(out.lastIndexOf(`${ESCAPE}[?25h`)).toBeGreaterThan(out.lastIndexOf(`${ESCAPE}[?25l`));
    expect(existsSync(join(cwd, 'runs/tiny/checkpoints'))).toBe(false);
  });
});
