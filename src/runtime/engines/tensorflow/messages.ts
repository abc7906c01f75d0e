/** Rephrases TensorFlow's messages for people who train. */
import { EngineError, EngineUnavailableError, OutOfMemoryError } from '../engine-error.ts';
import { TensorflowMessage } from './worker-thread.ts';

/** TensorFlow's own messages address its programmers. */
export function explained(error: unknown, device: string): unknown {
  if (!(error instanceof TensorflowMessage)) return error;
  const text = error.message.replace(/^Session fail to run with error: /, '');
  if (/OOM|out of memory|ResourceExhausted|Failed to allocate/i.test(text)) {
    return new OutOfMemoryError(`${device} is out of memory`, { cause: error });
  }
  const index = /indices\[(\d+)\][^=]*= (-?\d+) is not in \[0, (\d+)\)/.exec(text);
  if (index) {
    return new EngineError(
      `index ${index[2]} at place ${index[1]} is not in 0 … ${Number(index[3]) - 1}; check the labels or tokens that are fed`,
    );
  }
  return new EngineUnavailableError(
    `the engine \`tensorflow\` failed: ${text}`,
    'the last checkpoint is whole: go on from it with `gan train --resume`, with `--engine wasm` if it fails again',
    { cause: error },
  );
}
