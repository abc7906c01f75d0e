/** Runs programs with the reference interpreter in float64: what a step means, without an engine's rounding. */
import type { Program } from '../../src/compiler/program/program.ts';
import { analyze, compile, type Model } from '../../src/compiler/compile.ts';
import { evaluateGraph } from '../../src/compiler/graph-semantics/evaluate.ts';
import { sizeOf, type Graph } from '../../src/compiler/graph/graph.ts';
import type { ReferenceTensor } from '../../src/compiler/ops/op.ts';
import { render } from '../../src/diagnostics/index.ts';
import { initialVariables } from '../../src/runtime/train/initialize.ts';

/** @throws the rendered messages if there are errors */
export function programOf(text: string): Program {
  const { program, diagnostics } = analyze({ name: 'test.gan', text });
  if (!program) throw new Error(render(diagnostics));
  return program;
}

export const modelOf = (text: string, stepsPerEpoch = 1000): Model =>
  compile(programOf(text), { stepsPerEpoch: () => stepsPerEpoch });

/** Values of the inputs that are not variables, by name; a number fills the whole shape. */
export type Feeds = Readonly<Record<string, number | readonly number[]>>;

export class Reference {
  readonly model: Model;
  readonly state: Map<string, ReferenceTensor>;
  private made = 0;

  constructor(text: string, options: { readonly stepsPerEpoch?: number; readonly start?: Feeds } = {}) {
    this.model = modelOf(text, options.stepsPerEpoch);
    const initial = initialVariables(this.model.variables, 0);
    this.state = new Map(
      [...initial].map(([name, { shape, data }]) => [name, { shape, data: Float64Array.from(data) }]),
    );
    for (const [name, value] of Object.entries(options.start ?? {})) this.set(name, value);
  }

  set(name: string, value: number | readonly number[]): void {
    const { shape } = this.state.get(name)!;
    this.state.set(name, { shape, data: filled(shape, value) });
  }

  get(name: string): number[] {
    return [...this.state.get(name)!.data];
  }

  /** Runs one pass; returns the losses and gradient norms. */
  step(feeds: Feeds = {}): Record<string, number> {
    const graph = this.model.step(this.made++);
    const outputs = evaluateGraph(graph, this.inputs(graph, feeds));
    const values: Record<string, number> = {};
    for (const { name, kind } of graph.outputs) {
      if (kind === 'variable') this.state.set(name, outputs.get(name)!);
      else values[name] = outputs.get(name)!.data[0]!;
    }
    return values;
  }

  /** The value of a `let` for `n` examples, outside training. */
  value(name: string, n: number, feeds: Feeds = {}, average?: string): number[] {
    const { program } = this.model;
    const using = average === undefined ? [] : [program.networks.get(average)!];
    const graph = this.model.values('values', new Map([[name, program.values.get(name)!]]), { batch: n, using });
    return [...evaluateGraph(graph, this.inputs(graph, feeds)).get(name)!.data];
  }

  private inputs(graph: Graph, feeds: Feeds): Map<string, ReferenceTensor> {
    return new Map(
      graph.inputs.map(({ name, node, source }) => {
        if (source.kind === 'variable') return [name, this.state.get(source.variable)!];
        const { shape } = graph.nodes[node]!.output;
        const value = feeds[name];
        if (value === undefined) throw new Error(`feed ${name}`);
        return [name, { shape, data: filled(shape, value) }];
      }),
    );
  }
}

function filled(shape: readonly number[], value: number | readonly number[]): Float64Array {
  const data = typeof value === 'number' ? new Float64Array(sizeOf(shape)).fill(value) : Float64Array.from(value);
  if (data.length !== sizeOf(shape)) throw new Error(`${data.length} values for [${shape.join(', ')}]`);
  return data;
}

/** How many times a graph computes a network's layer forward. */
export function forwards(graph: Graph, scope: string, op = 'MatMul'): number {
  return graph.nodes.filter((node) => node.op === op && node.scope === scope).length;
}

/** Networks of one weight each: G(z) = a · z, D(x) = b · x; `x` is drawn as well, so that a test can feed any value. */
export const scalars = (declarations: string, actions: string): string => `model scalars
latent x ~ normal[1]
latent z ~ normal[1]
network G(z: tensor[1]) -> tensor[1] { z |> dense(1, bias: false) }
network D(x: tensor[1]) -> score[1] { x |> dense(1, bias: false) }
let fake = G(z)
${declarations}
train for 100 steps, batch 2 {
${actions}
}
`;
export const a = 'G/dense(1)/kernel';
export const b = 'D/dense(1)/kernel';
