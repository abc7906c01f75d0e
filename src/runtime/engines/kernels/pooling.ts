/** Pooling over windows of NHWC images. Cells of the padding never count. */
import { coveredAlong, poolingWindowsOf } from '../../../compiler/ops/windows.ts';
import type { KernelNode, KernelRow, KernelTable, Values } from './kernel.ts';
import { filling } from './kernel.ts';

interface Windows {
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  readonly perImage: number;
  /**
   * For each row of windows, the rows of the image that it covers; for each column of windows, the columns: half-open
   * ranges.
   */
  readonly down: readonly (readonly [number, number])[];
  readonly across: readonly (readonly [number, number])[];
}

function windowsOf({ op, attributes }: KernelNode, image: readonly number[]): Windows {
  const [batch, rows, columns, channels] = image as [number, number, number, number];
  const [down, across] = poolingWindowsOf(op, attributes);
  return {
    batch,
    rows,
    columns,
    channels,
    perImage: rows * columns * channels,
    down: coveredAlong(down, rows),
    across: coveredAlong(across, columns),
  };
}

/**
 * Visits each window: the index of its first channel in the pooled image, the start of its image, and the rows and
 * columns that it covers.
 */
function visitWindows(
  { batch, channels, perImage, down, across }: Windows,
  visit: (pooled: number, start: number, rows: readonly [number, number], columns: readonly [number, number]) => void,
): void {
  let pooled = 0;
  for (let n = 0; n < batch; n++) {
    for (const rows of down) {
      for (const columns of across) {
        visit(pooled, n * perImage, rows, columns);
        pooled += channels;
      }
    }
  }
}

/** Visits, for each cell of the pooled image, the first maximum of its window, in row-major order. */
function visitMaxima(windows: Windows, image: Values, visit: (pooled: number, cell: number) => void): void {
  const { columns: width, channels } = windows;
  visitWindows(windows, (pooled, start, rows, columns) => {
    for (let c = 0; c < channels; c++) {
      let best = start + (rows[0] * width + columns[0]) * channels + c;
      for (let y = rows[0]; y < rows[1]; y++) {
        for (let x = columns[0]; x < columns[1]; x++) {
          const at = start + (y * width + x) * channels + c;
          if (image[at]! > image[best]!) best = at;
        }
      }
      visit(pooled + c, best);
    }
  });
}

/** Calls `visit` for each cell of the image that counts towards a pooled cell, with its share. */
function visitShares(windows: Windows, visit: (pooled: number, cell: number, share: number) => void): void {
  const { columns: width, channels } = windows;
  visitWindows(windows, (pooled, start, rows, columns) => {
    const share = 1 / ((rows[1] - rows[0]) * (columns[1] - columns[0]));
    for (let y = rows[0]; y < rows[1]; y++) {
      for (let x = columns[0]; x < columns[1]; x++) {
        const at = start + (y * width + x) * channels;
        for (let c = 0; c < channels; c++) visit(pooled + c, at + c, share);
      }
    }
  });
}

const maximum = (write: (output: Values, windows: Windows, image: Values, gradient: Values) => void): KernelRow =>
  filling((node) => {
    const windows = windowsOf(node, node.inputs[0]!.shape);
    return (output, image, _, gradient) => write(output, windows, image!, gradient!);
  });

export const poolingKernels: KernelTable = {
  MaxPool: maximum((output, windows, image) =>
    visitMaxima(windows, image, (pooled, cell) => {
      output[pooled] = image[cell]!;
    }),
  ),
  MaxPoolGrad: maximum((output, windows, image, gradient) => {
    output.fill(0);
    visitMaxima(windows, image, (pooled, cell) => {
      output[cell]! += gradient[pooled]!;
    });
  }),
  MaxPoolGradGrad: maximum((output, windows, image, gradient) =>
    visitMaxima(windows, image, (pooled, cell) => {
      output[pooled] = gradient[cell]!;
    }),
  ),
  AvgPool: filling((node) => {
    const windows = windowsOf(node, node.inputs[0]!.shape);
    return (output, image) => {
      output.fill(0);
      visitShares(windows, (pooled, cell, share) => {
        output[pooled]! += share * image![cell]!;
      });
    };
  }),
  AvgPoolGrad: filling((node) => {
    const windows = windowsOf(node, node.output.shape);
    return (output, gradient) => {
      output.fill(0);
      visitShares(windows, (pooled, cell, share) => {
        output[cell]! += share * gradient![pooled]!;
      });
    };
  }),
};
