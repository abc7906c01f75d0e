/** How much there is to compile, found without compiling it: a spec may be right and far too large for a test. */
import { actionsOf } from '../../src/compiler/program/actions.ts';
import type { Action, Expression, Network, Program } from '../../src/compiler/program/program.ts';
import { visit } from '../../src/compiler/program/walk.ts';

/** Approximately the number of nodes of the graphs that {@link compileEverything} makes. */
export function estimatedNodes(program: Program): number {
  const bodies = new Map<Network, number>();
  const ofBody = (network: Network): number => {
    const known = bodies.get(network);
    if (known !== undefined) return known;
    const nodes = ofExpression(network.body);
    bodies.set(network, nodes);
    return nodes;
  };
  const ofExpression = (root: Expression): number => {
    let nodes = 0;
    visit([root], (e) => {
      if (e.kind === 'gradient') nodes += 3 * ofExpression(e.of);
      else nodes += e.kind === 'apply' ? 1 + ofBody(e.network) : 1;
    });
    return nodes;
  };
  const ofActions = (actions: readonly Action[]): number => actions.reduce((sum, action) => sum + ofAction(action), 0);
  const ofAction = (action: Action): number => {
    switch (action.kind) {
      case 'repeat':
        return action.count * ofActions(action.actions);
      case 'every':
      case 'simultaneously':
        return ofActions(action.actions);
      case 'minimize':
        return 4 * (action.accumulating ?? 1) * ofExpression(action.loss.value) + 10 * weightsOf(action.networks);
      case 'update':
        return ofExpression(action.value);
      default:
        return 4 * weightsOf([action.network]);
    }
  };
  const values = [...program.values.values(), ...program.observations.flatMap((report) => report.inputs)];
  const bodiesOfAll = [...program.networks.values()].map(ofBody);
  return [...values.map(ofExpression), ...bodiesOfAll, ofActions(actionsOf(program.training))].reduce(
    (sum, nodes) => sum + nodes,
    0,
  );
}

const weightsOf = (networks: readonly Network[]): number =>
  networks.reduce((sum, network) => sum + network.weights.length, 0);
