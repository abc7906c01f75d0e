/// <reference types="@webgpu/types" />
/** ganspec itself, as one of the measured programs. */
import { readFileSync } from 'node:fs';
import { analyze } from '../src/compiler/compile.ts';
import { sizeOf } from '../src/compiler/graph/graph.ts';
import { opOf } from '../src/compiler/ops/table.ts';
import { passNames, type PassName } from '../src/compiler/passes/names.ts';
import { render } from '../src/diagnostics/render.ts';
import type { Engine, Feed, Feeds, Program } from '../src/runtime/engines/engine.ts';
import { examineEngine, openEngine } from '../src/index.ts';
import type { EngineName, Examination, Precision } from '../src/runtime/engines/index.ts';
import { hostValue } from '../src/runtime/engines/feed.ts';
import { openSession, type Session } from '../src/runtime/train/session.ts';
import { nodePlatform } from '../src/runtime/platform/node/platform.ts';
import { serve } from './process.ts';
import { startThreadClock } from './thread-clock.ts';

export interface Asked {
  readonly spec: string;
  readonly threads?: number;
  /** `wasm` if omitted. */
  readonly engine?: EngineName;
  readonly device?: 'cpu' | 'gpu';
  readonly precision?: Precision;
  /** Values of constants, as for `--set`. */
  readonly constants?: Readonly<Record<string, number>>;
  /** All if omitted. */
  readonly passes?: readonly PassName[];
}

export interface Opened {
  readonly device: string;
  /** Floating-point operations of a step; a multiply-add counts as two. */
  readonly flops: number;
}

/** Times in milliseconds. */
export interface StepTimes {
  /** The part of a step around the run of its graph: drawing, minibatches, putting new variables in place. */
  readonly around: number;
  /** The run of its graph; the clock is read twice for each kernel, which costs less than a thousandth. */
  readonly run: number;
  /** All kernels of the same run. */
  readonly kernels: number;
}

export interface HostTimes {
  /** The number of kernels that a step starts. */
  readonly kernels: number;
  /** Of each step: what the thread computed. */
  readonly milliseconds: readonly number[];
  /** The same steps by the clock on the wall, which goes on while others have the core. */
  readonly wall: readonly number[];
}

export interface NodeCost {
  readonly op: string;
  readonly type: string;
  readonly scope: string;
  readonly milliseconds: number;
}

export interface Memory {
  readonly planned: number;
  readonly measured: number;
  readonly tensors: number;
  /** Bytes of the WebAssembly memories. */
  readonly heap: number;
  /** Bytes of the whole process. */
  readonly resident: number;
}

/** The same as in src/runtime/train/train.ts. */
const MILLISECONDS_TOGETHER = 50;

/** Every WebAssembly memory that was created. */
const memories: WebAssembly.Memory[] = [];
const { Memory } = WebAssembly;
WebAssembly.Memory = new Proxy(Memory, {
  construct(target, [descriptor]: [WebAssembly.MemoryDescriptor]) {
    const memory = new target(descriptor);
    memories.push(memory);
    return memory;
  },
});

let engine: Engine;
let session: Session;
/** What the last run was given, and how long each of its steps took. */
let ran: { readonly program: Program; readonly feeds: Feeds; readonly milliseconds: number };

/** The engine, made to record in `ran` what is run on it. */
function watched(engine: Engine): Engine {
  const runAll = engine.runAll.bind(engine);
  engine.runAll = async (program, feeds) => {
    const start = performance.now();
    const results = await runAll(program, feeds);
    ran = { program, feeds: feeds.at(-1)!, milliseconds: (performance.now() - start) / feeds.length };
    return results;
  };
  return engine;
}

async function step(): Promise<number> {
  const start = performance.now();
  await session.runStep();
  return performance.now() - start;
}

/**
 * Runs `action` on the webgpu engine with one workgroup per kernel, and returns how many kernels it started. The
 * results are wrong, but for this thread a kernel costs the same, and a software device leaves it the core.
 */
async function withSingleGroups(action: () => Promise<void>): Promise<number> {
  const { globals } = (await import('webgpu')) as unknown as {
    readonly globals: { readonly GPUComputePassEncoder: { readonly prototype: GPUComputePassEncoder } };
  };
  const { prototype } = globals.GPUComputePassEncoder;
  const { dispatchWorkgroups } = prototype;
  let count = 0;
  prototype.dispatchWorkgroups = function () {
    count++;
    return dispatchWorkgroups.call(this, 1, 1);
  };
  try {
    await action();
  } finally {
    prototype.dispatchWorkgroups = dispatchWorkgroups;
  }
  return count;
}

serve({
  examine: (name: EngineName): Promise<Examination> => examineEngine(name),

  async open({
    spec,
    threads,
    engine: name = 'wasm',
    device: on,
    precision,
    constants = {},
    passes = passNames,
  }: Asked): Promise<Opened> {
    const source = { name: spec, text: readFileSync(spec, 'utf8') };
    const { program, diagnostics } = analyze(source, { constants: new Map(Object.entries(constants)) });
    if (!program) throw new Error(render(diagnostics));
    engine = watched(
      await openEngine(name, {
        passes,
        ...(threads !== undefined && { threads }),
        ...(on && { device: on }),
        precision,
      }),
    );
    session = await openSession(program, { platform: nodePlatform, engine, seed: 0, directory: '.', passes });
    const { nodes } = session.model.step(0);
    const flops = nodes.reduce((sum, { op, inputs, attributes, output }) => {
      const types = inputs.map((id) => nodes[id]!.output);
      return sum + opOf(op).flops(types, attributes, output);
    }, 0);
    const { device } = engine.description;
    return { device, flops };
  },

  /** Runs steps as training does: short ones several at a time. */
  async steps(count: number): Promise<number[]> {
    const times: number[] = [];
    let together = 1;
    while (times.length < count) {
      const start = performance.now();
      const made = (await session.runSteps(Math.min(together, count - times.length))).length;
      const milliseconds = performance.now() - start;
      for (let i = 0; i < made; i++) times.push(milliseconds / made);
      together = Math.max(1, Math.floor((made * MILLISECONDS_TOGETHER) / milliseconds));
    }
    return times;
  },

  async stepTimes(count: number): Promise<StepTimes[]> {
    const times: StepTimes[] = [];
    for (let i = 0; i < count; i++) {
      const wall = await step();
      const { program, feeds, milliseconds } = ran;
      const start = performance.now();
      const profile = await engine.profile(program, feeds);
      const run = performance.now() - start;
      times.push({
        around: wall - milliseconds,
        run,
        kernels: profile.reduce((sum, node) => sum + node.milliseconds, 0),
      });
    }
    return times;
  },

  /**
   * For webgpu only. Until a run waits for the device, all its work is this thread's. Once everything is compiled, the
   * only promise in it that does not resolve at once is that of the losses' `mapAsync`, so Node's next tick comes when
   * that wait begins. The values of the variables are meaningless afterwards.
   */
  async hostTimes(count: number): Promise<HostTimes> {
    await step();
    const { program } = ran;
    // Made beforehand, since drawing is not part of starting kernels.
    const feeds = new Map<string, Feed>();
    for (const [name, feed] of ran.feeds) feeds.set(name, await hostValue(feed));
    const clocks = [startThreadClock(), () => performance.now()];
    const now = () => clocks.map((clock) => clock());
    const run = async () => {
      // Continues in a promise's callback, so that the next tick waits for all other promises that are ready.
      await Promise.resolve();
      const start = now();
      let waits = start;
      process.nextTick(() => (waits = now()));
      await engine.run(program, feeds);
      const back = now();
      engine.commit();
      const end = now();
      return clocks.map((_, i) => waits[i]! - start[i]! + end[i]! - back[i]!);
    };
    const times: number[][] = [];
    const kernels = await withSingleGroups(async () => {
      for (let i = 0; i < 2 * count; i++) times.push(await run());
    });
    // The first half is to get warm.
    const [milliseconds, wall] = clocks.map((_, i) => times.slice(count).map((time) => time[i]!)) as [
      number[],
      number[],
    ];
    return { kernels: kernels / (2 * count), milliseconds, wall };
  },

  /** Every node of the step with its median time. */
  async profile(count: number): Promise<NodeCost[]> {
    await step();
    const { program, feeds } = ran;
    const times = new Map<number, number[]>();
    for (let i = 0; i < count; i++) {
      for (const { node, milliseconds } of await engine.profile(program, feeds)) {
        times.set(node, [...(times.get(node) ?? []), milliseconds]);
      }
    }
    return [...times].map(([id, all]) => {
      const { op, inputs, output, scope = '' } = program.graph.nodes[id]!;
      const shapes = inputs.map((input) => `[${program.graph.nodes[input]!.output.shape.join()}]`);
      const sorted = all.sort((a, b) => a - b);
      return {
        op,
        type: `${shapes.join(' ')} → [${output.shape.join()}]`,
        scope,
        milliseconds: sorted[sorted.length >> 1]!,
      };
    });
  },

  async memory(): Promise<Memory> {
    engine.resetPeak();
    await step();
    return {
      planned: ran.program.plannedPeakBytes,
      measured: engine.peakBytes() ?? NaN,
      tensors: engine.liveTensors(),
      heap: memories.reduce((bytes, { buffer }) => bytes + buffer.byteLength, 0),
      resident: process.memoryUsage().rss,
    };
  },

  /** The best rate of a large matrix product, in FLOP/s. */
  async matrixProduct(side: number): Promise<number> {
    const { startGraph } = await import('../src/compiler/graph-semantics/build.ts');
    const builder = startGraph('product');
    const type = { dtype: 'float32', shape: [side, side] } as const;
    const [a, b] = ['a', 'b'].map((name) => builder.input(name, type, { kind: 'argument', argument: name })) as [
      number,
      number,
    ];
    builder.output('c', builder.add('MatMul', [a, b], { transpose_a: false, transpose_b: false }));
    const program = engine.prepare(builder.build());
    const data = Float32Array.from({ length: sizeOf(type.shape) }, (_, i) => Math.sin(i));
    const feeds = new Map(['a', 'b'].map((name) => [name, { ...type, data }] as const));
    let best = Infinity;
    for (let i = 0; i < 10; i++) best = Math.min(best, (await engine.profile(program, feeds)).at(-1)!.milliseconds);
    return (2 * side ** 3) / (best / 1000);
  },
});
