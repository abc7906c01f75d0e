/** What an engine cannot do for the caller; the message says what, why and the way out. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}
