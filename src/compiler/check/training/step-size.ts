/**
 * How many operations a training step would have. A step is one graph, in which `repeat` is unrolled and every use of a
 * network is expanded: a few lines can ask for more than any machine can hold.
 */
import type { Span } from '../../../diagnostics/source.ts';
import type { Action, Expression, Network, Program } from '../../program/program.ts';
import { visit } from '../../program/walk.ts';
import { report, type Context } from '../context.ts';

/** The most calls in a step, uses of networks included; the gradients add several times as many. */
export const mostCalls = 60_000;

/** Reports a step that is too large. */
export function stepIsTooLarge(context: Context, program: Program): boolean {
  const sizes = new Map<Network, number>();
  const phases = program.training?.phases.map(({ actions }) => actions) ?? [[]];
  return phases.some((actions) => phaseIsTooLarge(context, program, actions, sizes));
}

function phaseIsTooLarge(
  context: Context,
  program: Program,
  actions: readonly Action[],
  sizes: Map<Network, number>,
): boolean {
  let total = 0;
  let heaviest: { span: Span; calls: number; repeated: boolean } | null = null;
  const add = (calls: number, rounds: number, span: Span, repeated = rounds > 1): void => {
    total += calls * rounds;
    if (!heaviest || calls * rounds > heaviest.calls) heaviest = { span, calls: calls * rounds, repeated };
  };
  const count = (inside: readonly Action[], rounds: number): void => {
    for (const action of inside) {
      if (action.kind === 'minimize') {
        const updates = action.networks.reduce((sum, n) => sum + n.weights.length, 0);
        const gradients = action.accumulating ?? 1;
        add(callsOf([action.loss.value], sizes) * gradients + updates, rounds, action.span, rounds * gradients > 1);
      } else if (action.kind === 'repeat') {
        // Rounds are unrolled even if there is nothing in them.
        if (action.actions.length === 0) add(1, rounds * action.count, action.span);
        count(action.actions, rounds * action.count);
      } else if ('actions' in action) count(action.actions, rounds);
      else if (action.kind === 'update') add(callsOf([action.value], sizes), rounds, action.span);
      else add(action.network.weights.length + 1, rounds, action.span);
    }
  };
  count(actions, 1);
  for (const value of program.values.values()) add(callsOf([value], sizes), 1, value.span);
  if (total <= mostCalls) return false;
  const { span, repeated } = heaviest!;
  report(context, 'step-too-large', { calls: total, most: mostCalls, repeated }, span);
  return true;
}

/** The calls that the roots depend on; those in the body of a network count once for each use. */
function callsOf(roots: readonly Expression[], sizes: Map<Network, number>): number {
  let calls = 0;
  visit(roots, (e) => {
    if (e.kind === 'call' || e.kind === 'gradient') calls++;
    if (e.kind === 'apply') calls += sizeOf(e.network, sizes);
  });
  return calls;
}

function sizeOf(network: Network, sizes: Map<Network, number>): number {
  const known = sizes.get(network);
  if (known !== undefined) return known;
  const size = callsOf([network.body], sizes) + 1;
  sizes.set(network, size);
  return size;
}
