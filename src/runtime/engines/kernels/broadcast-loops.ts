/** Loops over operands of different shapes, with NumPy's broadcasting. */

/** For each axis of the output, the step in the operand; 0 where the operand is stretched. */
function stepsOf(shape: readonly number[], output: readonly number[]): number[] {
  const missing = output.length - shape.length;
  const steps = output.map(() => 0);
  for (let axis = shape.length - 1, step = 1; axis >= 0; axis--) {
    const side = shape[axis]!;
    steps[axis + missing] = side === 1 ? 0 : step;
    step *= side;
  }
  return steps;
}

/** Calls `visit` for each line along the output's last axis with its start in the output and in each operand. */
export type Lines = (visit: (at: number, starts: readonly number[]) => void) => void;

export interface BroadcastPlan {
  /** Cells per line, and the step of each operand along it. */
  readonly length: number;
  readonly steps: readonly number[];
  readonly lines: Lines;
}

interface Axis {
  readonly side: number;
  readonly steps: readonly number[];
}

/** Merges neighbouring axes along which all operands step uniformly, so that equal shapes make a single line. */
export function broadcastPlan(shapes: readonly (readonly number[])[], output: readonly number[]): BroadcastPlan {
  const operandSteps = shapes.map((shape) => stepsOf(shape, output));
  const axes: Axis[] = [];
  output.forEach((side, axis) => {
    if (side === 1) return;
    const steps = operandSteps.map((all) => all[axis]!);
    const outer = axes.at(-1);
    const continues = outer?.steps.every((step, i) => step === steps[i]! * side);
    if (continues) axes[axes.length - 1] = { side: outer!.side * side, steps };
    else axes.push({ side, steps });
  });
  const line = axes.pop() ?? { side: 1, steps: shapes.map(() => 0) };
  return { length: line.side, steps: line.steps, lines: linesOver(axes, line.side, shapes.length) };
}

function linesOver(axes: readonly Axis[], length: number, operands: number): Lines {
  return (visit) => {
    const starts = Array.from({ length: operands }, () => 0);
    const counters = axes.map(() => 0);
    let at = 0;
    for (;;) {
      visit(at, starts);
      at += length;
      let axis = axes.length - 1;
      for (; axis >= 0; axis--) {
        const { side, steps } = axes[axis]!;
        counters[axis]!++;
        if (counters[axis]! < side) {
          for (let i = 0; i < operands; i++) starts[i]! += steps[i]!;
          break;
        }
        counters[axis] = 0;
        for (let i = 0; i < operands; i++) starts[i]! -= steps[i]! * (side - 1);
      }
      if (axis < 0) return;
    }
  };
}
