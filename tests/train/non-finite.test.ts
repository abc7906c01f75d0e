/** NaN and infinity stop a run at once, and the message points to the line where they arose. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors } from '../../src/runtime/output/safetensors.ts';
import { folder, gan } from '../cli/gan.ts';
import { tiny, write } from '../cli/specs.ts';

async function failing(text: string, ...args: readonly string[]) {
  const cwd = folder();
  const { code, out, err } = await gan(['train', write(cwd, text), '--engine', 'cpu', '--log-every', '1', ...args], {
    cwd,
  });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  const message = err.slice(err.indexOf('error['));
  expect(message).toMatch(/^error\[not-finite\]: /);
  return { cwd, message };
}

describe('a run whose numbers are no longer finite', () => {
  it('by the logarithm of a negative number is stopped at that line, before its first step', async () => {
    const { cwd, message } = await failing(
      tiny.replace('loss g = non_saturating_g(D(fake))', 'loss g = mean(\n  log(D(fake) - 1000)\n)'),
    );
    expect(message).toMatch(/^error\[not-finite\]: `g` became NaN at step 1\n +┌─ tiny\.gan:22:3\n/);
    expect(message).toMatch(/22│ {3}log\(D\(fake\) - 1000\)\n +│ {3}\^+ the first NaN comes out of `Log` \[16, 1\]\n/);
    expect(message).toMatch(/= why: .*of a negative number NaN/);
    expect(message.replace(/\s+/g, ' ')).toMatch(/= help: .*the weights from before this step are kept/);
    expect(readFileSync(join(cwd, 'runs/tiny/checkpoints/latest'), 'utf8')).toBe('step-000000\n');
  });

  it('by a learning rate far too high keeps the weights before the step that failed', async () => {
    const text = tiny
      .replaceAll('adam(1e-3)', 'sgd(1e6)')
      .replace('20 steps', '200 steps')
      .replaceAll(/(evaluate|show) .*\n/g, '');
    const { cwd, message } = await failing(text);
    const step = Number(/ at step (\d+)\n/.exec(message)![1]);
    expect(step).toBeGreaterThan(1);
    expect(message).toMatch(/┌─ tiny\.gan:\d+:\d+\n/);
    expect(readFileSync(join(cwd, 'runs/tiny/checkpoints/latest'), 'utf8')).toBe(
      `step-${String(step - 1).padStart(6, '0')}\n`,
    );
    const path = join(cwd, `runs/tiny/checkpoints/step-${String(step - 1).padStart(6, '0')}/state.safetensors`);
    const { tensors } = decodeSafetensors(readFileSync(path), path);
    for (const [, { data }] of tensors) expect(data.every(Number.isFinite)).toBe(true);
    const logged = readFileSync(join(cwd, 'runs/tiny/metrics.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { step: number }).step);
    expect(logged).toEqual(Array.from({ length: step - 1 }, (_, i) => i + 1));
  });

  it('in the backward pass alone is stopped as well', async () => {
    // At 0, √ is 0 and its slope infinite; the slope is multiplied by 0, which gives NaN.
    const { message } = await failing(
      tiny.replace('loss g = non_saturating_g(D(fake))', 'loss g = mean(sqrt(relu(D(fake) - 1000) * D(fake)))'),
    );
    expect(message).toMatch(/the gradient of `g` became (NaN|infinite) at step 1\n +┌─ tiny\.gan:21:15\n/);
    expect(message).toMatch(/in the backward pass/);
  });

  it('inside a function of the library names the line there, and the call in the spec', async () => {
    const { message } = await failing(
      tiny
        .replace('dense(2)\n', 'dense(2) |> enlarge\n')
        .replace('network G', 'fn enlarge(x) {\n  x * 1e30\n}\n\nnetwork G')
        .replace('minimax_d(D(x), D(fake))', 'least_squares_d(D(x), D(fake))'),
    );
    expect(message).toMatch(/`d` became infinite at step 1/);
    expect(message).toMatch(/┌─ library\/objectives\.gan:15:\d+\n/);
    expect(message).toMatch(
      /┌─ tiny\.gan:24:6\n[^]*24│ loss d = least_squares_d\(D\(x\), D\(fake\)\)\n +│ {6}─ in this loss\n/,
    );
  });
});

describe('a run whose numbers stop being finite in a scan', () => {
  /** `G` goes through a loop that ends with `line`, line 8 of the spec; `i` is the number of the step. */
  const looping = (line: string) => `model looping
latent z ~ normal[2]
network G(z: tensor[2]) -> tensor[2] {
  let first = z |> dense(2)
  let all = scan i in 1..8 from h = first {
    let next = tanh(h + first)
    update h <- next
    ${line}
  }
  all[-1, :] + all[0, :]
}
loss g = mean(G(z)^2)
train for 3 steps, batch 4 { minimize g over G using sgd(0.1) }
`;

  it.each(['cpu', 'wasm'])('is stopped at the line of the body, and the step is said (%s)', async (engine) => {
    const { message } = await failing(looping('next * log(5.5 - i)'), '--engine', engine);
    expect(message).toMatch(/^error\[not-finite\]: `g` became NaN at step 1\n +┌─ tiny\.gan:8:12\n/);
    expect(message).toMatch(
      /8│ {5}next \* log\(5\.5 - i\)\n +│ {12}\^+ the first NaN comes out of `Log` \[\], in step 6 of the\s[^a-z]*loop\n/,
    );
  });

  it('in its gradient alone is traced in the same way', async () => {
    // √0 is 0, but its slope is infinite.
    const { message } = await failing(looping('sqrt((i - 3)^2 * next^2)'));
    expect(message).toMatch(/the gradient of `g` became (NaN|infinite) at step 1\n +┌─ tiny\.gan:8:5\n/);
    expect(message.replaceAll(/[\s│]+/g, ' ')).toMatch(/\[4, 2\] in the backward pass, in step 3 of the loop/);
  });
});

describe('the page of not-finite', () => {
  const page = readFileSync(new URL('../../docs/errors/not-finite.md', import.meta.url), 'utf8');
  const [wrong, said, right] = [...page.matchAll(/^```\w+\n(.*?)^```$/gms)].map((match) => match[1]!);

  it('quotes the message for its wrong spec', async () => {
    const cwd = folder();
    const { code, err } = await gan(['train', write(cwd, wrong!, 'spec.gan'), '--engine', 'cpu'], { cwd });
    expect(code).toBe(1);
    expect(err.slice(err.indexOf('error['))).toBe(said);
  });

  it('has a right spec that trains', async () => {
    const cwd = folder();
    expect(
      (await gan(['train', write(cwd, right!, 'spec.gan'), '--engine', 'cpu', '--steps', '3'], { cwd })).code,
    ).toBe(0);
  });
});
