import {
  Executor,
  Ledger
} from "./chunk-AGYGOWVI.js";
import "./chunk-76TPCR3S.js";
import {
  EngineError
} from "./chunk-4P5RDDN5.js";
import {
  sizeOf
} from "./chunk-XRU6SZGH.js";

// src/runtime/engines/wasm.ts
import { availableParallelism } from "node:os";

// src/runtime/engines/simd/module-bytes.ts
var valueTypes = { i32: 127, f32: 125, v128: 123 };
function unsigned(value) {
  const bytes2 = [];
  do {
    const low = value & 127;
    value >>>= 7;
    bytes2.push(value === 0 ? low : low | 128);
  } while (value !== 0);
  return bytes2;
}
function signed(value) {
  const bytes2 = [];
  for (; ; ) {
    const low = value & 127;
    value >>= 7;
    if (value === 0 && (low & 64) === 0 || value === -1 && (low & 64) !== 0) return [...bytes2, low];
    bytes2.push(low | 128);
  }
}
var float = (value) => [...new Uint8Array(Float32Array.of(value).buffer)];
var vector = (...code) => [253, ...code];
var get = (local) => [32, ...unsigned(local)];
var set = (local, value) => [...value, 33, ...unsigned(local)];
var i32 = {
  constant: (value) => [65, ...signed(value)],
  add: (a, b) => [...a, ...b, 106],
  subtract: (a, b) => [...a, ...b, 107],
  and: (a, b) => [...a, ...b, 113],
  less: (a, b) => [...a, ...b, 73]
};
var loopWhile = (condition, body) => [
  ...[2, 64, 3, 64],
  ...[...condition, 69, 13, 1],
  ...body,
  ...[12, 0, 11, 11]
];
var unaryCodes = { abs: [139, 224], neg: [140, 225], sqrt: [145, 227], floor: [142, 104] };
var binaryCodes = {
  ...{ add: [146, 228], sub: [147, 229], mul: [148, 230], div: [149, 231] },
  ...{ min: [150, 232], max: [151, 233] },
  ...{ equal: [91, 65], less: [93, 67], greater: [94, 68] }
};
var AT = [2, 0];
var one = {
  type: "f32",
  bytes: 4,
  constant: (value) => [67, ...float(value)],
  load: (address) => [...address, 42, ...AT],
  store: (address, value) => [...address, ...value, 56, ...AT],
  unary: (name, a) => [...a, unaryCodes[name][0]],
  binary: (name, a, b) => [...a, ...b, binaryCodes[name][0]],
  select: (condition, yes, no) => [...yes, ...no, ...condition, 27]
};
var splat = (value) => [...value, ...vector(19)];
var four = {
  type: "v128",
  bytes: 16,
  constant: (value) => vector(12, ...float(value), ...float(value), ...float(value), ...float(value)),
  load: (address) => [...address, ...vector(0, ...AT)],
  store: (address, value) => [...address, ...value, ...vector(11, ...AT)],
  unary: (name, a) => [...a, ...vector(...unsigned(unaryCodes[name][1]))],
  binary: (name, a, b) => [...a, ...b, ...vector(...unsigned(binaryCodes[name][1]))],
  select: (condition, yes, no) => [...yes, ...no, ...condition, ...vector(82)]
};
var list = (items) => [...unsigned(items.length), ...items.flat()];
var sized = (bytes2) => [...unsigned(bytes2.length), ...bytes2];
var text = (characters) => sized([...new TextEncoder().encode(characters)]);
var section = (id, items) => [id, ...sized(list(items))];
function moduleBytes(functions, sharedMemory) {
  const limits = sharedMemory ? [3, 0, ...unsigned(65536)] : [0, 0];
  const types = functions.map(({ parameters }) => [96, ...list(Array.from({ length: parameters }, () => [valueTypes.i32])), 0]);
  const bodies = functions.map(
    ({ locals, body }) => sized([...list(locals.map((type) => [1, valueTypes[type]])), ...body, 11])
  );
  return Uint8Array.from([
    ...[0, 97, 115, 109, 1, 0, 0, 0],
    ...section(1, types),
    ...section(2, [[...text("env"), ...text("memory"), 2, ...limits]]),
    ...section(3, functions.map((_, i) => unsigned(i))),
    ...section(7, functions.map(({ name }, i) => [...text(name), 0, ...unsigned(i)])),
    ...section(10, bodies)
  ]);
}

// src/runtime/engines/simd/fused-kernels.ts
var unary = (name) => (l, [a]) => l.unary(name, a);
var binary = (name) => (l, [a, b]) => l.binary(name, a, b);
var square = (l, a) => l.binary("mul", a, a);
var wherePositive = (l, x, yes, no) => l.select(l.binary("greater", x, l.constant(0)), yes, no);
var alphaTimes = (l, x, attributes) => l.binary("mul", x, l.constant(attributes["alpha"]));
var formulas = {
  Neg: unary("neg"),
  Sqrt: unary("sqrt"),
  Abs: unary("abs"),
  Floor: unary("floor"),
  Rsqrt: (l, [x]) => l.binary("div", l.constant(1), l.unary("sqrt", x)),
  Square: (l, [x]) => square(l, x),
  Reciprocal: (l, [x]) => l.binary("div", l.constant(1), x),
  AddV2: binary("add"),
  Sub: binary("sub"),
  Mul: binary("mul"),
  RealDiv: binary("div"),
  Maximum: binary("max"),
  Minimum: binary("min"),
  DivNoNan: (l, [x, y]) => l.select(l.binary("equal", y, l.constant(0)), l.constant(0), l.binary("div", x, y)),
  BroadcastTo: (_, [x]) => x,
  Relu: (l, [x]) => l.binary("max", x, l.constant(0)),
  LeakyRelu: (l, [x], attributes) => wherePositive(l, x, x, alphaTimes(l, x, attributes)),
  ReluGrad: (l, [gradient, x]) => wherePositive(l, x, gradient, l.constant(0)),
  LeakyReluGrad: (l, [gradient, x], attributes) => wherePositive(l, x, gradient, alphaTimes(l, gradient, attributes)),
  EluGrad: (l, [gradient, y]) => l.select(
    l.binary("less", y, l.constant(0)),
    l.binary("mul", gradient, l.binary("add", y, l.constant(1))),
    gradient
  ),
  TanhGrad: (l, [y, dy]) => l.binary("mul", dy, l.binary("sub", l.constant(1), square(l, y))),
  SigmoidGrad: (l, [y, dy]) => l.binary("mul", l.binary("mul", dy, y), l.binary("sub", l.constant(1), y))
};
var isElementwise = (op) => op in formulas;
var [OUTPUT, BYTES, LINE, FIRST_INPUT] = [0, 1, 2, 3];
function functionOf(fusion, name) {
  const { inputs, steps } = fusion;
  const parameters = FIRST_INPUT + inputs.length;
  const locals = [];
  const local = (type) => parameters + locals.push(type) - 1;
  const at = local("i32");
  const column = local("i32");
  const scalars = inputs.map(({ reading }) => reading === "scalar" ? { one: local("f32"), four: local("v128") } : null);
  const start2 = inputs.flatMap((_, i) => {
    const scalar = scalars[i];
    if (!scalar) return [];
    return [...set(scalar.one, one.load(get(FIRST_INPUT + i))), ...set(scalar.four, splat(get(scalar.one)))];
  });
  const body = (l) => {
    const loaded = inputs.map(() => local(l.type));
    const made = steps.map(() => local(l.type));
    const loads = inputs.flatMap(({ reading }, i) => {
      if (reading === "scalar") return [];
      return set(loaded[i], l.load(i32.add(get(FIRST_INPUT + i), get(reading === "line" ? column : at))));
    });
    const operand = (o) => {
      if ("number" in o) return l.constant(o.number);
      if ("step" in o) return get(made[o.step]);
      const scalar = scalars[o.input];
      return get(scalar ? scalar[l === one ? "one" : "four"] : loaded[o.input]);
    };
    const compute = steps.flatMap(
      ({ op, attributes, operands }, i) => set(made[i], formulas[op](l, operands.map(operand), attributes))
    );
    const forward = (index) => set(index, i32.add(get(index), i32.constant(l.bytes)));
    return [
      ...loads,
      ...compute,
      ...l.store(i32.add(get(OUTPUT), get(at)), get(made.at(-1))),
      ...forward(at),
      ...forward(column)
    ];
  };
  const line = [
    ...set(column, i32.constant(0)),
    ...loopWhile(i32.less(get(column), i32.and(get(LINE), i32.constant(-16))), body(four)),
    ...loopWhile(i32.less(get(column), get(LINE)), body(one))
  ];
  return { name, parameters, locals, body: [...start2, ...loopWhile(i32.less(get(at), get(BYTES)), line)] };
}
function compileFusions(fusions, memory) {
  const functions = /* @__PURE__ */ new Map();
  const names = fusions.map(({ fusion }) => {
    const readings = fusion.inputs.map(({ reading }) => reading);
    const key = JSON.stringify([readings, fusion.steps], (_, value) => typeof value === "number" ? String(value) : value);
    const known = functions.get(key);
    if (known) return known.name;
    const name = `f${functions.size}`;
    functions.set(key, functionOf(fusion, name));
    return name;
  });
  const shared = !(memory.buffer instanceof ArrayBuffer);
  const module = new WebAssembly.Module(moduleBytes([...functions.values()], shared));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return fusions.map(({ fusion, output }, i) => {
    const run = exports[names[i]];
    const [bytes2, line] = [4 * sizeOf(output.shape), 4 * fusion.columns];
    return (result, inputs) => run(result, bytes2, line, ...inputs);
  });
}

// src/runtime/engines/wasm-module.ts
import { createRequire } from "node:module";
import os from "node:os";
var require2 = createRequire(import.meta.url);
var THREADED = "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd";
async function startWasm(threads) {
  const core = await import("@tensorflow/tfjs-core");
  const wasm = await import("@tensorflow/tfjs-backend-wasm");
  core.env().set("WASM_HAS_MULTITHREAD_SUPPORT", threads > 1 && typeof SharedArrayBuffer !== "undefined");
  wasm.setThreadsCount(threads);
  const makeBackend = core.findBackendFactory("wasm");
  const backend = await withWorkersInNode(threads, makeBackend);
  for (const { setupFunc } of core.getKernelsForBackend("wasm")) setupFunc?.(backend);
  const { PThread: pool } = backend.wasm;
  for (const worker of [...pool?.runningWorkers ?? [], ...pool?.unusedWorkers ?? []]) worker.unref();
  return { backend, threads: wasm.getThreadsCount(), stop: () => backend.dispose() };
}
async function withWorkersInNode(threads, start2) {
  const { createObjectURL } = URL;
  const { cpus } = os;
  const events = ["uncaughtException", "unhandledRejection"];
  const before = events.map((event) => process.listeners(event));
  URL.createObjectURL = () => workerUrl();
  os.cpus = () => Array.from({ length: 2 * threads }, () => cpus()[0]);
  try {
    return await start2();
  } finally {
    URL.createObjectURL = createObjectURL;
    os.cpus = cpus;
    events.forEach((event, i) => {
      for (const listener of process.listeners(event)) {
        if (!before[i].includes(listener)) process.off(event, listener);
      }
    });
  }
}
function workerUrl() {
  const script = JSON.stringify(require2.resolve(`${THREADED}.js`));
  const { wasmWorkerContents } = require2(`${THREADED}.worker.js`);
  const source = [
    `import { createRequire } from 'node:module';`,
    `const __filename = ${script};`,
    `const require = createRequire(__filename);`,
    `globalThis.__dirname = '.';`,
    `URL.createObjectURL = () => __filename;`,
    `URL.revokeObjectURL = () => {};`,
    wasmWorkerContents.replaceAll("\n", "\\n")
  ].join("\n");
  return new URL(`data:text/javascript;base64,${Buffer.from(source).toString("base64")}`);
}

// src/runtime/engines/wasm.ts
var running;
async function start(threads) {
  const { backend, threads: found, stop } = await startWasm(threads);
  const ledger = new Ledger();
  ledger.watch(
    backend.dataIdMap,
    ({ shape, dtype }) => bytes(shape, dtype)
  );
  return { backend, threads: found, ledger, stop, users: 0 };
}
var bytes = (shape, dtype) => sizeOf(shape) * (dtype === "bool" ? 1 : 4);
async function openWasm(options = {}) {
  const asked = options.threads;
  if (asked !== void 0 && !(Number.isInteger(asked) && asked >= 1)) {
    throw new EngineError(`threads is ${asked}, but must be a whole number of at least 1`);
  }
  running ??= start(asked ?? availableParallelism());
  const shared = await running;
  if (asked !== void 0 && shared.users > 0 && shared.threads !== Math.min(asked, MOST_THREADS)) {
    throw new EngineError(
      `the wasm engine already runs in this process with ${shared.threads} threads; dispose it before opening one with ${asked}`
    );
  }
  shared.users++;
  const { getKernel, version_core } = await import("@tensorflow/tfjs-core");
  const plural = shared.threads === 1 ? "thread" : "threads";
  return new Executor({
    device: deviceOf(shared.backend, (name) => getKernel(name, "wasm").kernelFunc),
    ledger: shared.ledger,
    description: { engine: "wasm", device: `${shared.threads} CPU ${plural}, SIMD`, version: version_core },
    close: () => {
      shared.users--;
      if (shared.users > 0) return;
      running = void 0;
      shared.stop();
    }
  });
}
var MOST_THREADS = 8;
function deviceOf(backend, kernelNamed) {
  const { dataIdMap, wasm } = backend;
  const address = (tensor) => backend.getMemoryOffset(tensor.dataId);
  const make = (shape, dtype) => backend.makeOutput([...shape], dtype);
  return {
    name: "wasm",
    call: (name, inputs, attributes = {}) => kernelNamed(name)({ inputs, attrs: attributes, backend }),
    make,
    values: (tensor) => backend.typedArrayFromHeap(tensor),
    share: (tensor, shape) => {
      backend.incRef(tensor.dataId);
      return { dataId: tensor.dataId, shape: [...shape], dtype: tensor.dtype };
    },
    view: (tensor, start2, shape, use) => {
      const offset = address(tensor) + start2 * (tensor.dtype === "bool" ? 1 : 4);
      const part = backend.makeOutput([...shape], tensor.dtype, offset);
      try {
        return use(part);
      } finally {
        wasm.tfjs.disposeData(dataIdMap.get(part.dataId).id);
        dataIdMap.delete(part.dataId);
      }
    },
    dispose: (tensor) => {
      backend.disposeData(tensor.dataId);
    },
    fusing: {
      isElementwise,
      compile: (fusions) => compileFusions(fusions, memoryOf(backend)).map((run, i) => {
        const { shape, dtype } = fusions[i].output;
        return (inputs) => {
          const output = make(shape, dtype);
          run(address(output), inputs.map(address));
          return output;
        };
      })
    }
  };
}
function memoryOf({ wasm }) {
  const module = wasm;
  return module.wasmMemory ?? module.asm.memory;
}
export {
  openWasm
};
