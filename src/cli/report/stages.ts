/** What `gan inspect --emit` can show, in the order of the pipeline. */
export const stages = ['tokens', 'tree', 'symbols', 'types', 'graph', 'step', 'plan'] as const;
export type Stage = (typeof stages)[number];
