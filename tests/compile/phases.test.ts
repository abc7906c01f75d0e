/** Parts of a training, in turn: which step belongs to which, and what counts from where. */
import { describe, expect, it } from 'vitest';
import { render } from '../../src/diagnostics/index.ts';
import { analyze } from '../../src/compiler/compile.ts';
import { Timeline } from '../../src/compiler/program/timeline.ts';
import { a, b, modelOf, programOf, Reference, scalars } from './reference.ts';

const losses = 'loss d = mean(D(x))\nloss g = mean(D(fake))';
const phased = (declarations: string, phases: string): string =>
  scalars(declarations, '').replace('train for 100 steps, batch 2 {\n', `train batch 2 {\n${phases}`);

describe('a training with phases', () => {
  const text = phased(
    `${losses}\nlet all = linear(10 -> 0)`,
    `phase first for 3 steps { minimize d over D using sgd(0.1) }
     phase second for 2 epochs, batch 4 { minimize g over G using sgd(linear(1 -> 0))  every 2 steps { minimize d over D } }
     phase last for 5 steps { minimize all * g over G using sgd(all) }`,
  );

  it('makes the steps of each phase in turn, and goes on in the last one', () => {
    const { timeline, ...model } = modelOf(text, 4);
    expect(timeline.totalSteps).toBe(3 + 8 + 5);
    expect(timeline.phases.map(({ phase, start, steps }) => [phase.name, phase.batch, start, steps])).toEqual([
      ['first', 2, 0, 3],
      ['second', 4, 3, 8],
      ['last', 2, 11, 5],
    ]);
    const names = Array.from({ length: 20 }, (_, step) => timeline.phaseAt(step).phase.name);
    expect(names.indexOf('second')).toBe(3);
    expect(names.indexOf('last')).toBe(11);
    expect(names[19]).toBe('last');
    expect(model.step(2)).toBe(model.step(0));
    expect(model.step(3)).not.toBe(model.step(2));
    expect(model.step(3).inputs.find(({ name }) => name === 'draw/z')).toBeDefined();
    expect(new Set(model.variants()).size).toBe(4);
  });

  it('counts `every` and schedules from the beginning of the phase in which they are written', () => {
    const run = new Reference(text, { stepsPerEpoch: 4, start: { [a]: 0, [b]: 1 } });
    const feeds = { 'draw/x': 1, 'draw/z': 1 };
    const made = Array.from({ length: 16 }, () => ({ values: run.step(feeds), a: run.get(a)[0]!, b: run.get(b)[0]! }));
    // Passes 2, 4, … of the second phase are steps 5, 7, …
    const second = made.slice(3, 11);
    expect(second.map(({ values }) => 'd' in values)).toEqual([false, true, false, true, false, true, false, true]);
    // g's gradient is b, and the rate falls from 1 to 0 within the eight steps of the phase.
    for (const [i, step] of second.entries()) {
      const [was, weight] = [made[2 + i]!.a, made[2 + i]!.b];
      expect(was - step.a).toBeCloseTo((1 - i / 8) * weight, 6);
    }
    // What is written outside counts from the first of the sixteen steps.
    for (const i of [11, 15]) {
      const all = 10 - (10 * i) / 16;
      expect(made[i - 1]!.a - made[i]!.a).toBeCloseTo(all * all * made[i - 1]!.b, 5);
    }
    expect(run.get('step')).toEqual([16]);
  });

  it('goes on with the optimizer of the same networks, unless it is given a new one', () => {
    const paths = modelOf(
      phased(
        losses,
        `phase a for 1 steps { minimize d over D using adam(0.1) }
         phase b for 1 steps { minimize d over D }
         phase c for 1 steps { minimize d over D using adam(0.1) }`,
      ),
    ).variables.map(({ path }) => path);
    expect(paths.filter((path) => path.endsWith('iterations'))).toEqual([
      'optimizer/d/iterations',
      'optimizer/d_1/iterations',
    ]);
  });

  it('and with the data, whatever the batches are', () => {
    const withData = `model minibatches
data x: tensor[2] from ring()
network D(x: tensor[2]) -> score[1] { x |> dense(1) }
loss d = mean(D(x)^2)
train {
  phase a for 3 steps, batch 2 { repeat 2 { minimize d over D using sgd } }
  phase b for 2 steps, batch 5 { minimize d over D using sgd accumulating 3 minibatches }
  phase c for 1 steps, batch 7 { minimize d over D using sgd }
}`;
    const { timeline } = modelOf(withData);
    expect(timeline.phases.map(({ examplesBefore, dataRounds }) => [examplesBefore, dataRounds])).toEqual([
      [0, [1, 2]],
      [12, [1, 2, 3]],
      [42, [0]],
    ]);
  });
});

describe('`for` in a training', () => {
  it('writes several phases, each with the value of its round', () => {
    const { training } = programOf(
      phased(
        losses,
        'for stage in [1, 3] { phase grow for 10 * stage steps, batch 2 * stage { minimize stage * d over D using sgd } }',
      ),
    );
    expect(training!.phases.map(({ name, duration, batch }) => [name, duration.count, batch])).toEqual([
      ['grow[1]', 10, 2],
      ['grow[3]', 30, 6],
    ]);
  });

  it('writes actions, too, and gives draws in them names of their own', () => {
    const noisy = `${losses}
fn shaken(D, x) {
  noise ~ normal[1]
  mean(D(x + noise))
}`;
    const text = scalars(noisy, 'for k in 1..2 { minimize k * shaken(D, x) over D using sgd(0.1) }');
    const draws = modelOf(text)
      .step(0)
      .inputs.flatMap(({ name, source }) => (source.kind === 'random' ? [name] : []));
    expect(draws).toHaveLength(3);
    const feeds = Object.fromEntries(draws.map((name) => [name, name === 'draw/x' ? 1 : 0]));
    const run = new Reference(text, { start: { [b]: 0 } });
    run.step(feeds);
    expect(run.get(b)[0]).toBeCloseTo(-0.1 - 0.2, 6);
  });

  it('draws in each phase under the name of the phase', () => {
    const text = phased(
      `${losses}\nfn shaken(D, x) {\n  noise ~ normal[1]\n  mean(D(x + noise))\n}`,
      'for k in 1..2 { phase p for 1 steps { minimize shaken(D, x) over D using sgd } }',
    );
    const drawn = modelOf(text)
      .variants()
      .map(({ inputs }) => inputs.flatMap(({ name }) => (name.includes('noise') ? [name] : [])));
    expect(drawn[0]).toHaveLength(1);
    expect(drawn[0]).not.toEqual(drawn[1]);
    expect(drawn[0]![0]).toContain('p[1]');
  });

  it('builds networks with static parameters for each stage', () => {
    const { program, diagnostics } = analyze({
      name: 'grown.gan',
      text: `model grown
latent z ~ normal[4]
let largest = G(z, stage: 3)
network G(z: tensor[4], stage) -> tensor[4] { z |> for s in 1..stage { dense(4) |> tanh } }
network D(x: tensor[4]) -> score[1] { x |> dense(1) }
train batch 4 {
  for stage in 1..3 { phase grow for 10 steps { minimize mean(D(G(z, stage))) over G, D using adam } }
}`,
    });
    expect(render(diagnostics)).toBe('');
    expect([...program!.networks.keys()]).toEqual(['G(stage: 3)', 'G(stage: 1)', 'G(stage: 2)', 'D']);
  });
});

describe('time', () => {
  const timeline = (
    lengths: readonly (readonly [count: number, unit: 'steps' | 'epochs', stepsPerEpoch: number])[],
  ) => {
    const [first] = programOf(scalars(losses, 'minimize d over D using sgd  minimize g over G using sgd')).training!
      .phases;
    const phases = lengths.map(([count, unit]) => ({ ...first!, duration: { count, unit } }));
    return new Timeline({ phases, span: first!.span }, (phase) => lengths[phases.indexOf(phase)]![2]);
  };

  it('counts steps through', () => {
    const time = timeline([
      [7, 'steps', 3],
      [2, 'epochs', 10],
    ]);
    expect([0, 4, 5, 9].map((step) => time.nextDue(step, { count: 5, unit: 'steps' }))).toEqual([5, 5, 10, 10]);
  });

  it('adds up epochs, although they take more steps in one phase than in another', () => {
    const time = timeline([
      [4, 'epochs', 3],
      [6, 'epochs', 10],
    ]);
    const due: number[] = [];
    for (let step = 0; step < time.totalSteps; step = due.at(-1)!)
      due.push(time.nextDue(step, { count: 2, unit: 'epochs' }));
    expect(due).toEqual([6, 12, 32, 52, 72]);
    expect(time.stepAfter(6, { count: 3, unit: 'epochs' })).toBe(22);
  });

  it('carries parts of an epoch over to the next phase', () => {
    const time = timeline([
      [5, 'steps', 10],
      [10, 'epochs', 4],
    ]);
    expect([0, 6, 7].map((step) => time.nextDue(step, { count: 1, unit: 'epochs' }))).toEqual([7, 7, 11]);
  });
});
