/** Derives the gradient of an elementwise op from its formula, for ops that have no better rule of their own. */
import type { GraphBuilder } from '../graph/builder.ts';
import type { Node, NodeId } from '../graph/graph.ts';
import { sumTo } from '../ops/broadcasting.ts';
import { expand } from '../ops/scalar/expand.ts';
import { opNames } from '../ops/scalar/op-names.ts';
import type { Term } from '../ops/scalar/program.ts';
import { opOf } from '../ops/table.ts';

/**
 * Writes the formula in ops of the table, and goes back through them by their own rules. The part of the forward pass
 * that it recomputes is elementwise, and is fused with the rest of the gradient.
 */
export function formulaGradient(builder: GraphBuilder, node: Node, gradient: NodeId): (NodeId | null)[] {
  const { steps, result } = expand(opOf(node.op).scalar!(node.attributes), (name) => name in opNames);
  const made: NodeId[] = [];
  const nodeOf = (term: Term): NodeId =>
    'input' in term ? node.inputs[term.input]! : 'step' in term ? made[term.step]! : builder.constant(term.number);
  for (const step of steps) made.push(builder.add(opNames[step.function]!, step.operands.map(nodeOf)));

  const toInputs: (NodeId | null)[] = node.inputs.map(() => null);
  const toSteps: (NodeId | null)[] = steps.map(() => null);
  const add = (term: Term, contribution: NodeId): void => {
    if ('number' in term) return;
    const [list, at] = 'input' in term ? [toInputs, term.input] : [toSteps, term.step];
    const sum = list[at]!;
    list[at] = sum === null ? contribution : builder.add('AddV2', [sum, contribution]);
  };
  add(result, gradient);
  for (let i = steps.length - 1; i >= 0; i--) {
    const incoming = toSteps[i]!;
    const rule = opOf(opNames[steps[i]!.function]!).gradient;
    if (incoming === null || typeof rule === 'string') continue;
    const contributions = rule(builder, builder.node(made[i]!), incoming);
    contributions.forEach((contribution, k) => contribution !== null && add(steps[i]!.operands[k]!, contribution));
  }
  return toInputs.map((sum, i) => (sum === null ? null : sumTo(builder, sum, builder.shape(node.inputs[i]!))));
}
