/** The version of this package, as in package.json, which a test ensures. */
export const version = '0.1.0';
