import { UserError } from '../user-error.ts';

/** Something an engine cannot do for its caller; the message says what, why, and what to do about it. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

/** An engine that cannot be used here, or no longer: not installed, the wrong version, no device, out of memory. */
export class EngineUnavailableError extends UserError {
  override readonly name: string = 'EngineUnavailableError';
}

/** A device without enough memory for its task. */
export class OutOfMemoryError extends EngineUnavailableError {
  override readonly name = 'OutOfMemoryError';

  constructor(message: string, options?: ErrorOptions) {
    super(message, 'take a smaller batch or smaller networks; `gan inspect` predicts the memory of a step', options);
  }
}
