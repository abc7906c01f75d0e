/**
 * Nodes for values that stay on the device: a slot holds a value and the one that it replaced, and variables are
 * written and read there, one by itself or several as a pack.
 */
import { GraphDefBuilder, type DataType } from '../../../compiler/emit/graph-def.ts';
import { sizeOf, type TensorType } from '../../../compiler/graph/graph.ts';
import type { Member, Pack } from '../../../compiler/passes/pack.ts';

/** Names of nodes to feed and to fetch. */
export interface StoredVariable {
  /** To write, feed this and fetch `written`. Variables of a pack share it; those not fed keep their values. */
  readonly value: string;
  readonly written: string;
  readonly read: string;
  /** The same for the value that the last run replaced; there is none before a run has changed the variable. */
  readonly previous: { readonly written: string; readonly read: string };
  /** The only type that may be written; null if the graphs that read it have to check. */
  readonly type: TensorType | null;
}

export class Slot {
  readonly builder: GraphDefBuilder;
  readonly handle: string;
  readonly previous: string;
  readonly dtype: DataType;
  /** Null if it is not known in advance. */
  readonly shape: readonly number[] | null;

  constructor(prefix: string, name: string, dtype: DataType, shape: readonly number[] | null) {
    const b = (this.builder = new GraphDefBuilder(prefix));
    const attrs = { dtype: { type: dtype }, shape: { shape } } as const;
    this.handle = b.add('VarHandleOp', [], { ...attrs, shared_name: { s: name } });
    this.previous = b.add('VarHandleOp', [], { ...attrs, shared_name: { s: `previous ${name}` } });
    this.dtype = dtype;
    this.shape = shape;
  }

  reads(handle: string): string {
    return this.builder.add('ReadVariableOp', [handle], { dtype: { type: this.dtype } });
  }

  writes(handle: string, value: string): string {
    const b = this.builder;
    const assign = b.add('AssignVariableOp', [handle, value], { dtype: { type: this.dtype } });
    return b.add('Identity', [b.integer(1), `^${assign}`], { T: { type: 'int32' } });
  }
}

export function storedWhole(slot: Slot): StoredVariable {
  const { builder: b, handle, previous, dtype, shape } = slot;
  const value = b.add('Placeholder', [], { dtype: { type: dtype }, shape: { shape } });
  return {
    value,
    written: slot.writes(handle, value),
    read: slot.reads(handle),
    previous: { written: slot.writes(previous, value), read: slot.reads(previous) },
    type: null,
  };
}

const float32 = { type: 'float32' } as const;
const int32 = { type: 'int32' } as const;

/** Keyed by the member's variable. */
export function storedInPack(slot: Slot, { members }: Pack): Map<string, StoredVariable> {
  const { builder: b, handle, previous } = slot;
  const [now, before] = [slot.reads(handle), slot.reads(previous)];
  const shaped = (value: string, shape: readonly number[]) =>
    b.add('Reshape', [value, b.integers(shape)], { T: float32, Tshape: int32 });
  const partOf = (vector: string, { start, shape }: Member) => {
    const place = [b.integers([start]), b.integers([sizeOf(shape)])];
    return shaped(b.add('Slice', [vector, ...place], { T: float32, Index: int32 }), shape);
  };
  const parts = members.map((member) => {
    const read = partOf(now, member);
    const value = b.add('PlaceholderWithDefault', [read], { dtype: float32, shape: { shape: member.shape } });
    return { member, value, read, readBefore: partOf(before, member) };
  });
  const lines = parts.map(({ value }) => shaped(value, [-1]));
  const vector = b.add('ConcatV2', [...lines, b.integer(0)], { N: { i: lines.length }, T: float32, Tidx: int32 });
  const [written, writtenBefore] = [slot.writes(handle, vector), slot.writes(previous, vector)];
  return new Map(
    parts.map(({ member: { variable, shape }, value, read, readBefore }) => {
      const type = { dtype: 'float32', shape } as const;
      return [variable, { value, written, read, previous: { written: writtenBefore, read: readBefore }, type }];
    }),
  );
}
