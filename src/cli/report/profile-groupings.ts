/** How `gan profile` can group its rows. */
export const groupings = ['line', 'layer', 'network', 'op'] as const;
export type Grouping = (typeof groupings)[number];
