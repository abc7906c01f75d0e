/** Where the specs of the package are. */
import { fileURLToPath } from 'node:url';

/** Seen from here as from the bundle, `dist/cli/main.js`, which is why this file stands beside `main.ts`. */
export const specsFolder = fileURLToPath(new URL('../../specs/', import.meta.url));
