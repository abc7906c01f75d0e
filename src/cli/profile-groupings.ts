/** What the rows of a profile's table can be. */
export const groupings = ['line', 'layer', 'network', 'op'] as const;
export type Grouping = (typeof groupings)[number];
