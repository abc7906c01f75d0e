/**
 * A training step as one graph: minibatch, draws and variables in; losses and new variables out. `repeat` is unrolled,
 * and so are the minibatches of an accumulated gradient.
 * `every` gives variants: the set of blocks that are due determines the graph of a step.
 */
import type {
  Action,
  AverageAction,
  ClipAction,
  EveryAction,
  Expression,
  MinimizeAction,
  Network,
  Optimizer,
  Program,
  Rate,
  ScheduleExpression,
  UpdateAction,
} from '../program/program.ts';
import { countRounds, roundsOf } from '../program/rounds.ts';
import type { TimedPhase, Timeline } from '../program/timeline.ts';
import { scopeOfUpdate } from '../program/scopes.ts';
import { clipGradients, lengthOf, type Clipping } from '../words/gradient-clipping.ts';
import { complement, type Scalar } from '../words/optimizers.ts';
import { startGraph } from '../graph-semantics/build.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import type { Graph, NodeId } from '../graph/graph.ts';
import { gradients } from '../passes/differentiate.ts';
import { clock } from './clock.ts';
import { CurrentVariables } from './current-variables.ts';
import { lowerer } from './lowering.ts';
import { at } from './site.ts';
import { counterType, iterationsPath, slotPath, statePath, stepPath } from './variables.ts';

export interface StepOptions {
  readonly timeline: Timeline;
  /** The phase to which the step belongs. */
  readonly current: TimedPhase;
  /** The `every` blocks that are due. */
  readonly due: ReadonlySet<EveryAction>;
}

export function lowerStep(program: Program, options: StepOptions): Graph {
  const step = new Step(program, options);
  step.run(options.current.phase.actions, 0);
  return step.finish();
}

/** The variables of a graph under construction: inputs until they are written. */
export class GraphVariables extends CurrentVariables {
  constructor(builder: GraphBuilder) {
    super(builder, (path, type) => builder.input(path, type, { kind: 'variable', variable: path }));
  }

  /** Increments a counter and returns its new value. */
  count(path: string): NodeId {
    const { builder } = this;
    const next = builder.add('AddV2', [this.readAs(path, counterType), builder.constant(1, [], 'int32')]);
    this.write(path, next);
    return next;
  }

  /** The current value of a counter. */
  counted(path: string): NodeId {
    return this.readAs(path, counterType);
  }

  /** Makes the written values outputs: the next values of their variables. */
  output(): void {
    for (const [path, value] of this.written) this.builder.output(path, value, 'variable');
  }
}

/** A loss, and its gradient by each of the weights that it is minimised over. */
interface Descent {
  readonly loss: NodeId;
  readonly gradient: readonly NodeId[];
}

class Step {
  private readonly builder: GraphBuilder;
  private readonly variables: GraphVariables;
  private readonly options: StepOptions;
  private readonly schedule: (e: ScheduleExpression) => NodeId;
  /** Keyed by loss: its value in the last round. */
  private readonly losses = new Map<string, NodeId>();
  private readonly gradientNorms = new Map<string, NodeId>();
  private rounds = 1;

  constructor(program: Program, options: StepOptions) {
    const { timeline, current } = options;
    this.builder = startGraph(`${program.name}/${current.phase.name ?? 'step'}`);
    this.variables = new GraphVariables(this.builder);
    this.options = options;
    this.schedule = clock(this.builder, (path) => this.variables.counted(path), timeline, current);
  }

  run(actions: readonly Action[], round: number): void {
    for (const action of actions) {
      switch (action.kind) {
        case 'minimize':
          this.update(action, this.descent(action, round));
          break;
        case 'simultaneously': {
          const descents = action.actions.map((each) => this.descent(each, round));
          for (const [i, each] of action.actions.entries()) this.update(each, descents[i]!);
          break;
        }
        case 'repeat':
          for (let i = 0; i < action.count; i++) this.run(action.actions, this.nextRound());
          break;
        case 'every':
          if (this.options.due.has(action)) this.run(action.actions, round);
          else this.rounds += countRounds(action.actions);
          break;
        case 'clip':
          this.clip(action);
          break;
        case 'average':
          this.average(action);
          break;
        case 'update':
          this.setState(action, round);
      }
    }
  }

  finish(): Graph {
    this.variables.count(stepPath);
    for (const [name, node] of this.losses) this.builder.output(name, node);
    for (const [name, node] of this.gradientNorms) this.builder.output(`${name}.gradient_norm`, node);
    this.variables.output();
    return this.builder.build();
  }

  private readonly nextRound = (): number => this.rounds++;

  /** The loss and its gradient: the means over all minibatches, if it is accumulated. */
  private descent(action: MinimizeAction, round: number): Descent {
    const [first, ...others] = roundsOf(action, round, this.nextRound);
    const b = this.builder;
    let sum = this.descentIn(action, first!);
    if (others.length === 0) return sum;
    const inUpdate = <T>(make: () => T): T => at(b, action.span, scopeOfUpdate(action), make);
    for (const other of others) {
      const next = this.descentIn(action, other);
      const plus = (x: NodeId, y: NodeId): NodeId => b.add('AddV2', [x, y]);
      const before = sum;
      sum = inUpdate(() => ({
        loss: plus(before.loss, next.loss),
        gradient: before.gradient.map((g, i) => plus(g, next.gradient[i]!)),
      }));
    }
    const share = b.constant(1 / (1 + others.length));
    const mean = (x: NodeId): NodeId => b.add('Mul', [x, share]);
    return inUpdate(() => ({ loss: mean(sum.loss), gradient: sum.gradient.map(mean) }));
  }

  private descentIn({ loss, networks }: MinimizeAction, round: number): Descent {
    const value = this.lowerer(round, new Set(networks.map((n) => n.name)))(loss.value);
    const weights = trainable(networks).map((w) => this.variables.read(w.path, w.shape));
    return { loss: value, gradient: gradients(this.builder, value, weights) };
  }

  private update(action: MinimizeAction, { loss, gradient }: Descent): void {
    const { networks, optimizer, span } = action;
    const { builder: b, variables } = this;
    this.losses.set(action.loss.name, loss);
    at(b, span, scopeOfUpdate(action), () => {
      // Worth watching, and the first value to go when something overflows.
      this.gradientNorms.set(action.loss.name, lengthOf(b, gradient));
      const clipped = clipGradients(b, gradient, this.clippingOf(optimizer));
      const iteration = b.add('Cast', [variables.count(iterationsPath(optimizer))], { dtype: 'float32' });
      const settings = this.settings(optimizer);
      const learningRate = this.node(settings['learning_rate'] as Scalar);
      const names = optimizer.definition.slots(optimizer.settings);
      for (const [i, { path, shape }] of trainable(networks).entries()) {
        const slots = Object.fromEntries(
          names.map((name) => [name, variables.read(slotPath(optimizer, path, name), shape)]),
        );
        const weight = variables.read(path, shape);
        const updated = optimizer.definition.update({
          builder: b,
          weight,
          gradient: clipped[i]!,
          learningRate,
          iteration,
          slots,
          settings,
        });
        variables.write(path, updated.weight);
        for (const [name, node] of Object.entries(updated.slots))
          variables.write(slotPath(optimizer, path, name), node);
      }
    });
  }

  private clippingOf({ settings }: Optimizer): Clipping {
    const [value, norm] = [settings['clip_value'], settings['clip_norm']] as (Rate | undefined)[];
    return {
      ...(value !== undefined && { value: this.node(this.scalar(value)) }),
      ...(norm !== undefined && { norm: this.node(this.scalar(norm)) }),
    };
  }

  /** The settings of an optimizer as they are at this step. */
  private settings({ settings }: Optimizer): Record<string, Scalar | boolean> {
    return Object.fromEntries(
      Object.entries(settings).map(([name, s]) => [name, typeof s === 'boolean' ? s : this.scalar(s)]),
    );
  }

  private scalar(rate: Rate): Scalar {
    return typeof rate === 'number' ? rate : { node: this.lowerer(0, new Set())(rate) };
  }

  private node(scalar: Scalar): NodeId {
    return typeof scalar === 'number' ? this.builder.constant(scalar) : scalar.node;
  }

  private lowerer(round: number, trained: ReadonlySet<string>): (e: Expression) => NodeId {
    const { builder, variables, schedule } = this;
    const { batch } = this.options.current.phase;
    return lowerer({ builder, variables, schedule, mode: 'training', batch, round, trained });
  }

  private clip(action: ClipAction): void {
    const { network, low, high, span } = action;
    const { builder: b, variables } = this;
    at(b, span, scopeOfUpdate(action), () => {
      const [least, most] = [low, high].map((end) => this.node(this.scalar(end))) as [NodeId, NodeId];
      for (const weight of trainable([network])) {
        const atLeast = b.add('Maximum', [variables.read(weight.path, weight.shape), least]);
        variables.write(weight.path, b.add('Minimum', [atLeast, most]));
      }
    });
  }

  private average(action: AverageAction): void {
    const { network, average, decay, span } = action;
    const { builder: b, variables } = this;
    at(b, span, scopeOfUpdate(action), () => {
      const kept = this.scalar(decay);
      for (const { path, shape } of network.weights) {
        const averaged = average.name + path.slice(network.name.length);
        const old = b.add('Mul', [variables.read(averaged, shape), this.node(kept)]);
        const now = b.add('Mul', [variables.read(path, shape), this.node(complement(b, kept))]);
        variables.write(averaged, b.add('AddV2', [old, now]));
      }
    });
  }

  private setState(action: UpdateAction, round: number): void {
    const { state, value, span } = action;
    const next = this.lowerer(round, new Set())(value);
    at(this.builder, span, scopeOfUpdate(action), () => this.variables.write(statePath(state), next));
  }
}

/** The trainable weights, each once, in the order of the networks. */
function trainable(networks: readonly Network[]) {
  const weights = networks.flatMap((n) => n.weights.filter((w) => w.trainable));
  return [...new Map(weights.map((w) => [w.path, w])).values()];
}
