/**
 * Encodes a SavedModel: the messages of TensorFlow's saved_model.proto, meta_graph.proto, graph.proto and those they
 * need, with only the fields used here (numbered as in the .proto files).
 */
import protobuf from 'protobufjs/light.js';
import type { AttrValue, DataType, NodeDef, TensorValue } from './graph-def.ts';

const field = (id: number, type: string) => ({ id, type });
const repeated = (id: number, type: string) => ({ id, type, rule: 'repeated' });
const mapOf = (id: number, type: string) => ({ id, keyType: 'string', type });

const types = protobuf.Root.fromJSON({
  nested: {
    Dim: { fields: { size: field(1, 'int64') } },
    TensorShapeProto: { fields: { dim: repeated(2, 'Dim'), unknown_rank: field(3, 'bool') } },
    TensorProto: {
      fields: {
        dtype: field(1, 'int32'),
        tensor_shape: field(2, 'TensorShapeProto'),
        tensor_content: field(4, 'bytes'),
      },
    },
    ListValue: { fields: { i: { ...repeated(3, 'int64'), options: { packed: true } } } },
    AttrValue: {
      fields: {
        list: field(1, 'ListValue'),
        s: field(2, 'bytes'),
        i: field(3, 'int64'),
        f: field(4, 'float'),
        b: field(5, 'bool'),
        type: field(6, 'int32'),
        shape: field(7, 'TensorShapeProto'),
        tensor: field(8, 'TensorProto'),
      },
      oneofs: { value: { oneof: ['list', 's', 'i', 'f', 'b', 'type', 'shape', 'tensor'] } },
    },
    NodeDef: {
      fields: {
        name: field(1, 'string'),
        op: field(2, 'string'),
        input: repeated(3, 'string'),
        device: field(4, 'string'),
        attr: mapOf(5, 'AttrValue'),
      },
    },
    VersionDef: { fields: { producer: field(1, 'int32'), min_consumer: field(2, 'int32') } },
    GraphDef: { fields: { node: repeated(1, 'NodeDef'), versions: field(4, 'VersionDef') } },
    MetaInfoDef: { fields: { tags: repeated(4, 'string') } },
    MetaGraphDef: { fields: { meta_info_def: field(1, 'MetaInfoDef'), graph_def: field(2, 'GraphDef') } },
    SavedModel: {
      fields: { saved_model_schema_version: field(1, 'int64'), meta_graphs: repeated(2, 'MetaGraphDef') },
    },
  },
} as protobuf.INamespace);

/** types.proto */
const dataTypes: Readonly<Record<DataType, number>> = {
  float32: 1,
  float64: 2,
  int32: 3,
  uint8: 4,
  int64: 9,
  bool: 10,
  bfloat16: 14,
  resource: 20,
  uint32: 22,
  uint64: 23,
};

/** The newest GraphDef version that TensorFlow 2.9, the oldest supported, can read. */
const PRODUCER = 1087;

export const TAG = 'serve';

export function encodeSavedModel(nodes: readonly NodeDef[]): Uint8Array {
  const SavedModel = types.lookupType('SavedModel');
  const node = nodes.map(({ name, op, inputs, attrs }) => ({
    name,
    op,
    input: inputs,
    attr: Object.fromEntries(Object.entries(attrs).map(([key, value]) => [key, encodeAttr(value)])),
  }));
  return SavedModel.encode({
    saved_model_schema_version: 1,
    meta_graphs: [
      { meta_info_def: { tags: [TAG] }, graph_def: { node, versions: { producer: PRODUCER, min_consumer: 0 } } },
    ],
  }).finish();
}

function encodeAttr(value: AttrValue): object {
  if ('type' in value) return { type: dataTypes[value.type] };
  if ('s' in value) return { s: new TextEncoder().encode(value.s) };
  if ('ints' in value) return { list: { i: value.ints } };
  if ('shape' in value) return { shape: encodeShape(value.shape) };
  if ('tensor' in value) return { tensor: encodeTensor(value.tensor) };
  return value;
}

const encodeShape = (shape: readonly number[] | null): object =>
  shape ? { dim: shape.map((size) => ({ size })) } : { unknown_rank: true };

const arrays: Readonly<Partial<Record<DataType, (values: readonly number[]) => ArrayBufferView>>> = {
  float32: (values) => Float32Array.from(values),
  float64: (values) => Float64Array.from(values),
  int32: (values) => Int32Array.from(values),
  int64: (values) => BigInt64Array.from(values.map(BigInt)),
  bool: (values) => Uint8Array.from(values),
  uint32: (values) => Uint32Array.from(values),
  uint64: (values) => BigUint64Array.from(values.map(BigInt)),
};

function encodeTensor({ dtype, shape, values }: TensorValue): object {
  const size = shape.reduce((product, side) => product * side, 1);
  const all = values.length === size ? values : Array.from({ length: size }, () => values[0]!);
  const { buffer, byteOffset, byteLength } = arrays[dtype]!(all);
  return {
    dtype: dataTypes[dtype],
    tensor_shape: encodeShape(shape),
    tensor_content: new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength),
  };
}
