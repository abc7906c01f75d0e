/// <reference types="@webgpu/types" />
/** ganspec itself, as one of the programs that are measured. */
import { readFileSync } from 'node:fs';
import { analyze } from '../src/compiler/compile.ts';
import { sizeOf } from '../src/compiler/graph/graph.ts';
import { opOf } from '../src/compiler/ops/table.ts';
import { passNames, type PassName } from '../src/compiler/passes/names.ts';
import { render } from '../src/diagnostics/render.ts';
import type { Engine, Feeds, Program } from '../src/runtime/engines/engine.ts';
import {
  examineEngine,
  openEngine,
  type EngineName,
  type Examination,
  type Precision,
} from '../src/runtime/engines/index.ts';
import { hostValue } from '../src/runtime/engines/feed.ts';
import { openSession, type Session } from '../src/runtime/train/session.ts';
import { serve } from './process.ts';

export interface Asked {
  readonly spec: string;
  readonly threads?: number;
  /** `wasm` if left out. */
  readonly engine?: EngineName;
  readonly device?: 'cpu' | 'gpu';
  readonly precision?: Precision;
  /** As `--set` gives them. */
  readonly constants?: Readonly<Record<string, number>>;
  /** All if left out. */
  readonly passes?: readonly PassName[];
}

export interface Opened {
  readonly device: string;
  /** Of a step: multiply-adds count two. */
  readonly flops: number;
}

/** Milliseconds. */
export interface StepTimes {
  /** What a step does around the run of its graph: drawing, minibatches, putting new variables in place. */
  readonly around: number;
  /** The run of its graph, with the clock read twice for each kernel, which costs less than a thousandth. */
  readonly run: number;
  /** All kernels of that same run. */
  readonly kernels: number;
}

export interface HostTimes {
  /** That a step starts. */
  readonly kernels: number;
  /** Of each step. */
  readonly milliseconds: readonly number[];
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
  /** Of the WebAssembly module. */
  readonly heap: number;
  /** Of the whole process. */
  readonly resident: number;
}

/** As in src/runtime/train/train.ts. */
const MILLISECONDS_TOGETHER = 50;

/** Of the WebAssembly modules that were started. */
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
/** What the last step ran. */
let ran: { readonly program: Program; readonly feeds: Feeds; readonly milliseconds: number };

/** The engine, with a look at what is run on it. */
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
 * Does something on the webgpu engine with one workgroup a kernel, and tells how many kernels it started. What comes out is
 * wrong, but to this thread a kernel is the same, and a device in software leaves it the core.
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
    session = await openSession(program, { engine, seed: 0, directory: '.', passes });
    const { nodes } = session.model.step(0);
    const flops = nodes.reduce((sum, { op, inputs, attributes, output }) => {
      const types = inputs.map((id) => nodes[id]!.output);
      return sum + opOf(op).flops(types, attributes, output);
    }, 0);
    const { device } = engine.description;
    return { device, flops };
  },

  /** As training makes them: short ones several in one go. */
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
   * On webgpu. Until it waits for the device, a run is this thread's work. Once everything is compiled, nothing in it but
   * the losses' `mapAsync` takes longer than a resolved promise, and Node comes to its next tick after all of those.
   * It leaves the variables in disorder.
   */
  async hostTimes(count: number): Promise<HostTimes> {
    await step();
    const { program } = ran;
    // Made before, since drawing is not part of starting kernels.
    const feeds = new Map([...ran.feeds].map(([name, feed]) => [name, hostValue(feed)]));
    const run = async () => {
      // Out of whatever called this, and into a promise's callback: the next tick then waits for the others.
      await Promise.resolve();
      const start = performance.now();
      let waits = start;
      process.nextTick(() => (waits = performance.now()));
      await engine.run(program, feeds);
      const back = performance.now();
      engine.commit();
      return waits - start + performance.now() - back;
    };
    const milliseconds: number[] = [];
    const kernels = await withSingleGroups(async () => {
      for (let i = 0; i < 2 * count; i++) milliseconds.push(await run());
    });
    // The first half is to get warm.
    return { kernels: kernels / (2 * count), milliseconds: milliseconds.slice(count) };
  },

  /** Every node of the step, each with its median. */
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

  /** Best rate of a large matrix product, in FLOP/s. */
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
