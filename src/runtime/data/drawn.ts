import type { OpenSource } from './source.ts';
import { threadSource } from './thread-source.ts';
import type { DrawingName, DrawingParameters } from './thread/drawings/index.ts';
import type { Drawn } from './thread/examples.ts';

/** Needs no files: the data thread draws each example on first use. */
export const openDrawn =
  <Name extends DrawingName>(
    name: Name,
  ): OpenSource<DrawingParameters<Name> & { readonly size: number; readonly seed: number }> =>
  (parameters, fields, { thread }) => {
    const { size, seed } = parameters;
    return threadSource({ name, fields, size, store: { kind: 'drawn', name, seed, parameters } as Drawn }, thread);
  };
