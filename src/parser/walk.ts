/** Ways through the tree that do not know any kind by name: the children of every kind are in one table. */
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
  range: { low: true, high: true },
  duration: { count: true },
  transition: { from: true, to: true },
  missing: {},

  identifier: {},
  'name-reference': { namespace: true, name: true },
};

/** The keys of each kind that hold its children, in the order of the text. */
export const childKeys = Object.fromEntries(
  Object.entries(rows).map(([kind, row]) => [kind, Object.keys(row)]),
) as unknown as { readonly [K in Node['kind']]: readonly string[] };

/** The nodes right below one, in the order of the text. */
export function children(node: Node): readonly Node[] {
  const held = node as unknown as Readonly<Record<string, Node | readonly Node[] | undefined>>;
  return childKeys[node.kind].flatMap((key) => held[key] ?? []);
}

/** As `children`, without a list: for going through whole trees on each keystroke. */
export function forEachChild(node: Node, visit: (child: Node) => void): void {
  const held = node as unknown as Readonly<Record<string, Node | readonly Node[] | undefined>>;
  for (const key of childKeys[node.kind] as readonly string[]) {
    const child = held[key];
    if (Array.isArray(child)) for (const one of child as readonly Node[]) visit(one);
    else if (child) visit(child as Node);
  }
}

/**
 * Goes through a tree in the order of the text: `enter` before a node's children, `leave` after them.
 *
 * @param enter returns false where what lies below is to be left out; `leave` is called all the same.
 */
export function walk(node: Node, enter: (node: Node) => boolean | void, leave?: (node: Node) => void): void {
  if (enter(node) !== false) for (const child of children(node)) walk(child, enter, leave);
  leave?.(node);
}

/**
 * The way from the spec to the smallest node at an offset. Where one node ends and no other begins, the one that ends
 * counts, so that a cursor right behind a name finds it.
 */
export function nodeAt(root: Spec, offset: number): readonly Node[] {
  const path: Node[] = [];
  for (let next: Node | undefined = root; next !== undefined; next = childAt(next, offset)) path.push(next);
  return path;
}

/** The child that holds the offset; else one that ends there; else what is missing there. */
function childAt(node: Node, offset: number): Node | undefined {
  const touching = children(node).filter(({ span }) => span.start <= offset && offset <= span.end);
  return (
    touching.find(({ span }) => offset < span.end) ??
    touching.findLast(({ span }) => span.start < span.end) ??
    touching[0]
  );
}

/** What stands inside of parentheses, however many there are. */
export function withoutParentheses(expression: Expression): Expression {
  let inner = expression;
  while (inner.kind === 'parenthesized') inner = inner.expression;
  return inner;
}
