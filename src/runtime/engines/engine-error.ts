import { UserError } from '../user-error.ts';

/** What an engine cannot do for the caller; the message says what, why and the way out. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

/** An engine that cannot be used here, or not any more: not installed, of another version, no device, out of memory. */
export class EngineUnavailableError extends UserError {
  override readonly name: string = 'EngineUnavailableError';
}

/** A device without room for what it is to compute. */
export class OutOfMemoryError extends EngineUnavailableError {
  override readonly name = 'OutOfMemoryError';

  constructor(message: string, options?: ErrorOptions) {
    super(message, 'take a smaller batch or smaller networks; `gan inspect` predicts the memory of a step', options);
  }
}
