/** Traversals of the tree that treat all kinds alike: one table lists the children of each. */
import { actions } from './declarations/actions.ts';
import { declarations, partChildren } from './declarations/index.ts';
import type { Expression, Node, NodeOfKind, Spec } from './tree.ts';
import type { Children } from './tree/children.ts';

type Rows = { readonly [K in Node['kind']]: Children<NodeOfKind<K>> };

type Syntaxes = Readonly<Record<string, { readonly children: Readonly<Record<string, true>> }>>;
const childrenOf = <K extends string>(syntaxes: Syntaxes): Pick<Rows, K & keyof Rows> =>
  Object.fromEntries(Object.entries(syntaxes).map(([kind, syntax]) => [kind, syntax.children])) as never;

const rows: Rows = {
  spec: { declarations: true },
  ...childrenOf<keyof typeof declarations>(declarations),
  ...partChildren,
  ...childrenOf<keyof typeof actions>(actions),
  unknown: { head: true },
  parameter: { name: true, type: true, default: true },

  body: { bindings: true, result: true },
  'let-binding': { name: true, value: true },
  'draw-binding': { draw: true },
  'update-binding': { target: true, value: true },
  'weight-binding': { name: true, type: true, initializer: true },
  'state-binding': { name: true, type: true, initializer: true, value: true },
  draw: { name: true, distribution: true, arguments: true, shape: true },

  'tensor-type': { name: true, arguments: true, shape: true, range: true },
  'tuple-type': { fields: true },
  field: { name: true, type: true },

  number: {},
  string: {},
  boolean: {},
  name: {},
  call: { namespace: true, callee: true, arguments: true },
  argument: { name: true, value: true },
  member: { object: true, member: true },
  index: { object: true, indices: true },
  all: {},
  'new-axis': {},
  at: { value: true },
  unary: { operand: true },
  binary: { left: true, right: true },
  pipe: { input: true, stages: true },
  'call-stage': { namespace: true, callee: true, arguments: true },
  'repeat-stage': { count: true, stages: true },
  'for-stage': { variable: true, over: true, stages: true },
  'if-stage': { condition: true, then: true, otherwise: true },
  list: { items: true },
  tuple: { fields: true },
  'tuple-field': { name: true, value: true },
  parenthesized: { expression: true },
  if: { condition: true, then: true, otherwise: true },
  scan: { variable: true, over: true, carried: true, body: true },
  'carried-value': { name: true, value: true },
  range: { low: true, high: true },
  duration: { count: true },
  transition: { from: true, to: true },
  missing: {},

  identifier: {},
  'name-reference': { namespace: true, name: true },
};

/** The keys of each kind that hold its children, in text order. */
export const childKeys = Object.fromEntries(
  Object.entries(rows).map(([kind, row]) => [kind, Object.keys(row)]),
) as unknown as { readonly [K in Node['kind']]: readonly string[] };

/** The direct children of a node, in text order. */
export function children(node: Node): readonly Node[] {
  const held = node as unknown as Readonly<Record<string, Node | readonly Node[] | undefined>>;
  return childKeys[node.kind].flatMap((key) => held[key] ?? []);
}

/** Like `children`, but without making an array: for traversing whole trees on each keystroke. */
export function forEachChild(node: Node, visit: (child: Node) => void): void {
  const held = node as unknown as Readonly<Record<string, Node | readonly Node[] | undefined>>;
  for (const key of childKeys[node.kind] as readonly string[]) {
    const child = held[key];
    if (Array.isArray(child)) for (const one of child as readonly Node[]) visit(one);
    else if (child) visit(child as Node);
  }
}

/**
 * Traverses a tree in text order, calling `enter` before a node's children and `leave` after them.
 *
 * @param enter returns false to skip the children; `leave` is called all the same.
 */
export function walk(node: Node, enter: (node: Node) => boolean | void, leave?: (node: Node) => void): void {
  if (enter(node) !== false) for (const child of children(node)) walk(child, enter, leave);
  leave?.(node);
}

/**
 * The path from the spec to the innermost node at an offset. Where one node ends and no other begins, the one that ends
 * counts, so that a cursor right after a name finds it.
 */
export function nodeAt(root: Spec, offset: number): readonly Node[] {
  const path: Node[] = [];
  for (let next: Node | undefined = root; next !== undefined; next = childAt(next, offset)) path.push(next);
  return path;
}

/** The child that contains the offset; else the last one that ends there; else an empty one for missing text. */
function childAt(node: Node, offset: number): Node | undefined {
  const touching = children(node).filter(({ span }) => span.start <= offset && offset <= span.end);
  return (
    touching.find(({ span }) => offset < span.end) ??
    touching.findLast(({ span }) => span.start < span.end) ??
    touching[0]
  );
}

/** The expression inside any number of parentheses. */
export function withoutParentheses(expression: Expression): Expression {
  let inner = expression;
  while (inner.kind === 'parenthesized') inner = inner.expression;
  return inner;
}
