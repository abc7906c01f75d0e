/** TensorFlow's GraphDef as plain data, and a builder for it. `saved-model.ts` encodes it. */

export type DataType =
  'float32' | 'bfloat16' | 'float64' | 'uint8' | 'int32' | 'int64' | 'uint32' | 'uint64' | 'bool' | 'resource';

/** An attribute of a node, keyed by the field of TensorFlow's `AttrValue` that holds it. */
export type AttrValue =
  | { readonly type: DataType }
  | { readonly i: number }
  | { readonly f: number }
  | { readonly b: boolean }
  | { readonly s: string }
  | { readonly ints: readonly number[] }
  /** Null if the shape is not known in advance. */
  | { readonly shape: readonly number[] | null }
  | { readonly tensor: TensorValue };

export interface TensorValue {
  readonly dtype: DataType;
  readonly shape: readonly number[];
  /** Row-major; a single number fills the shape. */
  readonly values: readonly number[];
}

export type Attrs = Readonly<Record<string, AttrValue>>;

export interface NodeDef {
  readonly name: string;
  readonly op: string;
  /** `name` (a node's first output), `name:1` (its second), or `^name` for a node that merely has to run first. */
  readonly inputs: readonly string[];
  readonly attrs: Attrs;
  /** How many outputs it has; 1 if omitted. */
  readonly outputs?: number;
}

/** Adds nodes under generated names, `prefix/op_n`, unless one is given. Equal constants are shared. */
export class GraphDefBuilder {
  readonly nodes: NodeDef[];
  private readonly prefix: string;
  private readonly constants = new Map<string, string>();
  private reserved = 0;
  /** Constants run after this node, which places them in its frame. */
  private readonly frame: string | undefined;

  constructor(prefix: string, nodes: NodeDef[] = [], frame?: string) {
    this.prefix = prefix;
    this.nodes = nodes;
    this.frame = frame;
  }

  add(op: string, inputs: readonly string[], attrs: Attrs = {}, name?: string): string {
    const full = `${this.prefix}/${name ?? `${op}_${this.nodes.length}`}`;
    this.addNamed(full, op, inputs, attrs);
    return full;
  }

  /** A full name for a node that is to be added later, by `addNamed`, because others that come first refer to it. */
  unusedName(word: string): string {
    return `${this.prefix}/${word}_${this.nodes.length}_${this.reserved++}`;
  }

  addNamed(name: string, op: string, inputs: readonly string[], attrs: Attrs): void {
    this.nodes.push({ name, op, inputs, attrs });
  }

  /** A builder of nodes in the frame of a loop, to which `node` belongs; they are added to the same graph. */
  within(node: string): GraphDefBuilder {
    return new GraphDefBuilder(this.prefix, this.nodes, node);
  }

  /** Adds an op of two outputs; returns the names of both. */
  addPair(op: string, inputs: readonly string[], attrs: Attrs): readonly [string, string] {
    const name = `${this.prefix}/${op}_${this.nodes.length}`;
    this.nodes.push({ name, op, inputs, attrs, outputs: 2 });
    return [name, `${name}:1`];
  }

  constant(dtype: DataType, shape: readonly number[], values: readonly number[]): string {
    const key = `${dtype}[${shape.join()}]=${values.join()}`;
    const known = this.constants.get(key);
    if (known !== undefined) return known;
    const name = this.add('Const', this.frame === undefined ? [] : [`^${this.frame}`], {
      dtype: { type: dtype },
      value: { tensor: { dtype, shape, values } },
    });
    this.constants.set(key, name);
    return name;
  }

  /** A constant vector of integers, the form in which TensorFlow takes shapes, axes and sizes. */
  integers(values: readonly number[]): string {
    return this.constant('int32', [values.length], values);
  }

  integer(value: number): string {
    return this.constant('int32', [], [value]);
  }
}
