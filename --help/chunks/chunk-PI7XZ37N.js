import {
  CheckpointError,
  OutputError,
  TEMPORARY_MARK,
  outputError,
  writeFile,
  writeFolder
} from "./chunk-HFSEE7HO.js";
import {
  compile,
  completeParameters,
  dataSources,
  graphType,
  libraryFiles,
  span,
  startOf,
  stepPath
} from "./chunk-SEVP2GN3.js";
import {
  EngineError
} from "./chunk-4P5RDDN5.js";
import {
  sameShape,
  sizeOf
} from "./chunk-XRU6SZGH.js";

// src/runtime/engines/index.ts
var engines = /* @__PURE__ */ new Map([
  ["wasm", async (options) => (await import("./wasm-AMBCPMR7.js")).openWasm(options)],
  ["cpu", async () => (await import("./cpu-CK6B5KKT.js")).openCpu()]
]);
async function openEngine(name, options = {}) {
  const found = name === "auto" ? [...engines.values()][0] : engines.get(name);
  if (found) return found(options);
  throw new EngineError(`there is no engine \`${String(name)}\`; there are ${[...engines.keys()].join(", ")} and auto`);
}

// src/runtime/output/safetensors.ts
import { endianness } from "node:os";
var ELEMENT_TYPES = [
  { name: "F32", dtype: "float32", bytes: 4, array: Float32Array },
  { name: "I32", dtype: "int32", bytes: 4, array: Int32Array },
  { name: "BOOL", dtype: "bool", bytes: 1, array: Uint8Array }
];
var elementType = (tensor) => ELEMENT_TYPES.find((type) => type.dtype === tensor.dtype);
var LONGEST_HEADER = 1e8;
var METADATA = "__metadata__";
function encodeSafetensors(tensors, metadata = {}) {
  const entries = [...tensors].sort(
    ([nameA, a], [nameB, b]) => elementType(b).bytes - elementType(a).bytes || (nameA < nameB ? -1 : 1)
  );
  const header = /* @__PURE__ */ Object.create(null);
  if (Object.keys(metadata).length > 0) header[METADATA] = metadata;
  let length = 0;
  for (const [name, tensor] of entries) {
    if (name === METADATA) throw new RangeError(`a tensor cannot be named ${METADATA}`);
    if (tensor.data.length !== sizeOf(tensor.shape)) {
      throw new RangeError(`the tensor ${name} of shape [${tensor.shape.join(", ")}] has ${tensor.data.length} values`);
    }
    const end = length + tensor.data.byteLength;
    header[name] = { dtype: elementType(tensor).name, shape: tensor.shape, data_offsets: [length, end] };
    length = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + length).fill(32, 8, 8 + headerLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(json, 8);
  let at = 8 + headerLength;
  for (const [, { data }] of entries) {
    bytes.set(littleEndian(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), data.BYTES_PER_ELEMENT), at);
    at += data.byteLength;
  }
  return bytes;
}
function decodeSafetensors(bytes, file) {
  const refuse = (why) => {
    throw new CheckpointError(`${file} is not a valid safetensors file: ${why}`, "use another checkpoint, or get the file again");
  };
  const { header, data } = split(bytes, refuse);
  const { [METADATA]: metadata = {}, ...entries } = header;
  if (!isStrings(metadata)) return refuse(`its ${METADATA} is not a map of strings`);
  const tensors = /* @__PURE__ */ new Map();
  const ranges = [];
  for (const [name, entry] of Object.entries(entries)) {
    const { type, shape, begin, end } = readEntry(name, entry, data.length, refuse);
    const own = littleEndian(new Uint8Array(data.subarray(begin, end)), type.bytes);
    if (type.dtype === "bool" && own.some((byte) => byte > 1)) refuse(`${name} is BOOL, but has bytes other than 0 and 1`);
    tensors.set(name, { dtype: type.dtype, shape, data: new type.array(own.buffer) });
    ranges.push({ name, begin, end });
  }
  requireTiling(ranges, data.length, refuse);
  return { tensors, metadata };
}
function split(bytes, refuse) {
  if (bytes.length < 8) refuse(`it has ${bytes.length} bytes, less than the 8 of its header's length`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > LONGEST_HEADER) refuse(`its header would be ${length} bytes long; at most ${LONGEST_HEADER} are allowed`);
  if (8 + length > bytes.length) refuse(`it is truncated: its header is ${length} bytes long, but ${bytes.length - 8} follow`);
  let text;
  let header;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(8, 8 + length));
    header = JSON.parse(text);
  } catch (cause) {
    return refuse(`its header is not JSON (${cause.message})`);
  }
  if (!isRecord(header) || !text.startsWith("{")) return refuse("its header does not begin with a JSON object");
  const twice = duplicateKey(text);
  if (twice !== void 0) refuse(`its header has ${JSON.stringify(twice)} twice`);
  return { header, data: bytes.subarray(8 + length) };
}
function readEntry(name, entry, dataLength, refuse) {
  if (!isRecord(entry)) return refuse(`the entry of ${name} is not an object`);
  const { dtype, shape, data_offsets: offsets, ...rest } = entry;
  const unknown = Object.keys(rest)[0];
  if (unknown !== void 0) refuse(`the entry of ${name} has an unknown key ${JSON.stringify(unknown)}`);
  const type = ELEMENT_TYPES.find((known) => known.name === dtype);
  if (!type) {
    const known = ELEMENT_TYPES.map((other) => other.name).join(", ");
    return refuse(`${name} has the element type ${JSON.stringify(dtype)}; known are ${known}`);
  }
  if (!isCounts(shape)) return refuse(`the shape of ${name} is not a list of sizes`);
  if (!isCounts(offsets) || offsets.length !== 2) return refuse(`the offsets of ${name} are not two numbers`);
  const [begin, end] = offsets;
  if (begin > end || end > dataLength) {
    return refuse(`${name} lies at ${begin} to ${end}, but there are ${dataLength} bytes of data: it is damaged or truncated`);
  }
  const expected = sizeOf(shape) * type.bytes;
  if (end - begin !== expected) {
    return refuse(`${name} is ${type.name} of shape [${shape.join(", ")}], ${expected} bytes, but has ${end - begin}`);
  }
  return { type, shape, begin, end };
}
function requireTiling(ranges, length, refuse) {
  let at = 0;
  let previous = "";
  for (const { name, begin, end } of ranges.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin < at) refuse(`${previous} and ${name} overlap`);
    if (begin > at) refuse(`the ${begin - at} bytes before ${name} belong to no tensor`);
    at = end;
    previous = name;
  }
  if (at !== length) refuse(`the last ${length - at} bytes belong to no tensor`);
}
var isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
var isStrings = (value) => isRecord(value) && Object.values(value).every((item) => typeof item === "string");
var isCounts = (value) => Array.isArray(value) && value.every((side) => Number.isSafeInteger(side) && side >= 0);
function duplicateKey(text) {
  const open = [];
  for (const [, string, colon, bracket] of text.matchAll(/("(?:[^"\\]|\\.)*")\s*(:)?|([{}])/g)) {
    if (bracket === "{") open.push(/* @__PURE__ */ new Set());
    else if (bracket === "}") open.pop();
    else if (colon !== void 0) {
      const key = JSON.parse(string);
      const keys = open.at(-1);
      if (keys.has(key)) return key;
      keys.add(key);
    }
  }
  return void 0;
}
var BIG_ENDIAN = endianness() === "BE";
function littleEndian(bytes, elementBytes) {
  if (!BIG_ENDIAN || elementBytes === 1) return bytes;
  const swapped = Uint8Array.from(bytes);
  Buffer.from(swapped.buffer).swap32();
  return swapped;
}

// src/runtime/output/run-directory.ts
import { readFileSync as readFileSync2, readdirSync, rmSync } from "node:fs";
import { join as join2 } from "node:path";

// src/runtime/output/checkpoint.ts
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";

// src/runtime/output/manifest-schema.ts
var sha256 = { type: "string", pattern: "^[0-9a-f]{64}$" };
var count = { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
var manifestSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "Manifest of a ganspec checkpoint",
  type: "object",
  properties: {
    version: { const: 1 },
    spec: sha256,
    step: count,
    seed: count,
    engine: { type: "string", minLength: 1 },
    device: { type: "string" },
    consts: {
      type: "object",
      additionalProperties: { anyOf: [{ type: "number" }, { type: "string" }, { type: "boolean" }] }
    },
    directory: { type: "string" },
    createdBy: { type: "string", minLength: 1 },
    tensors: sha256
  },
  required: ["version", "spec", "step", "seed", "engine", "device", "consts", "directory", "createdBy", "tensors"],
  additionalProperties: false
};

// src/runtime/output/checkpoint.ts
var STATE = "state.safetensors";
var MANIFEST = "manifest.json";
var USE_ANOTHER = "use another checkpoint";
var sha2562 = (content) => createHash("sha256").update(content).digest("hex");
function writeCheckpoint(folder, manifest, tensors) {
  const state = encodeSafetensors(tensors);
  const whole = { version: 1, ...manifest, tensors: sha2562(state) };
  if (!isManifest(whole)) throw new TypeError(`an invalid manifest was to be written: ${problems()}`);
  writeFolder(folder, /* @__PURE__ */ new Map([[STATE, state], [MANIFEST, `${JSON.stringify(whole, null, 2)}
`]]));
}
function readCheckpoint(folder) {
  const manifestPath = join(folder, MANIFEST);
  const manifest = parseManifest(read(manifestPath).toString("utf8"), manifestPath);
  const statePath = join(folder, STATE);
  const state = read(statePath);
  if (sha2562(state) !== manifest.tensors) {
    throw new CheckpointError(
      `${statePath} is damaged: its ${state.length} bytes do not have the SHA-256 that ${MANIFEST} promises`,
      USE_ANOTHER
    );
  }
  return { manifest, tensors: decodeSafetensors(state, statePath).tensors };
}
var ajv = new Ajv({ allErrors: true });
var isManifest = ajv.compile(manifestSchema);
var problems = () => ajv.errorsText(isManifest.errors, { dataVar: "manifest" });
function parseManifest(text, path) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new CheckpointError(`${path} is damaged: it is not JSON (${cause.message})`, USE_ANOTHER, { cause });
  }
  const version = value?.version;
  if (typeof version === "number" && version > 1) {
    throw new CheckpointError(`${path} has version ${version}; this ganspec reads version 1`, "use a newer ganspec");
  }
  if (!isManifest(value)) throw new CheckpointError(`${path} is not a valid manifest: ${problems()}`, USE_ANOTHER);
  return value;
}
function read(path) {
  try {
    return readFileSync(path);
  } catch (cause) {
    const missing = cause.code === "ENOENT";
    const why = missing ? "it is missing" : cause.message;
    throw new CheckpointError(`cannot read ${path}: ${why}`, USE_ANOTHER, { cause });
  }
}

// src/runtime/output/run-directory.ts
var KEPT_CHECKPOINTS = 3;
function requireFree(folder) {
  if (entriesOf(folder).length === 0) return;
  throw new OutputError(
    `${folder} is there already and is not empty`,
    `choose another name, remove the folder, or go on with that run: gan train --resume ${folder}`
  );
}
function createRun(folder, content) {
  requireFree(folder);
  writeFile(join2(folder, "graph.json"), content.graph);
  writeFile(join2(folder, "spec.gan"), content.spec);
  return { folder, spec: content.spec };
}
function openRun(folder) {
  try {
    return { folder, spec: readFileSync2(join2(folder, "spec.gan"), "utf8") };
  } catch (cause) {
    const why = `cannot read its spec.gan (${cause.message})`;
    throw new CheckpointError(`${folder} is not the folder of a run: ${why}`, "give the folder of a run, such as runs/NAME", { cause });
  }
}
var metricsPath = (run) => join2(run.folder, "metrics.jsonl");
var samplePath = (run, step, name = "") => join2(run.folder, "samples", `${stepName(step)}${name && `-${name}`}.png`);
var stepName = (step) => `step-${String(step).padStart(6, "0")}`;
var stepOf = (name) => {
  const digits = /^step-(\d{6,})$/.exec(name)?.[1];
  return digits === void 0 ? void 0 : Number(digits);
};
var checkpointsPath = (run) => join2(run.folder, "checkpoints");
var checkpointPath = (run, step) => join2(checkpointsPath(run), stepName(step));
var latestPath = (run) => join2(checkpointsPath(run), "latest");
function saveCheckpoint(run, manifest, tensors) {
  writeCheckpoint(checkpointPath(run, manifest.step), { spec: sha2562(run.spec), ...manifest }, tensors);
  writeFile(latestPath(run), `${stepName(manifest.step)}
`);
  removeOld(run, manifest.step);
}
function checkpointSteps(run) {
  return entriesOf(checkpointsPath(run)).flatMap((name) => stepOf(name) ?? []).sort((a, b) => a - b);
}
function loadCheckpoint(run, step) {
  try {
    return verifiedCheckpoint(run, step);
  } catch (cause) {
    if (!(cause instanceof CheckpointError)) throw cause;
    const intact = newestIntact(run);
    throw new CheckpointError(
      `the checkpoint ${checkpointPath(run, step)} cannot be used: ${cause.message}`,
      intact === void 0 ? "no other checkpoint of this run is intact: train anew" : `${checkpointPath(run, intact)} is intact; go on from it: gan train --resume ${run.folder} --step ${intact}`,
      { cause }
    );
  }
}
function loadLatestCheckpoint(run) {
  const step = latestStep(run);
  return step === void 0 ? null : loadCheckpoint(run, step);
}
function latestStep(run) {
  let name;
  try {
    name = readFileSync2(latestPath(run), "utf8").trim();
  } catch (cause) {
    if (cause.code === "ENOENT") return checkpointSteps(run).at(-1);
    throw new CheckpointError(`cannot read ${latestPath(run)}: ${cause.message}`, "check that the file can be read", { cause });
  }
  const step = stepOf(name);
  if (step !== void 0) return step;
  const intact = newestIntact(run);
  throw new CheckpointError(
    `${latestPath(run)} is damaged: it should name a checkpoint, but holds ${JSON.stringify(name.slice(0, 40))}`,
    intact === void 0 ? "no checkpoint of this run is intact: train anew" : `remove it to go on from step ${intact}`
  );
}
function verifiedCheckpoint(run, step) {
  const checkpoint = readCheckpoint(checkpointPath(run, step));
  const { manifest } = checkpoint;
  if (manifest.step !== step) {
    throw new CheckpointError(`its manifest says step ${manifest.step}`, "use another checkpoint");
  }
  if (manifest.spec !== sha2562(run.spec)) {
    throw new CheckpointError(`it was made from another text than ${join2(run.folder, "spec.gan")}`, "restore the spec of the run");
  }
  return checkpoint;
}
function newestIntact(run) {
  return checkpointSteps(run).findLast((step) => {
    try {
      verifiedCheckpoint(run, step);
      return true;
    } catch (cause) {
      if (cause instanceof CheckpointError) return false;
      throw cause;
    }
  });
}
function removeOld(run, step) {
  const folder = checkpointsPath(run);
  const steps = checkpointSteps(run);
  const kept = steps.filter((other) => other <= step).slice(-KEPT_CHECKPOINTS);
  const old = steps.filter((other) => !kept.includes(other)).map(stepName);
  const leftovers = entriesOf(folder).filter((name) => name.includes(TEMPORARY_MARK));
  for (const path of [...old, ...leftovers].map((name) => join2(folder, name))) {
    try {
      rmSync(path, { recursive: true, force: true });
    } catch (cause) {
      throw outputError(path, cause);
    }
  }
}
function entriesOf(folder) {
  try {
    return readdirSync(folder);
  } catch (cause) {
    if (cause.code === "ENOENT") return [];
    throw outputError(folder, cause);
  }
}

// src/runtime/output/png.ts
import { encode } from "fast-png";
var GUTTER_COLOUR = [96, 96, 96];
var NAN_COLOUR = [255, 0, 255];
var LEAST_WIDTH = 56;
function imageGrid(images, options) {
  const [n, height, width, channels] = images.shape;
  if (images.shape.length !== 4 || !n || !height || !width || channels !== 1 && channels !== 3) {
    throw new RangeError(`a grid takes images of shape [n, height, width, 1 or 3], not [${images.shape.join(", ")}]`);
  }
  const { range: [low, high], gutter = 2 } = options;
  const columns = Math.min(options.columns ?? Math.ceil(Math.sqrt(n)), n);
  const scale = options.scale ?? Math.max(1, Math.ceil(LEAST_WIDTH / width));
  const rows = Math.ceil(n / columns);
  const side = (count3, pixels) => count3 * (pixels * scale + gutter) + gutter;
  const picture = canvas(side(columns, width), side(rows, height), GUTTER_COLOUR);
  for (let image = 0; image < n; image++) {
    const left = gutter + image % columns * (width * scale + gutter);
    const top = gutter + Math.floor(image / columns) * (height * scale + gutter);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = ((image * height + y) * width + x) * channels;
        const value = (channel) => (images.data[at + channel] - low) / (high - low);
        const colour = channels === 1 ? shade(value(0), value(0), value(0)) : shade(value(0), value(1), value(2));
        fill(picture, left + x * scale, top + y * scale, scale, colour);
      }
    }
  }
  return encodePicture(picture);
}
function shade(red, green, blue) {
  if (Number.isNaN(red) || Number.isNaN(green) || Number.isNaN(blue)) return NAN_COLOUR;
  const byte = (value) => Math.round(255 * Math.min(1, Math.max(0, value)));
  return [byte(red), byte(green), byte(blue)];
}
var WHITE = [255, 255, 255];
var REAL_COLOUR = [176, 176, 176];
var FAKE_COLOUR = [214, 39, 40];
function scatterPlot(real, fake, options = {}) {
  for (const points of [real, fake]) {
    if (points.shape.length !== 2 || points.shape[1] !== 2) {
      throw new RangeError(`a scatter plot takes points of shape [n, 2], not [${points.shape.join(", ")}]`);
    }
  }
  const size = options.size ?? 512;
  const extent = options.extent ?? extentOf(real);
  const picture = canvas(size, size, WHITE);
  drawPoints(picture, real, extent, REAL_COLOUR);
  drawPoints(picture, fake, extent, FAKE_COLOUR);
  return encodePicture(picture);
}
var DOT = 3;
function drawPoints(picture, points, extent, colour) {
  const last = picture.width - DOT;
  const place2 = (value) => {
    const pixel = Math.round((value / extent + 1) / 2 * last);
    return Math.min(last, Math.max(0, pixel));
  };
  for (let i = 0; i < points.data.length; i += 2) {
    const x = points.data[i];
    const y = points.data[i + 1];
    if (!Number.isNaN(x) && !Number.isNaN(y)) fill(picture, place2(x), place2(-y), DOT, colour);
  }
}
function extentOf(points) {
  let largest = 0;
  for (const value of points.data) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  return largest === 0 ? 1 : largest * 1.25;
}
function canvas(width, height, colour) {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < data.length; at += 3) data.set(colour, at);
  return { width, height, data };
}
function fill(picture, left, top, side, colour) {
  for (let y = top; y < top + side; y++) {
    for (let x = left; x < left + side; x++) picture.data.set(colour, (y * picture.width + x) * 3);
  }
}
function encodePicture({ width, height, data }) {
  return encode({ width, height, data, channels: 3, depth: 8 });
}

// src/runtime/train/setup-error.ts
var SetupError = class extends Error {
  name = "SetupError";
  /** The way out. */
  help;
  constructor(message, help) {
    super(message);
    this.help = help;
  }
};

// src/runtime/random.ts
var MULTIPLIER_0 = 3528531795;
var MULTIPLIER_1 = 3449720151;
var WEYL_0 = 2654435769;
var WEYL_1 = 3144134277;
var ROUNDS = 10;
var TWO_32 = 2 ** 32;
var TO_UNIT = 2 ** -32;
function philox4x32(out, at, c0, c1, c2, c3, k0, k1) {
  let x0 = c0 | 0;
  let x1 = c1 | 0;
  let x2 = c2 | 0;
  let x3 = c3 | 0;
  k0 |= 0;
  k1 |= 0;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = highWord(MULTIPLIER_0 >>> 16, MULTIPLIER_0 & 65535, x0);
    const high1 = highWord(MULTIPLIER_1 >>> 16, MULTIPLIER_1 & 65535, x2);
    const low0 = Math.imul(MULTIPLIER_0, x0);
    const low1 = Math.imul(MULTIPLIER_1, x2);
    x0 = high1 ^ x1 ^ k0;
    x1 = low1;
    x2 = high0 ^ x3 ^ k1;
    x3 = low0;
    k0 = k0 + WEYL_0 | 0;
    k1 = k1 + WEYL_1 | 0;
  }
  out[at] = x0;
  out[at + 1] = x1;
  out[at + 2] = x2;
  out[at + 3] = x3;
}
function highWord(aHigh, aLow, b) {
  const bHigh = b >>> 16;
  const bLow = b & 65535;
  const middle0 = Math.imul(aHigh, bLow) >>> 0;
  const middle1 = Math.imul(aLow, bHigh) >>> 0;
  const carry = (Math.imul(aLow, bLow) >>> 16) + (middle0 & 65535) + (middle1 & 65535);
  return Math.imul(aHigh, bHigh) + (middle0 >>> 16) + (middle1 >>> 16) + (carry >>> 16) | 0;
}
function draw(distribution, shape, key) {
  const size = sizeOf(shape);
  const words = wordsOf(size, key);
  switch (distribution.kind) {
    case "normal": {
      const { mean, std } = distribution;
      return { dtype: "float32", shape, data: affine(normals(words, size), std, mean) };
    }
    case "truncated-normal": {
      const { mean, std } = distribution;
      return { dtype: "float32", shape, data: affine(truncatedNormals(words, size, key), std, mean) };
    }
    case "uniform": {
      const { low, high } = distribution;
      const data = new Float32Array(size);
      for (let i = 0; i < size; i++) data[i] = (words[i] >>> 8) * 2 ** -24;
      return { dtype: "float32", shape, data: affine(data, high - low, low) };
    }
    case "bernoulli": {
      const data = new Float32Array(size);
      for (let i = 0; i < size; i++) data[i] = words[i] * TO_UNIT < distribution.p ? 1 : 0;
      return { dtype: "float32", shape, data };
    }
    case "categorical": {
      const data = new Int32Array(size);
      for (let i = 0; i < size; i++) data[i] = Math.floor(words[i] * TO_UNIT * distribution.classes);
      return { dtype: "int32", shape, data };
    }
  }
}
function permutation(n, key) {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const random = new RandomSequence(key.seed, key.stream).at(key.step);
  for (let i = n - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    const kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
  return order;
}
var RandomSequence = class {
  key;
  words = new Uint32Array(4);
  step = 0;
  block = 0;
  used = 4;
  constructor(seed, stream) {
    this.key = streamKey(seed, stream);
  }
  at(step) {
    requireCount("step", step);
    this.step = step;
    this.block = 0;
    this.used = 4;
    return this;
  }
  /** In 0 ≤ u < 1, with 53 bits. */
  uniform() {
    const high = this.word() >>> 5;
    const low = this.word() >>> 6;
    return (high * 2 ** 26 + low) * 2 ** -53;
  }
  /** An integer in 0 … count − 1. */
  integer(count3) {
    return Math.floor(this.uniform() * count3);
  }
  /** Standard normal. */
  normal() {
    return radius(this.word()) * Math.cos(angle(this.word()));
  }
  word() {
    if (this.used === 4) {
      const [k0, k1] = this.key;
      philox4x32(this.words, 0, this.block++, 0, this.step % TWO_32, Math.floor(this.step / TWO_32), k0, k1);
      this.used = 0;
    }
    return this.words[this.used++];
  }
};
function streamKey(seed, stream) {
  requireCount("seed", seed);
  const name = new TextEncoder().encode(stream);
  const padded = new Uint8Array((Math.floor(name.length / 16) + 1) * 16);
  padded.set(name);
  const bytes = new DataView(padded.buffer);
  const state = new Uint32Array(4);
  state[0] = name.length;
  for (let at = 0; at < padded.length; at += 16) {
    philox4x32(
      state,
      0,
      state[0] ^ bytes.getUint32(at, true),
      state[1] ^ bytes.getUint32(at + 4, true),
      state[2] ^ bytes.getUint32(at + 8, true),
      state[3] ^ bytes.getUint32(at + 12, true),
      seed % TWO_32,
      Math.floor(seed / TWO_32)
    );
  }
  return [state[0], state[1]];
}
function requireCount(what, value) {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`a random ${what} is a whole number from 0 to 2^53 - 1, not ${value}`);
  }
}
function wordsOf(count3, key, attempt = 0) {
  requireCount("step", key.step);
  const [k0, k1] = streamKey(key.seed, key.stream);
  const blocks = Math.ceil(count3 / 4);
  const words = new Uint32Array(blocks * 4);
  const stepLow = key.step % TWO_32;
  const stepHigh = Math.floor(key.step / TWO_32);
  for (let block = 0; block < blocks; block++) {
    philox4x32(words, block * 4, block, attempt, stepLow, stepHigh, k0, k1);
  }
  return words;
}
function radius(word) {
  return Math.sqrt(-2 * Math.log((word + 0.5) * TO_UNIT));
}
function angle(word) {
  return word * (TO_UNIT * 2 * Math.PI);
}
function normals(words, size) {
  const data = new Float32Array(size);
  for (let i = 0; i < size; i += 2) {
    const r = radius(words[i]);
    const a = angle(words[i + 1]);
    data[i] = r * Math.cos(a);
    if (i + 1 < size) data[i + 1] = r * Math.sin(a);
  }
  return data;
}
function truncatedNormals(words, size, key) {
  const data = normals(words, size);
  let outside = indicesOutside(data, data.keys());
  for (let attempt = 1; outside.length > 0; attempt++) {
    const again = normals(wordsOf(outside.length, key, attempt), outside.length);
    outside.forEach((index, i) => data[index] = again[i]);
    outside = indicesOutside(data, outside);
  }
  return data;
}
function indicesOutside(data, indices) {
  const outside = [];
  for (const i of indices) if (Math.abs(data[i]) > 2) outside.push(i);
  return outside;
}
function affine(data, scale, offset) {
  if (scale !== 1 || offset !== 0) for (let i = 0; i < data.length; i++) data[i] = data[i] * scale + offset;
  return data;
}

// src/runtime/data/digit-glyphs.ts
var glyphs = [
  [
    // 0
    [[[0.55, 0.01], [0.26, 0.1], [0.08, 0.46], [0.18, 0.84], [0.48, 0.99], [0.8, 0.86], [0.93, 0.5], [0.82, 0.15], [0.55, 0.01]]],
    [[[0.7, 0.06], [0.36, 0.03], [0.12, 0.35], [0.12, 0.72], [0.42, 0.98], [0.76, 0.82], [0.9, 0.45], [0.76, 0.12], [0.46, 0.03]]],
    [[[0.6, 0], [0.24, 0.22], [0.1, 0.65], [0.32, 0.98], [0.66, 0.86], [0.86, 0.45], [0.76, 0.08], [0.55, 0.02]]]
  ],
  [
    // 1
    [[[0.5, 0], [0.5, 0.5], [0.5, 1]]],
    [[[0.52, 0], [0.49, 0.5], [0.48, 1]]],
    [[[0.3, 0.24], [0.52, 0.02, true], [0.5, 0.5], [0.5, 1]]],
    [[[0.24, 0.2], [0.52, 0.02, true], [0.52, 0.98]], [[0.26, 0.98], [0.78, 0.98]]]
  ],
  [
    // 2
    [[[0.1, 0.24], [0.27, 0.05], [0.56, 0], [0.83, 0.16], [0.78, 0.42], [0.48, 0.72], [0.08, 0.97, true], [0.5, 0.95], [0.95, 0.97]]],
    [[[0.12, 0.18], [0.4, 0], [0.78, 0.12], [0.76, 0.42], [0.48, 0.76], [0.2, 0.97], [0.06, 0.88], [0.2, 0.76], [0.5, 0.87], [0.74, 0.99], [0.98, 0.9]]],
    [[[0.1, 0.1], [0.5, 0], [0.84, 0.2], [0.66, 0.56], [0.36, 0.84], [0.1, 0.98, true], [0.55, 0.93], [0.98, 0.99]]]
  ],
  [
    // 3
    [[[0.12, 0.13], [0.42, 0], [0.78, 0.1], [0.75, 0.35], [0.38, 0.47, true], [0.8, 0.57], [0.9, 0.82], [0.55, 1], [0.08, 0.88]]],
    [[[0.14, 0.05], [0.5, 0.03], [0.84, 0.02, true], [0.44, 0.4, true], [0.82, 0.52], [0.86, 0.82], [0.5, 1], [0.1, 0.9]]],
    [[[0.16, 0.16], [0.48, 0], [0.8, 0.16], [0.62, 0.42], [0.36, 0.48], [0.38, 0.43], [0.66, 0.52], [0.82, 0.76], [0.5, 0.99], [0.06, 0.86]]]
  ],
  [
    // 4
    [[[0.2, 0.04], [0.14, 0.3], [0.1, 0.55, true], [0.5, 0.55], [0.95, 0.5]], [[0.74, 0.02], [0.7, 0.5], [0.66, 1]]],
    [[[0.66, 0], [0.36, 0.32], [0.06, 0.62, true], [0.5, 0.63], [0.97, 0.62]], [[0.68, 0.02], [0.66, 0.5], [0.65, 1]]],
    [[[0.16, 0.03], [0.12, 0.38], [0.36, 0.54], [0.8, 0.44]], [[0.84, 0], [0.79, 0.5], [0.72, 1]]]
  ],
  [
    // 5
    [[[0.88, 0.02], [0.58, 0.03], [0.28, 0.04, true], [0.2, 0.44, true], [0.55, 0.38], [0.86, 0.6], [0.76, 0.9], [0.4, 1], [0.06, 0.88]]],
    [[[0.28, 0.06], [0.24, 0.25], [0.2, 0.46, true], [0.58, 0.42], [0.84, 0.66], [0.64, 0.95], [0.08, 0.96]], [[0.26, 0.06], [0.6, 0.04], [0.94, 0]]],
    [[[0.92, 0], [0.62, 0.04], [0.36, 0.08], [0.22, 0.38], [0.5, 0.46], [0.74, 0.62], [0.72, 0.88], [0.4, 1], [0.1, 0.9]]]
  ],
  [
    // 6
    [[[0.74, 0], [0.36, 0.24], [0.12, 0.62], [0.22, 0.93], [0.55, 1], [0.83, 0.8], [0.7, 0.56], [0.42, 0.55], [0.16, 0.76]]],
    [[[0.54, 0], [0.26, 0.38], [0.14, 0.74], [0.36, 1], [0.74, 0.92], [0.8, 0.66], [0.5, 0.54], [0.18, 0.78]]],
    [[[0.84, 0.06], [0.48, 0.06], [0.18, 0.42], [0.14, 0.8], [0.44, 1], [0.78, 0.86], [0.74, 0.62], [0.46, 0.56], [0.2, 0.7]]]
  ],
  [
    // 7
    [[[0.06, 0.08], [0.5, 0.06], [0.92, 0.05, true], [0.64, 0.48], [0.44, 1]]],
    [[[0.06, 0.08], [0.5, 0.05], [0.92, 0.04, true], [0.62, 0.5], [0.46, 1]], [[0.28, 0.54], [0.8, 0.48]]],
    [[[0.08, 0.2], [0.12, 0.05, true], [0.5, 0.06], [0.9, 0.03, true], [0.66, 0.42], [0.5, 1]]],
    [[[0.1, 0.12], [0.36, 0.03], [0.7, 0.08], [0.88, 0.12], [0.72, 0.46], [0.5, 0.98]]]
  ],
  [
    // 8
    [[[0.76, 0.12], [0.46, 0], [0.2, 0.18], [0.4, 0.42], [0.7, 0.62], [0.78, 0.86], [0.48, 1], [0.18, 0.85], [0.3, 0.6], [0.62, 0.42], [0.82, 0.2], [0.66, 0.03]]],
    [[[0.5, 0], [0.24, 0.1], [0.24, 0.34], [0.5, 0.46], [0.76, 0.34], [0.76, 0.12], [0.5, 0]], [[0.5, 0.46], [0.18, 0.62], [0.16, 0.88], [0.5, 1], [0.84, 0.88], [0.82, 0.62], [0.5, 0.46]]],
    [[[0.84, 0.06], [0.46, 0.02], [0.24, 0.2], [0.48, 0.46], [0.7, 0.74], [0.5, 0.99], [0.24, 0.84], [0.4, 0.56], [0.66, 0.34], [0.86, 0.08]]]
  ],
  [
    // 9
    [[[0.82, 0.18], [0.52, 0], [0.16, 0.18], [0.2, 0.44], [0.5, 0.5], [0.8, 0.22, true], [0.77, 0.6], [0.7, 1]]],
    [[[0.82, 0.16], [0.46, 0], [0.14, 0.2], [0.28, 0.47], [0.64, 0.42], [0.84, 0.14, true], [0.84, 0.55], [0.64, 0.94], [0.2, 0.94]]],
    [[[0.76, 0.1], [0.4, 0.02], [0.18, 0.26], [0.38, 0.46], [0.68, 0.32], [0.8, 0.06], [0.68, 0.5], [0.5, 1]]]
  ]
];

// src/runtime/data/digit-drawing.ts
var SIDE = 28;
var BOX = 20;
var STEPS_PER_CURVE = 6;
function drawDigit(digit, random) {
  const ways = glyphs[digit];
  const way = ways[random.integer(ways.length)];
  const between = (low, high) => low + (high - low) * random.uniform();
  const hand = unsteadyHand(between);
  const strokes = way.map((stroke) => {
    const moved = stroke.map(([x, y, corner]) => {
      const [u, v] = hand([x + 0.025 * random.normal(), y + 0.025 * random.normal()]);
      return corner ? [u, v, corner] : [u, v];
    });
    return smooth(moved);
  });
  const penRadius = between(0.85, 1.5);
  const length = BOX * between(0.94, 1.04) - 2 * penRadius;
  return ink(place(strokes, length, [between(-1, 1), between(-1, 1)], penRadius + 1.5), penRadius);
}
function unsteadyHand(between) {
  const width = between(0.6, 1.1);
  const slant = between(-0.12, 0.4);
  const turn = between(-12, 12) * (Math.PI / 180);
  const bend = [between(-0.04, 0.04), between(-0.04, 0.04)];
  const phase = [between(0, 2 * Math.PI), between(0, 2 * Math.PI)];
  return ([x, y]) => {
    const bentX = x + bend[0] * Math.sin(4 * y + phase[0]);
    const bentY = y + bend[1] * Math.sin(4 * x + phase[1]);
    const u = (bentX - 0.5) * width - slant * (bentY - 0.5);
    const v = bentY - 0.5;
    return [u * Math.cos(turn) - v * Math.sin(turn), u * Math.sin(turn) + v * Math.cos(turn)];
  };
}
function smooth(points) {
  const line = [[points[0][0], points[0][1]]];
  for (let i = 0; i + 1 < points.length; i++) {
    const from = points[i];
    const to = points[i + 1];
    const before = i === 0 || from[2] ? mirrored(from, to) : points[i - 1];
    const after = i + 2 === points.length || to[2] ? mirrored(to, from) : points[i + 2];
    for (let step = 1; step <= STEPS_PER_CURVE; step++) {
      const t = step / STEPS_PER_CURVE;
      line.push([catmullRom(before[0], from[0], to[0], after[0], t), catmullRom(before[1], from[1], to[1], after[1], t)]);
    }
  }
  return line;
}
function mirrored(centre, point) {
  return [2 * centre[0] - point[0], 2 * centre[1] - point[1]];
}
function catmullRom(p0, p1, p2, p3, t) {
  return 0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t ** 2 + (3 * p1 - p0 - 3 * p2 + p3) * t ** 3);
}
function place(strokes, length, shift, margin) {
  const points = strokes.flat();
  const bounds = [0, 1].map((axis) => {
    const values = points.map((p) => p[axis]);
    return { low: Math.min(...values), high: Math.max(...values) };
  });
  const scale = length / Math.max(...bounds.map(({ low, high }) => high - low));
  const mass = centreOfMass(strokes);
  const offsets = bounds.map(({ low, high }, axis) => {
    const wanted = SIDE / 2 + shift[axis] - mass[axis] * scale;
    return Math.min(SIDE - margin - high * scale, Math.max(margin - low * scale, wanted));
  });
  return strokes.map((stroke) => stroke.map(([x, y]) => [x * scale + offsets[0], y * scale + offsets[1]]));
}
function centreOfMass(strokes) {
  let x = 0;
  let y = 0;
  let mass = 0;
  for (const stroke of strokes) {
    for (let i = 0; i + 1 < stroke.length; i++) {
      const [ax, ay] = stroke[i];
      const [bx, by] = stroke[i + 1];
      const length = Math.hypot(bx - ax, by - ay);
      x += length * (ax + bx) / 2;
      y += length * (ay + by) / 2;
      mass += length;
    }
  }
  return [x / mass, y / mass];
}
function ink(strokes, penRadius) {
  const pixels = new Uint8Array(SIDE * SIDE);
  const reach = penRadius + 0.5;
  const first = (value) => Math.max(0, Math.floor(value - reach));
  const last = (value) => Math.min(SIDE - 1, Math.ceil(value + reach));
  for (const stroke of strokes) {
    for (let i = 0; i + 1 < stroke.length; i++) {
      const [ax, ay] = stroke[i];
      const [bx, by] = stroke[i + 1];
      for (let row = first(Math.min(ay, by)); row <= last(Math.max(ay, by)); row++) {
        for (let column = first(Math.min(ax, bx)); column <= last(Math.max(ax, bx)); column++) {
          const distance = distanceToSegment(column + 0.5, row + 0.5, ax, ay, bx, by);
          const darkness = Math.round(255 * Math.min(1, reach - distance));
          const at = row * SIDE + column;
          if (darkness > pixels[at]) pixels[at] = darkness;
        }
      }
    }
  }
  return pixels;
}
function distanceToSegment(x, y, ax, ay, bx, by) {
  const dx = bx - ax;
  const dy = by - ay;
  const squared = dx * dx + dy * dy;
  const t = squared === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / squared));
  const u = ax + t * dx - x;
  const v = ay + t * dy - y;
  return Math.sqrt(u * u + v * v);
}

// src/runtime/data/images.ts
function imageSource({ name, fields, size, pixels, label }) {
  const [imageField, labelField] = fields;
  const perImage = sizeOf(imageField.type.shape);
  return {
    name,
    fields,
    size,
    batch(indices) {
      const data = new Float32Array(indices.length * perImage);
      indices.forEach((index, i) => {
        const bytes = pixels(index);
        for (let j = 0; j < perImage; j++) data[i * perImage + j] = bytes[j] / 255;
      });
      const tensors = /* @__PURE__ */ new Map();
      tensors.set(imageField.name, { dtype: "float32", shape: [indices.length, ...imageField.type.shape], data });
      if (labelField) {
        tensors.set(labelField.name, { dtype: "int32", shape: [indices.length], data: indices.map(label) });
      }
      return tensors;
    }
  };
}

// src/runtime/data/digits.ts
var openDigits = async ({ size, seed }, fields) => {
  const random = new RandomSequence(seed, "data/digits");
  const drawn = [];
  const label = (index) => index % 10;
  const pixels = (index) => drawn[index] ??= drawDigit(label(index), random.at(index));
  return imageSource({ name: "digits", fields, size, pixels, label });
};

// src/runtime/data/error.ts
var DataError = class extends Error {
  name = "DataError";
  /** The way out. */
  help;
  constructor(message, help, options) {
    super(message, options);
    this.help = help;
  }
};

// src/runtime/data/points.ts
function pointSource(set) {
  const random = new RandomSequence(set.seed, `data/${set.name}`);
  const [pointField, labelField] = set.fields;
  return {
    name: set.name,
    fields: set.fields,
    size: set.size,
    ...set.modes && { modes: set.modes },
    batch(indices) {
      const points = new Float32Array(indices.length * 2);
      const labels = new Int32Array(indices.length);
      indices.forEach((index, i) => {
        random.at(index);
        const label = random.integer(set.classes);
        const [x, y] = set.place(label, random);
        points[2 * i] = x + set.std * random.normal();
        points[2 * i + 1] = y + set.std * random.normal();
        labels[i] = label;
      });
      return /* @__PURE__ */ new Map([
        [pointField.name, { dtype: "float32", shape: [indices.length, 2], data: points }],
        [labelField.name, { dtype: "int32", shape: [indices.length], data: labels }]
      ]);
    }
  };
}

// src/runtime/data/grid.ts
var openGrid = async ({ modes, step, std, size, seed }, fields) => {
  const side = Math.sqrt(modes);
  const centre = (i) => (i - (side - 1) / 2) * step;
  const centres = Array.from({ length: modes }, (_, i) => [centre(i % side), centre(Math.floor(i / side))]);
  return pointSource({
    name: "grid",
    fields,
    size,
    seed,
    std,
    classes: modes,
    place: (label) => centres[label],
    modes: { centres, std }
  });
};

// src/runtime/data/mnist.ts
import { existsSync, readdirSync as readdirSync2, statSync } from "node:fs";
import { join as join3, resolve } from "node:path";

// src/runtime/data/idx.ts
import { readFileSync as readFileSync3 } from "node:fs";
import { gunzipSync } from "node:zlib";
var KINDS = {
  images: { magic: 2051, dimensions: "count, height and width" },
  labels: { magic: 2049, dimensions: "the count" }
};
function readIdx(path, kind) {
  const bytes = unpack(path, read2(path));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { magic, dimensions: meaning } = KINDS[kind];
  const found = bytes.length < 4 ? void 0 : view.getUint32(0);
  if (found !== magic) throw foreign(path, kind, bytes, found);
  const rank = magic & 255;
  const start = 4 + 4 * rank;
  if (bytes.length < start) {
    throw new DataError(
      `${path} is truncated: it ends after ${count2(bytes.length)}, before its header does (${start} bytes: ${meaning})`,
      "get the file again"
    );
  }
  const dimensions = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const expected = start + sizeOf(dimensions);
  if (bytes.length !== expected) {
    const wrong = bytes.length < expected ? "is truncated" : "is longer than it says";
    throw new DataError(
      `${path} ${wrong}: its header announces ${dimensions.join(" \xD7 ")}, ${count2(expected)} in all, but there are ${bytes.length}`,
      "get the file again"
    );
  }
  if (sizeOf(dimensions) === 0) {
    throw new DataError(`${path} holds no ${kind}: its header says ${dimensions.join(" \xD7 ")}`, `give a file that holds ${kind}`);
  }
  return { dimensions, bytes: bytes.subarray(start) };
}
var CHECK_PATH = "check the path; relative paths start at the folder of the spec";
var READ_FAILURES = {
  ENOENT: { why: "there is no such file", help: CHECK_PATH },
  ENOTDIR: { why: "a part of the path is a file, not a folder", help: CHECK_PATH },
  EISDIR: { why: "this is a folder", help: "give the file itself" },
  EACCES: { why: "this user may not read it", help: "change its permissions" }
};
function read2(path) {
  try {
    return readFileSync3(path);
  } catch (cause) {
    const { code = "", message } = cause;
    const { why, help } = READ_FAILURES[code] ?? { why: message, help: "check that the file can be read" };
    throw new DataError(`cannot read ${path}: ${why}`, help, { cause });
  }
}
function unpack(path, bytes) {
  if (bytes.length === 0) throw new DataError(`${path} is empty`, "get the file again");
  if (bytes[0] !== 31 || bytes[1] !== 139) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    const why = `it is gzip, but cannot be unpacked (${cause.message})`;
    throw new DataError(`${path} is damaged: ${why}`, "get the file again", { cause });
  }
}
function foreign(path, kind, bytes, found) {
  const { magic } = KINDS[kind];
  const other = kind === "images" ? "labels" : "images";
  if (found === KINDS[other].magic) {
    return new DataError(`${path} holds ${other}, but is given as ${kind}`, "swap the paths of `images` and `labels`");
  }
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, 64)).trimStart();
  if (start.startsWith("<")) {
    return new DataError(`${path} is a web page, not an IDX file of ${kind}`, "the download failed: get the file itself");
  }
  const shown = found === void 0 ? `only ${count2(bytes.length)}` : hex(found);
  return new DataError(
    `${path} is not an IDX file of ${kind}: it starts with ${shown}, not with ${hex(magic)}`,
    "give a file in the format of MNIST (unsigned bytes), gzip or not"
  );
}
var hex = (word) => `0x${word.toString(16).padStart(8, "0")}`;
var count2 = (bytes) => bytes === 1 ? "1 byte" : `${bytes} bytes`;

// src/runtime/data/mnist.ts
var SETS = ["train", "t10k"];
var openMnist = async (parameters, fields, { directory }) => {
  const paths = locate(resolve(directory, parameters.images), parameters.labels && resolve(directory, parameters.labels));
  const [imageField, labelField] = fields;
  const images = readIdx(paths.images, "images");
  const [size, height, width] = images.dimensions;
  if (!sameShape([height, width, 1], imageField.type.shape)) {
    const [h, w] = imageField.type.shape;
    throw new DataError(
      `${paths.images} holds images of ${height} \xD7 ${width}, but ${h} \xD7 ${w} are expected`,
      `use \`idx(\u2026, height: ${height}, width: ${width})\` and declare image[${height}, ${width}, 1], or give another file`
    );
  }
  const labels = paths.labels === void 0 ? void 0 : readLabels(paths.labels, paths.images, size, labelField.type.classes);
  return imageSource({
    name: "mnist",
    fields: labels ? fields : [imageField],
    size,
    pixels: (index) => images.bytes.subarray(index * height * width, (index + 1) * height * width),
    label: (index) => labels[index]
  });
};
function readLabels(path, imagesPath, size, classes) {
  const { bytes } = readIdx(path, "labels");
  if (bytes.length !== size) {
    throw new DataError(
      `${path} holds ${bytes.length} labels, but ${imagesPath} holds ${size} images`,
      "give the two files of one set (both of `train` or both of `t10k`)"
    );
  }
  const beyond = bytes.findIndex((label) => label >= classes);
  if (beyond >= 0) {
    throw new DataError(
      `${path} holds the label ${bytes[beyond]} (example ${beyond}), but labels of class(${classes}) go from 0 to ${classes - 1}`,
      `use \`idx(\u2026, classes: ${Math.max(...new Set(bytes)) + 1})\` and declare as many classes, or give another file`
    );
  }
  return bytes;
}
function locate(images, labels) {
  if (!isFolder(images)) return { images, labels };
  const find = (name) => [name, `${name}.gz`].map((file) => join3(images, file)).find((path) => existsSync(path));
  for (const set of SETS) {
    const found = find(`${set}-images-idx3-ubyte`);
    if (found) return { images: found, labels: labels ?? find(`${set}-labels-idx1-ubyte`) };
  }
  const there = readdirSync2(images);
  const listed = there.length === 0 ? "it is empty" : `it holds ${there.slice(0, 5).join(", ")}${there.length > 5 ? ", \u2026" : ""}`;
  throw new DataError(
    `the folder ${images} does not hold MNIST: ${listed}`,
    "put train-images-idx3-ubyte and train-labels-idx1-ubyte (or those of t10k, each with or without .gz) there, or give the files"
  );
}
function isFolder(path) {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

// src/runtime/data/ring.ts
var openRing = async ({ modes, radius: radius2, std, size, seed }, fields) => {
  const centres = Array.from({ length: modes }, (_, i) => {
    const angle2 = 2 * Math.PI * i / modes;
    return [radius2 * Math.cos(angle2), radius2 * Math.sin(angle2)];
  });
  return pointSource({
    name: "ring",
    fields,
    size,
    seed,
    std,
    classes: modes,
    place: (label) => centres[label],
    modes: { centres, std }
  });
};

// src/runtime/data/spiral.ts
var openSpiral = async ({ turns, std, size, seed, arms }, fields) => pointSource({
  name: "spiral",
  fields,
  size,
  seed,
  std,
  classes: arms,
  place(label, random) {
    const t = radiusAt(random.uniform(), 2 * Math.PI * turns);
    const angle2 = 2 * Math.PI * (turns * t + label / arms);
    return [t * Math.cos(angle2), t * Math.sin(angle2)];
  }
});
function arcLength(t, winding) {
  const a = winding * t;
  return (a * Math.sqrt(1 + a * a) + Math.asinh(a)) / (2 * winding);
}
function radiusAt(share, winding) {
  const goal = share * arcLength(1, winding);
  let t = 1;
  for (let i = 0; i < 50; i++) {
    const next = t - (arcLength(t, winding) - goal) / Math.sqrt(1 + (winding * t) ** 2);
    if (Math.abs(next - t) < 1e-12) return next;
    t = next;
  }
  return t;
}

// src/runtime/data/open.ts
var openers = /* @__PURE__ */ new Map([
  ["ring", openRing],
  ["grid", openGrid],
  ["spiral", openSpiral],
  ["digits", openDigits],
  ["mnist", openMnist],
  ["idx", openMnist]
]);
async function openData(name, parameters, declared, context) {
  const definition = dataSources.get(name);
  const open = openers.get(name);
  if (!definition || !open) {
    throw new DataError(`there is no data source \`${name}\``, `use one of ${[...openers.keys()].join(", ")}`);
  }
  const complete = completeParameters(definition, parameters);
  const source = await open(complete, definition.fields(complete), context);
  if (declared.length > source.fields.length) {
    const delivered = source.fields.map((field) => field.name).join(", ");
    throw new DataError(
      `\`${name}\` delivers ${source.fields.length === 1 ? "one field" : `${source.fields.length} fields`} here (${delivered}), but ${declared.length} are declared (${declared.map((field) => field.name).join(", ")})`,
      definition.fields(complete).length > source.fields.length ? 'give the file of the labels too (`labels: "\u2026"`), or leave the field out' : "leave the last fields out"
    );
  }
  const deliveries = declared.map((field, i) => deliver(name, source.fields[i], field));
  return {
    name,
    fields: deliveries.map((delivery) => delivery.field),
    size: source.size,
    ...source.modes && { modes: source.modes },
    batch(indices) {
      const tensors = source.batch(indices);
      return new Map(deliveries.map(({ field, from, map }) => [field.name, map(tensors.get(from))]));
    }
  };
}
function deliver(source, stored, declared) {
  const refuse = (why, help = `declare ${written(stored)}`) => {
    throw new DataError(`\`${declared.name}\` does not fit the ${stored.name} of \`${source}\`: ${why}`, help);
  };
  const { shape, dtype, range, classes } = stored.type;
  if (declared.dtype !== dtype) refuse(`it is declared as ${declared.dtype}, but the source delivers ${dtype}`);
  if (!sameShape(declared.shape, shape)) {
    refuse(`its shape is declared as [${declared.shape.join(", ")}], but is [${shape.join(", ")}]`);
  }
  if (declared.classes !== classes) {
    refuse(`${declared.classes ?? "no"} classes are declared, but there are ${classes ?? "none"}`);
  }
  if (declared.range && !range) {
    refuse("it has no bounds that could be mapped onto the declared range", "declare it without `in \u2026`");
  }
  const field = {
    name: declared.name,
    doc: stored.doc,
    type: { ...stored.type, ...declared.range && { range: declared.range } }
  };
  const same = !range || !declared.range || range[0] === declared.range[0] && range[1] === declared.range[1];
  return { field, from: stored.name, map: same ? (tensor) => tensor : (tensor) => mapLinearly(tensor, range, declared.range) };
}
function written({ type }) {
  if (type.classes !== void 0) return `class(${type.classes})`;
  const sides = type.shape.join(", ");
  return type.range ? `image[${sides}] in ${type.range[0]}..${type.range[1]}` : `tensor[${sides}]`;
}
function mapLinearly(tensor, from, to) {
  const scale = (to[1] - to[0]) / (from[1] - from[0]);
  const { data } = tensor;
  for (let i = 0; i < data.length; i++) data[i] = to[0] + (data[i] - from[0]) * scale;
  return tensor;
}

// src/runtime/data/batches.ts
function minibatchIndices(size, batch, position, seed, shuffle, name = "") {
  const indices = new Int32Array(batch);
  for (let filled = 0; filled < batch; ) {
    const epoch = Math.floor((position + filled) / size);
    const start = position + filled - epoch * size;
    const count3 = Math.min(size - start, batch - filled);
    if (shuffle) indices.set(epochOrder(size, epoch, seed, name).subarray(start, start + count3), filled);
    else for (let i = 0; i < count3; i++) indices[filled + i] = start + i;
    filled += count3;
  }
  return indices;
}
var remembered = /* @__PURE__ */ new Map();
var REMEMBERED_EPOCHS = 4;
function epochOrder(size, epoch, seed, name) {
  const key = `${size}/${epoch}/${seed}/${name}`;
  let order = remembered.get(key);
  if (!order) {
    order = permutation(size, { seed, stream: `data/shuffle/${name}`, step: epoch });
    const oldest = remembered.keys().next();
    if (remembered.size >= REMEMBERED_EPOCHS && !oldest.done) remembered.delete(oldest.value);
    remembered.set(key, order);
  }
  return order;
}

// src/runtime/train/feeds.ts
function feedsFor(graph, sources, position) {
  const feeds = /* @__PURE__ */ new Map();
  const minibatches = /* @__PURE__ */ new Map();
  for (const { node, name, source } of graph.inputs) {
    const { shape } = graph.nodes[node].output;
    if (source.kind === "random") {
      const stream = position.streams + source.stream;
      feeds.set(name, draw(source.distribution, shape, { seed: sources.seed, stream, step: position.step }));
    } else if (source.kind === "data") {
      const dataSet = sources.dataSetOf.get(source.field);
      const key = `${dataSet}@${source.round}`;
      let minibatch = minibatches.get(key);
      if (!minibatch) {
        const from = sources.data.get(dataSet);
        const at = position.examplesBefore(source.round);
        minibatch = from.batch(minibatchIndices(from.size, shape[0], at, sources.seed, true, position.streams + dataSet));
        minibatches.set(key, minibatch);
      }
      feeds.set(name, minibatch.get(source.field));
    }
  }
  return feeds;
}

// src/runtime/train/initialize.ts
function initialVariables(variables, seed) {
  const values = /* @__PURE__ */ new Map();
  for (const { path, shape, start } of variables) {
    if (start.kind === "copy") {
      const { dtype, data } = values.get(start.of);
      values.set(path, { dtype, shape, data: data.slice() });
      continue;
    }
    const from = startOf(start.initializer, shape);
    const value = typeof from === "number" ? { dtype: "float32", shape, data: new Float32Array(sizeOf(shape)).fill(from) } : draw(from, shape, { seed, stream: `initial/${path}`, step: 0 });
    values.set(path, value);
  }
  return values;
}

// src/runtime/train/non-finite.ts
var TrainingError = class extends Error {
  name = "TrainingError";
  diagnostic;
  constructor(diagnostic) {
    super(diagnostic.message);
    this.diagnostic = diagnostic;
  }
};
function nonFiniteDiagnostic(source, graph, found, symptom) {
  const word = Number.isNaN(symptom.value) ? "NaN" : "infinite";
  const what = symptom.name.endsWith(".gradient_norm") ? `the gradient of \`${symptom.name.replace(".gradient_norm", "")}\`` : `\`${symptom.name}\``;
  const node = found ? graph.nodes[found.node] : void 0;
  const from = node?.origin;
  const file = from && [source, ...libraryFiles].find((f) => f.name === from.file);
  const at = file && from ? span(file, from.start, from.end) : span(source, 0, Math.min(1, source.text.length));
  return {
    code: "not-finite",
    severity: "error",
    message: `${what} became ${word} at step ${symptom.step}`,
    span: at,
    label: node ? `the first ${found.kind} comes out of ${describe(node)}` : "no single value shows where",
    // A line of the library says little without the loss that led there.
    ...symptom.loss && at.source !== source && { labels: [{ span: symptom.loss, text: "in this loss" }] },
    why: node ? causes[node.op] ?? "the values grew beyond what 32-bit numbers hold" : "the values grew beyond what 32-bit numbers hold",
    help: "lower the learning rate, bound the value (`clamp`, a loss on logits), or look at the last samples and metrics; the weights before this step are kept"
  };
}
function describe(node) {
  const shape = `[${node.output.shape.join(", ")}]`;
  const backward = node.scope?.endsWith("(backward)") ? " in the backward pass" : "";
  return node.op === "Placeholder" ? `\`${String(node.attributes["name"])}\`, which comes in like that` : `\`${node.op}\` ${shape}${backward}`;
}
var causes = {
  Placeholder: "the update of the step before made it so: its learning rate is far too high",
  Log: "the logarithm of 0 is \u2212\u221E, and of a negative number NaN: a probability got there",
  Log1p: "log(1 + x) is \u2212\u221E at \u22121: a probability got to 1",
  Sqrt: "the square root of a negative number is NaN",
  Rsqrt: "1 / \u221Ax is infinite at 0",
  Reciprocal: "1 / x is infinite at 0",
  RealDiv: "something was divided by 0",
  Exp: "exp of more than 88 is beyond what 32-bit numbers hold",
  Pow: "a power of a negative number, or one too large"
};

// src/runtime/train/session.ts
async function openSession(program, options) {
  const data = /* @__PURE__ */ new Map();
  for (const set of program.data) {
    const fields = set.fields.map(({ name, type }) => {
      const { dtype } = graphType(type, 1);
      const { range, classes } = type;
      return { name, shape: type.shape, dtype, ...range && { range }, ...classes !== void 0 && { classes } };
    });
    data.set(set.name, await openData(set.source.name, set.parameters, fields, { directory: options.directory }));
  }
  return new OpenSession(program, options, data);
}
var OpenSession = class {
  program;
  model;
  engine;
  seed;
  directory;
  data;
  step = 0;
  source;
  fieldSets;
  prepared = /* @__PURE__ */ new WeakMap();
  valueGraphs = /* @__PURE__ */ new Map();
  constructor(program, { engine, source, seed, directory }, data) {
    this.program = program;
    this.engine = engine;
    this.source = source;
    this.seed = seed;
    this.directory = directory;
    this.data = data;
    this.fieldSets = new Map(program.data.flatMap((set) => set.fields.map((f) => [f.name, set.name])));
    this.model = compile(program, { stepsPerEpoch: stepsPerEpoch(program, data) });
    engine.write(initialVariables(this.model.variables, seed));
  }
  async runStep() {
    const graph = this.model.step(this.step);
    const prepared = this.prepare(graph);
    const feeds = feedsFor(graph, this.sources(), this.trainingPosition());
    const outputs = await this.engine.run(prepared, feeds);
    const values = new Map([...outputs].map(([name, tensor]) => [name, tensor.data[0]]));
    const bad = [...values].find(([, value]) => !Number.isFinite(value));
    if (bad) {
      this.engine.discard();
      const found = await this.engine.trace(prepared, feeds);
      throw new TrainingError(nonFiniteDiagnostic(this.source, graph, found, { name: bad[0], value: bad[1], step: this.step + 1, ...this.declared(bad[0]) }));
    }
    this.engine.commit();
    this.step++;
    return { step: this.step, values };
  }
  async values(expressions, n, options = {}) {
    const { using = [], streams = "sample/", step = 0, seed = this.seed } = options;
    const key = [[...expressions.keys()].join(), n, using.map((u) => u.name).join()].join("|");
    let graph = this.valueGraphs.get(key);
    if (!graph) {
      graph = this.model.values(`${this.program.name}/values`, expressions, { batch: n, using });
      this.valueGraphs.set(key, graph);
    }
    const position = { step, streams, examplesBefore: () => 0 };
    const outputs = await this.engine.run(this.prepare(graph), feedsFor(graph, { ...this.sources(), seed }, position));
    this.engine.commit();
    return outputs;
  }
  state() {
    return this.engine.read();
  }
  restore(state) {
    const missing = this.model.variables.find((v) => !state.has(v.path));
    if (missing) throw new SetupError(`the checkpoint lacks \`${missing.path}\``, "resume with the spec that the checkpoint was made from");
    this.checkShapes(state, "the checkpoint");
    this.engine.write(state);
    this.step = state.get(stepPath)?.data[0] ?? 0;
  }
  setWeights(weights, file) {
    this.checkShapes(weights, file);
    this.engine.write(weights);
    const copies = this.model.variables.flatMap(({ path, start }) => {
      const from = start.kind === "copy" && !weights.has(path) ? weights.get(start.of) : void 0;
      return from ? [[path, from]] : [];
    });
    this.engine.write(new Map(copies));
  }
  dataSetOf(field) {
    return this.data.get(this.fieldSets.get(field));
  }
  checkShapes(tensors, file) {
    const known = new Map(this.model.variables.map((v) => [v.path, v]));
    for (const [name, tensor] of tensors) {
      const variable = known.get(name);
      if (!variable) {
        const some = [...known.keys()].filter((path) => !path.startsWith("optimizer/")).slice(0, 12).join(", ");
        throw new SetupError(`${file} has \`${name}\`, which this spec does not know`, `its weights are named NETWORK/layer/weight: ${some}, \u2026`);
      }
      if (!sameShape(variable.shape, tensor.shape) || tensor.dtype !== "float32") {
        const found = `${tensor.dtype}[${tensor.shape.join(", ")}]`;
        throw new SetupError(
          `\`${name}\` in ${file} is ${found}, and the spec makes it float32[${variable.shape.join(", ")}]`,
          "use weights that were made from this spec, with the same `--set` constants"
        );
      }
    }
  }
  /** Where the loss of an output of a step is declared. */
  declared(output) {
    const loss = this.program.losses.get(output.replace(".gradient_norm", ""));
    return loss ? { loss: loss.span } : {};
  }
  prepare(graph) {
    let prepared = this.prepared.get(graph);
    if (!prepared) this.prepared.set(graph, prepared = this.engine.prepare(graph));
    return prepared;
  }
  sources() {
    return { seed: this.seed, data: this.data, dataSetOf: this.fieldSets };
  }
  trainingPosition() {
    const rounds = this.model.dataRounds;
    const batch = this.program.training.batch;
    return {
      step: this.step,
      streams: "",
      examplesBefore: (round) => (this.step * rounds.length + rounds.indexOf(round)) * batch
    };
  }
};
function stepsPerEpoch(program, data) {
  if (!program.training || data.size === 0) return 1;
  const rounds = Math.max(1, compile(program).dataRounds.length);
  const examples = Math.max(...[...data.values()].map((source) => source.size));
  return Math.max(1, Math.ceil(examples / (program.training.batch * rounds)));
}

export {
  openEngine,
  encodeSafetensors,
  decodeSafetensors,
  requireFree,
  createRun,
  openRun,
  metricsPath,
  samplePath,
  saveCheckpoint,
  loadCheckpoint,
  loadLatestCheckpoint,
  imageGrid,
  scatterPlot,
  SetupError,
  openSession
};
