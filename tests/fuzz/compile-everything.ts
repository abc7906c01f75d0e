/** Compiles all graphs that a run makes: values, losses, reports, the first step, and each network by itself. */
import { compile } from '../../src/compiler/compile.ts';
import type { Distribution } from '../../src/compiler/graph/graph.ts';
import { groupSizes, roundedUp, unitOf } from '../../src/compiler/program/groups.ts';
import type { Expression, Network, NetworkParameter, Program } from '../../src/compiler/program/program.ts';

export function compileEverything(program: Program): void {
  const model = compile(program);
  const batch = program.training?.phases[0]?.batch ?? 2;
  const named: readonly (readonly [string, Expression])[] = [
    ...program.values,
    ...[...program.losses].map(([name, loss]) => [name, loss.value] as const),
    ...[...program.networks.values()].map((network) => [`network ${network.name}`, applied(network)] as const),
  ];
  const whole = (atLeast: number, roots: readonly Expression[]): number =>
    roundedUp(atLeast, unitOf(groupSizes(roots)));
  const values = new Map(named.flatMap(([name, value]) => singleValues(name, value)));
  model.values('values', values, { batch: whole(batch, [...values.values()]) });
  for (const { inputs, using } of program.observations) {
    model.values('report', new Map(inputs.map((input, i) => [`input_${i}`, input])), {
      batch: whole(2, inputs),
      using,
    });
  }
  if (program.training) for (const { start } of model.timeline.phases) model.step(start);
}

/** The outputs of a graph are single values. */
function singleValues(name: string, value: Expression): (readonly [string, Expression])[] {
  const { type, span } = value;
  if (type.kind === 'tensor') return [[name, value]];
  return type.fields.map((f) => [`${name}.${f.name}`, { kind: 'field', of: value, name: f.name, type: f.type, span }]);
}

/** A network applied to draws, since the spec need not use it anywhere. */
function applied(network: Network): Expression {
  const { name, result, span } = network;
  const draws = network.parameters.map((parameter) => drawn(`${name}/${parameter.name}`, parameter));
  return { kind: 'apply', network, arguments: draws, path: `fuzz/${name}`, type: result, span };
}

function drawn(path: string, { type, span }: NetworkParameter): Expression {
  const distribution: Distribution =
    type.meaning === 'class' ? { kind: 'categorical', classes: type.classes! } : { kind: 'normal', mean: 0, std: 1 };
  return { kind: 'draw', path, distribution, type, span };
}
