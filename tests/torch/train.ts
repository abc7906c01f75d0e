/** Trains a spec with ganspec, and writes its initial weights and all that it was fed, for PyTorch to do the same. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze, type Model, type VariableSpec } from '../../src/compiler/compile.ts';
import { minimizationsIn } from '../../src/compiler/program/actions.ts';
import { startGraph } from '../../src/compiler/graph-semantics/build.ts';
import type { Graph } from '../../src/compiler/graph/graph.ts';
import { clock } from '../../src/compiler/lower/clock.ts';
import { lowerer } from '../../src/compiler/lower/lowering.ts';
import { GraphVariables } from '../../src/compiler/lower/step.ts';
import { gradients } from '../../src/compiler/passes/differentiate.ts';
import { prune } from '../../src/compiler/passes/prune.ts';
import { openEngine } from '../../src/index.ts';
import type { Engine, EngineName, HostTensor } from '../../src/runtime/engines/index.ts';
import { encodeSafetensors } from '../../src/runtime/output/safetensors.ts';
import { draw, permutation } from '../../src/runtime/random.ts';
import type { Feed, Feeds } from '../../src/runtime/engines/engine.ts';
import type { DrawOrder } from '../../src/runtime/data/batches.ts';
import { hostValue } from '../../src/runtime/engines/feed.ts';
import { feedsFor } from '../../src/runtime/train/feeds.ts';
import { initialVariables } from '../../src/runtime/train/initialize.ts';
import { openSession, type Session } from '../../src/runtime/train/session.ts';
import { nodePlatform } from '../../src/runtime/platform/node/platform.ts';
import { namesOf, type Names } from './names.ts';

export interface Training {
  /** The losses of each step, by name. */
  readonly losses: readonly ReadonlyMap<string, number>[];
  /** By `LOSS/weight`, at the initial weights. */
  readonly gradients: ReadonlyMap<string, HostTensor>;
  readonly initial: ReadonlyMap<string, HostTensor>;
  readonly final: ReadonlyMap<string, HostTensor>;
  /** Translates between our names, such as `final/weight`, and those of `peer.py`. */
  readonly names: Names;
}

type Tensors = Map<string, HostTensor>;

/** Writes `NAME.weights.safetensors` and `NAME.feeds.safetensors` into the folder, under the names of `peer.py`. */
export async function train(
  name: string,
  text: string,
  { engine: engineName, seed, folder }: { engine: EngineName; seed: number; folder: string },
): Promise<Training> {
  const source = { name: `${name}.gan`, text };
  const { program, diagnostics } = analyze(source);
  if (!program) throw new Error(diagnostics.map((d) => d.message).join('\n'));
  const engine = await openEngine(engineName, { threads: 1 });
  try {
    const session = await openSession(program, { platform: nodePlatform, engine, seed, directory: folder });
    const names = namesOf(program);
    session.setWeights(renamed(stirred(drawnWeights(session, names)), names.fromPeer), 'the test');
    const initial = weightsOf(await session.state());
    const first = await firstGradients(session, names);
    const feeds = prefixed('first', first.feeds);
    const steps = recordRuns(engine, names);
    const losses: ReadonlyMap<string, number>[] = [];
    for (let step = 0; step < session.model.timeline.totalSteps; step++) {
      const { values } = await session.runStep();
      losses.push(new Map([...values].filter(([loss]) => !loss.endsWith('.gradient_norm'))));
    }
    for (const [step, fed] of steps.entries())
      for (const [key, tensor] of prefixed(String(step), fed)) feeds.set(key, tensor);
    const write = (what: string, tensors: Tensors): void =>
      writeFileSync(join(folder, `${name}.${what}.safetensors`), encodeSafetensors(renamed(tensors, names.toPeer)));
    write('weights', initial);
    write('feeds', feeds);
    return { losses, gradients: first.gradients, initial, final: weightsOf(await session.state()), names };
  } finally {
    engine.dispose();
  }
}

/** Includes averages and moving statistics, but neither optimizer slots nor counters. */
function weightsOf(state: ReadonlyMap<string, HostTensor>): Tensors {
  return new Map([...state].filter(([path]) => path.includes('/') && !path.startsWith('optimizer/')));
}

/**
 * Drawn as ganspec does, but from streams with the peer's names: a suitable seed stays suitable when names here change.
 */
function drawnWeights({ model, seed }: Session, { toPeer }: Names): Tensors {
  const variables = model.variables.map(({ path, start, ...kept }): VariableSpec => ({
    ...kept,
    path: toPeer(path),
    start: start.kind === 'copy' ? { ...start, of: toPeer(start.of) } : start,
  }));
  return weightsOf(initialVariables(variables, seed));
}

function drawnByPeerName(feeds: Feeds, { toPeer }: Names): Feeds {
  const named = (feed: Feed): Feed =>
    'kind' in feed && feed.kind === 'random'
      ? { ...feed, key: { ...feed.key, stream: toPeer(feed.key.stream) } }
      : feed;
  return new Map([...feeds].map(([name, feed]) => [name, named(feed)]));
}

/** Moves every weight a little, because many mistakes would not show with biases at 0 and scales at 1. */
function stirred(weights: Tensors): Tensors {
  const stir = (path: string, { dtype, shape, data }: HostTensor): HostTensor => {
    const noise = draw({ kind: 'uniform', low: -0.1, high: 0.1 }, shape, {
      seed: 7,
      stream: path.slice(path.indexOf('/')),
      step: 0,
    });
    return { dtype, shape, data: (data as Float32Array).map((value, i) => value + 0.5 * noise.data[i]!) };
  };
  return new Map([...weights].map(([path, tensor]) => [path, stir(path, tensor)]));
}

export function renamed(tensors: ReadonlyMap<string, HostTensor>, rename: (name: string) => string): Tensors {
  return new Map([...tensors].map(([name, tensor]) => [rename(name), tensor]));
}

const prefixed = (prefix: string, tensors: ReadonlyMap<string, HostTensor>): Tensors =>
  renamed(tensors, (name) => `${prefix}/${name}`);

/** Makes the engine draw under the peer's names from now on, and records what it is fed in each run. */
function recordRuns(engine: Engine, names: Names): ReadonlyMap<string, HostTensor>[] {
  const fed: ReadonlyMap<string, HostTensor>[] = [];
  const runAll = engine.runAll.bind(engine);
  engine.runAll = async (program, given) => {
    const feeds = given.map((one) => drawnByPeerName(one, names));
    fed.push(...(await Promise.all(feeds.map(hostValues))));
    return runAll(program, feeds);
  };
  return fed;
}

const hostValues = async (feeds: Feeds) =>
  new Map(await Promise.all([...feeds].map(async ([name, feed]) => [name, await hostValue(feed)] as const)));

/** The gradient of every minimised loss, at the current weights. */
async function firstGradients(
  { program, model, engine, seed, data }: Session,
  names: Names,
): Promise<{ gradients: Tensors; feeds: Tensors }> {
  const graph = gradientGraph(model);
  const dataSetOf = new Map(program.data.flatMap((set) => set.fields.map((field) => [field.name, set.name] as const)));
  const position = { step: 0, streams: '', examplesBefore: () => 0 } as const;
  const drawOrder: DrawOrder = async (size, key) => permutation(size, key);
  const sources = { seed, data, dataSetOf, minibatches: new Map(), drawOrder, notKept: new Set<string>() };
  const feeds = drawnByPeerName(await feedsFor(graph, sources, position), names);
  const found = await engine.run(engine.prepare(graph), feeds);
  engine.discard();
  return { gradients: found, feeds: await hostValues(feeds) };
}

function gradientGraph({ program, timeline }: Model): Graph {
  const builder = startGraph('gradients');
  const variables = new GraphVariables(builder);
  const schedule = clock(builder, (path) => variables.counted(path), timeline);
  const { batch, actions } = program.training!.phases[0]!;
  for (const { loss, networks } of minimizationsIn(actions)) {
    const site = {
      builder,
      variables,
      schedule,
      mode: 'training',
      batch,
      round: 0,
      trained: new Set<string>(),
    } as const;
    const value = lowerer(site)(loss.value);
    const weights = networks.flatMap((network) => network.weights.filter((weight) => weight.trainable));
    const found = gradients(
      builder,
      value,
      weights.map(({ path, shape }) => variables.read(path, shape)),
    );
    for (const [i, weight] of weights.entries()) builder.output(`${loss.name}/${weight.path}`, found[i]!);
  }
  return prune(builder.build());
}
