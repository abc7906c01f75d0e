/** JavaScript's messages when there is no memory for an array, a WebAssembly memory or a message to a thread. */
const failures =
  /^(Array buffer allocation failed|Invalid (typed array|array buffer) length|WebAssembly\.Memory|Data cannot be cloned, out of memory)/;

export const isAllocationFailure = (error: unknown): boolean =>
  (error instanceof RangeError || error instanceof DOMException) && failures.test(error.message);
