// @ts-check
/**
 * The thread in which TensorFlow computes: its binding blocks while a graph runs, and progress and Ctrl-C must stay
 * responsive. Plain JavaScript without imports of ours, because Node loads a worker as is, from both `src/` and
 * `dist/`.
 *
 * Each message { id, request, ...arguments } is answered, in order, by { id, result, live } or { id, error, live };
 * `live` counts the values that are held outside of sessions.
 */
import { constants } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';

/**
 * @typedef {{ dtype: 'float32' | 'int32' | 'bool' | 'uint8', shape: readonly number[], data: Float32Array | Int32Array | Uint8Array }} HostTensor
 * @typedef {{ node: string, value: HostTensor }} Fed
 * @typedef {{ dtype: string, shape: readonly number[], values: readonly number[] }} TensorValue
 * @typedef {{ name: string, op: string, inputs: readonly string[], attrs: Record<string, any>, outputs?: number }} NodeDef
 * @typedef {import('./eager.ts').EagerCall} EagerCall
 */

// Otherwise Node unloads the library when the thread ends, while TensorFlow's own threads still run.
const RTLD_NODELETE = 0x1000;
const addon = { exports: /** @type {any} */ ({}) };
process.dlopen(addon, workerData.binding, constants.dlopen.RTLD_NOW | RTLD_NODELETE);
const binding = addon.exports;

const { TF_FLOAT, TF_INT32, TF_BOOL } = binding;
/**
 * The binding has no names for two of them: TF_BFLOAT16 and TF_UINT8 of tf_datatype.h.
 *
 * @type {Record<string, number>}
 */
const codes = { bfloat16: 14, uint8: 4, float32: TF_FLOAT, int32: TF_INT32, bool: TF_BOOL };
/** @type {Map<number, 'float32' | 'int32' | 'bool'>} */
const names = new Map([
  [TF_FLOAT, 'float32'],
  [TF_INT32, 'int32'],
  [TF_BOOL, 'bool'],
]);
const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array, uint8: Uint8Array };

let live = 0;
/** @type {number | undefined} */
let session;

/** @param {HostTensor} value */
function create({ dtype, shape, data }) {
  live++;
  return binding.createTensor(shape, codes[dtype], data);
}

/** @param {number} tensor */
function remove(tensor) {
  live--;
  binding.deleteTensor(tensor);
}

/**
 * @param {{ id: number, dtype: number, shape: number[] }} info
 * @returns {HostTensor}
 */
function take({ id, dtype, shape }) {
  const name = names.get(dtype);
  if (name === undefined) throw new Error(`TensorFlow gave a value of type ${dtype}`);
  const data = binding.tensorDataSync(id);
  remove(id);
  return { dtype: name, shape, data };
}

/**
 * @param {number | undefined} where the session to run in
 * @param {readonly number[]} tensors one for each of `nodes`
 * @param {readonly string[]} nodes
 * @param {readonly string[]} fetches
 * @returns {{ id: number, dtype: number, shape: number[] }[]} to be removed by the caller
 */
function runIn(where, tensors, nodes, fetches) {
  const first = (/** @type {readonly string[]} */ all) => all.map((node) => `${node}:0`).join(',');
  const outputs = binding.runSavedModel(where, tensors, first(nodes), first(fetches));
  live += outputs.length;
  return outputs;
}

/**
 * @param {readonly Fed[]} feeds
 * @param {readonly string[]} fetches
 */
function runSession(feeds, fetches) {
  const inputs = feeds.map(({ value }) => create(value));
  try {
    const nodes = feeds.map(({ node }) => node);
    return runIn(session, inputs, nodes, fetches).map(take);
  } finally {
    inputs.forEach(remove);
  }
}

/**
 * Puts values into a new session: some from the host, some from the current session. The latter are not copied if they
 * are in host memory.
 *
 * @param {number} into
 * @param {import('./worker-thread.ts').Filling} filling
 */
function fill(into, { feeds, moves, fetches }) {
  const tensors = feeds.map(({ value }) => create(value));
  try {
    const from = moves.map((move) => move.from);
    if (from.length > 0) tensors.push(...runIn(session, [], [], from).map(({ id }) => id));
    const nodes = [...feeds.map(({ node }) => node), ...moves.map(({ to }) => to)];
    for (const { id } of runIn(into, tensors, nodes, fetches)) remove(id);
  } finally {
    tensors.forEach(remove);
  }
}

/**
 * An attribute as `executeOp` takes it, with its kind.
 *
 * @param {[string, any]} attr
 */
function eagerAttr([name, value]) {
  if ('type' in value) return { name, type: binding.TF_ATTR_TYPE, value: codes[value.type] };
  if ('i' in value) return { name, type: binding.TF_ATTR_INT, value: value.i };
  if ('f' in value) return { name, type: binding.TF_ATTR_FLOAT, value: value.f };
  if ('b' in value) return { name, type: binding.TF_ATTR_BOOL, value: value.b };
  if ('s' in value) return { name, type: binding.TF_ATTR_STRING, value: value.s };
  if ('ints' in value) return { name, type: binding.TF_ATTR_INT, value: value.ints };
  throw new Error(`an attribute ${name} that cannot be given op by op`);
}

/** @param {TensorValue} tensor */
function constant({ dtype, shape, values }) {
  const size = shape.reduce((product, side) => product * side, 1);
  const kind = /** @type {keyof typeof arrays} */ (dtype);
  const data = new arrays[kind](size);
  if (values.length === size) data.set(values);
  else data.fill(values[0] ?? 0);
  return create({ dtype: kind, shape, data });
}

/**
 * Makes one call after the other; `after` gets each of them with its value and time, and stops the run by returning true.
 *
 * @param {readonly EagerCall[]} calls
 * @param {readonly Fed[]} inputs
 * @param {(call: EagerCall, value: number, milliseconds: number) => boolean} after
 */
function runEagerly(calls, inputs, after) {
  /** @type {Map<string, number>} */
  const values = new Map();
  try {
    for (const { node, value } of inputs) values.set(node, create(value));
    for (const call of calls) {
      const start = performance.now();
      for (const def of call.defs) {
        if (def.op === 'Const') {
          values.set(def.name, constant(/** @type {{ tensor: TensorValue }} */ (def.attrs['value']).tensor));
          continue;
        }
        const read = def.inputs.map((input) => /** @type {number} */ (values.get(input)));
        /** @type {{ id: number }[]} */
        const outputs = binding.executeOp(def.op, Object.entries(def.attrs).map(eagerAttr), read, def.outputs ?? 1);
        outputs.forEach(({ id }, i) => values.set(i === 0 ? def.name : `${def.name}:${i}`, id));
        live += outputs.length;
      }
      const milliseconds = performance.now() - start;
      if (after(call, /** @type {number} */ (values.get(call.result)), milliseconds)) return;
    }
  } finally {
    for (const tensor of values.values()) remove(tensor);
  }
}

/** @param {ArrayLike<number>} data */
function nonFinite(data) {
  if (!(data instanceof Float32Array)) return null;
  let infinite = false;
  for (const value of data) {
    if (Number.isNaN(value)) return 'NaN';
    if (!Number.isFinite(value)) infinite = true;
  }
  return infinite ? 'infinity' : null;
}

/** @param {unknown} error */
const textOf = (error) => (error instanceof Error ? error.message : String(error));

/** @type {Record<string, (request: any) => unknown>} */
const requests = {
  describe: () => ({ version: binding.TF_Version, isGpu: binding.isUsingGpuDevice() }),

  /** The current session is closed once its values have been moved; if something fails before that, it stays. */
  load({ directory, tag, fillings }) {
    const next = binding.loadSavedModel(directory, tag);
    try {
      for (const filling of fillings) fill(next, filling);
    } catch (error) {
      binding.deleteSavedModel(next);
      throw error;
    }
    if (session !== undefined) binding.deleteSavedModel(session);
    session = next;
  },

  run: ({ feeds, fetches }) => runSession(feeds, fetches),

  /**
   * Makes several runs, one after the other, until one gives a number that is not finite or fails: `error` then belongs
   * to the run after `results`. The first fetch holds the numbers.
   */
  runAll({ runs, fetches }) {
    const results = [];
    for (const feeds of runs) {
      try {
        results.push(runSession(feeds, fetches));
      } catch (error) {
        return { results, error: textOf(error) };
      }
      if (!results.at(-1)?.every(({ data }) => data.every(Number.isFinite))) break;
    }
    return { results };
  },

  /** Where the first value is computed that is not finite; null if there is none. */
  trace({ calls, inputs }) {
    for (const { id, value } of inputs) {
      const kind = nonFinite(value.data);
      if (kind !== null) return { node: id, kind };
    }
    let first = null;
    runEagerly(calls, inputs, ({ node, within }, value) => {
      const kind = nonFinite(binding.tensorDataSync(value));
      if (kind !== null) first = { node, ...(within && { within }), kind };
      return kind !== null;
    });
    return first;
  },

  profile({ calls, inputs }) {
    /** @type {{ node: number, milliseconds: number }[]} */
    const times = [];
    runEagerly(calls, inputs, ({ node }, _, milliseconds) => {
      times.push({ node, milliseconds });
      return false;
    });
    return times;
  },
};

parentPort?.on('message', ({ id, request, ...given }) => {
  try {
    const result = requests[request]?.(given);
    parentPort?.postMessage({ id, result, live });
  } catch (error) {
    parentPort?.postMessage({ id, error: textOf(error), live });
  }
});
