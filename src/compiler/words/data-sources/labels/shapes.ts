/** The kinds of drawn shapes. */
export const shapeKinds = ['circle', 'square', 'triangle', 'star'] as const;
export type ShapeKind = (typeof shapeKinds)[number];

/** What is true or not of a drawn shape; each is so for half of them, whatever the others are. */
export const shapeAttributes = ['large', 'bright', 'warm', 'left', 'upper'] as const;
export type ShapeAttribute = (typeof shapeAttributes)[number];
