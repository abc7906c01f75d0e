/**
 * Tests a gradient rule. First order: the rule against finite differences of the op's `evaluate`. Second order:
 * gradients of the rule's own graph against finite differences of that graph, with respect to the op's inputs *and* to
 * the incoming gradient, because a gradient of a gradient flows through both.
 */
import { startGraph } from '../../src/compiler/graph-semantics/build.ts';
import type { GraphBuilder } from '../../src/compiler/graph/builder.ts';
import type { DType, NodeId } from '../../src/compiler/graph/graph.ts';
import { sizeOf } from '../../src/compiler/graph/graph.ts';
import type { Gradient, OpDefinition, ReferenceTensor, Sample } from '../../src/compiler/ops/op.ts';
import { gradients } from '../../src/compiler/passes/differentiate.ts';
import { formulaGradient } from '../../src/compiler/passes/formula-gradient.ts';
import type { Claim } from './finite-differences.ts';
import { wrongGradients } from './finite-differences.ts';
import { sampleInputs, uniform } from './sample-inputs.ts';

const tolerances = { first: 1e-6, second: 1e-5 };

/**
 * @param rule the op's own, or another one to be tested in its place
 * @returns a sentence for each mistake
 */
export function checkGradients(op: OpDefinition, sample: Sample, seed: number, rule: Gradient = op.gradient): string[] {
  const builder = startGraph(op.name);
  const feeds = new Map<string, ReferenceTensor>();
  const feed = (name: string, value: ReferenceTensor, dtype: DType = 'float32'): NodeId => {
    feeds.set(name, value);
    return builder.input(name, { dtype, shape: value.shape }, { kind: 'argument', argument: name });
  };
  const isFloat = (id: NodeId) => builder.type(id).dtype === 'float32';

  const inputs = sampleInputs(op, sample, seed).map((value, i) => feed(`input ${i}`, value, sample.inputs[i]!.dtype));
  const output = builder.add(op.name, inputs, sample.attributes);
  if (!isFloat(output)) return [];

  const random = uniform(seed, `projections of ${op.name}`);
  const weights = (shape: readonly number[]): ReferenceTensor => ({
    shape,
    data: Float64Array.from({ length: sizeOf(shape) }, () => 2 * random() - 1),
  });

  // first order: the rule applied to a random gradient of the output
  const incoming = feed('gradient', weights(builder.shape(output)));
  const apply = rule === 'formula' ? formulaGradient : typeof rule === 'string' ? () => inputs.map(() => null) : rule;
  const outgoing = apply(builder, builder.node(output), incoming);
  if (outgoing.length !== inputs.length) return [`${outgoing.length} gradients for ${inputs.length} inputs`];
  const first = inputs.flatMap((input, i): Claim[] =>
    isFloat(input) ? [{ input: `input ${i}`, gradient: outgoing[i] ?? builder.constant(0, builder.shape(input)) }] : [],
  );
  const value = project(builder, output, incoming);
  const mistakes = wrongGradients(builder, value, first, feeds, tolerances.first);
  if (mistakes.length) return mistakes.map((mistake) => `${op.name}, first order: ${mistake}`);

  // second order: all first gradients, projected to one scalar
  const scalars = first.map(({ gradient }) => {
    const { shape, data } = weights(builder.shape(gradient));
    return project(builder, gradient, builder.constant([...data], shape));
  });
  if (scalars.length === 0) return [];
  const scalar = scalars.reduce((sum, next) => builder.add('AddV2', [sum, next]));
  const variables = [...inputs.filter(isFloat), incoming];
  const names = [...first.map(({ input }) => input), 'gradient'];
  const second = gradients(builder, scalar, variables).map((gradient, i): Claim => ({ input: names[i]!, gradient }));
  return wrongGradients(builder, scalar, second, feeds, tolerances.second).map(
    (mistake) => `${op.name}, second order: ${mistake}`,
  );
}

/**
 * For ops that are linear, whose own second gradients say little: gradients of first, second and third order of the
 * weighted sum of the cubes of the result, each against finite differences of the one before.
 *
 * @returns a sentence for each mistake
 */
export function checkCubes(op: OpDefinition, sample: Sample, seed: number): string[] {
  const builder = startGraph(op.name);
  const feeds = new Map<string, ReferenceTensor>();
  const inputs = sampleInputs(op, sample, seed).map((value, i) => {
    const dtype = sample.inputs[i]!.dtype ?? 'float32';
    feeds.set(String(i), value);
    return builder.input(String(i), { dtype, shape: value.shape }, { kind: 'argument', argument: String(i) });
  });
  const y = builder.add(op.name, inputs, sample.attributes);
  const variables = inputs.filter((id) => builder.type(id).dtype === 'float32');
  if (builder.type(y).dtype !== 'float32' || variables.length === 0) return [];
  const random = uniform(seed, `weights of ${op.name}`);
  const weighted = (value: NodeId): NodeId => {
    const shape = builder.shape(value);
    const weights = Array.from({ length: sizeOf(shape) }, () => 2 * random() - 1);
    return project(builder, value, builder.constant(weights, shape));
  };
  let scalar = weighted(builder.add('Mul', [y, builder.add('Square', [y])]));
  for (const order of ['first', 'second', 'third']) {
    const found = gradients(builder, scalar, variables);
    const claims = found.map((gradient, i): Claim => ({
      input: builder.node(variables[i]!).attributes['name'] as string,
      gradient,
    }));
    const mistakes = wrongGradients(builder, scalar, claims, feeds, tolerances.second);
    if (mistakes.length) return mistakes.map((mistake) => `${op.name}, ${order} order: ${mistake}`);
    scalar = found.map(weighted).reduce((sum, next) => builder.add('AddV2', [sum, next]));
  }
  return [];
}

/** Σ weights · value. */
function project(builder: GraphBuilder, value: NodeId, weights: NodeId): NodeId {
  const axes = builder.shape(value).map((_, axis) => axis);
  return builder.add('Sum', [builder.add('Mul', [value, weights])], { axes, keep_dims: false });
}
