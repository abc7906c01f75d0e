/** Scripts of workers that are made on the page, so that a bundler has nothing to find. */

export const urlOfScript = (...parts: readonly string[]): string =>
  URL.createObjectURL(new Blob([...parts], { type: 'text/javascript' }));

/** Why a worker failed: an error without a message is one of loading its script. */
export const failureOf = ({ message }: ErrorEvent): string =>
  message || "its script was refused: allow `blob:` in the page's `worker-src`";
