import {
  version
} from "./chunk-3FHKLPFX.js";
import {
  SetupError,
  createRun,
  decodeSafetensors,
  encodeSafetensors,
  imageGrid,
  loadCheckpoint,
  loadLatestCheckpoint,
  metricsPath,
  openEngine,
  openRun,
  openSession,
  requireFree,
  samplePath,
  saveCheckpoint,
  scatterPlot
} from "./chunk-PI7XZ37N.js";
import {
  CheckpointError,
  SpecError,
  makeFolder,
  outputError,
  writeFile
} from "./chunk-HFSEE7HO.js";
import {
  analyze
} from "./chunk-SEVP2GN3.js";
import {
  sameShape
} from "./chunk-XRU6SZGH.js";

// src/runtime/train/train.ts
import { readFileSync as readFileSync2 } from "node:fs";
import { dirname as dirname2, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";

// src/runtime/output/metrics-log.ts
import { closeSync, fstatSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
var MetricsLog = class {
  path;
  file;
  constructor(path) {
    this.path = path;
    try {
      makeFolder(dirname(path));
      this.file = openSync(path, "a");
    } catch (cause) {
      throw outputError(path, cause);
    }
  }
  append(record) {
    const line = Buffer.from(`${JSON.stringify(record, (_, value) => isNotFinite(value) ? String(value) : value)}
`);
    const before = fstatSync(this.file);
    try {
      for (let at = 0; at < line.length; ) at += writeSync(this.file, line, at);
    } catch (cause) {
      if (before.isFile()) ftruncateSync(this.file, before.size);
      throw outputError(this.path, cause);
    }
  }
  close() {
    closeSync(this.file);
  }
};
var isNotFinite = (value) => typeof value === "number" && !Number.isFinite(value);
function truncateMetrics(path, step) {
  let text;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    if (cause.code === "ENOENT") return;
    throw new CheckpointError(`cannot read ${path}: ${cause.message}`, "check that the file can be read", { cause });
  }
  const lines = text.split("\n").slice(0, -1);
  const kept = lines.filter((line, i) => stepOf(line, path, i + 1) <= step).map((line) => `${line}
`).join("");
  if (kept !== text) writeFile(path, kept);
}
function stepOf(line, path, number) {
  try {
    const { step } = JSON.parse(line);
    if (typeof step === "number") return step;
  } catch {
  }
  throw new CheckpointError(
    `${path}, line ${number}, is not a JSON object with a number \`step\``,
    "correct or remove the line, or move the file away to start a new log"
  );
}

// src/runtime/metrics/modes.ts
function modeCoverage(samples, { centres, std }) {
  const width = centres[0].length;
  const n = samples.shape[0];
  if (!n || !sameShape(samples.shape, [n, width])) {
    throw new RangeError(`mode coverage takes samples of shape [n, ${width}], not [${samples.shape.join(", ")}]`);
  }
  const covered = /* @__PURE__ */ new Set();
  let highQuality = 0;
  for (let i = 0; i < n; i++) {
    const nearest = nearestCentre(samples.data.subarray(i * width, (i + 1) * width), centres);
    if (nearest.distance <= 3 * std) {
      covered.add(nearest.index);
      highQuality++;
    }
  }
  return { modes: covered.size, of: centres.length, highQuality: highQuality / n };
}
function nearestCentre(point, centres) {
  let index = -1;
  let least = Infinity;
  centres.forEach((centre, i) => {
    let squared = 0;
    for (let axis = 0; axis < centre.length; axis++) squared += (point[axis] - centre[axis]) ** 2;
    if (squared < least) {
      least = squared;
      index = i;
    }
  });
  return { index, distance: Math.sqrt(least) };
}

// src/runtime/metrics/index.ts
var metrics = /* @__PURE__ */ new Map([
  [
    "modes",
    {
      doc: "Modes covered, how many there are, and the share of samples within 3\u03C3 of the nearest.",
      needs: "modes",
      measure(samples, { name, modes }) {
        if (!modes) throw new RangeError(`the modes of \`${name}\` are not known; those of \`ring\` and \`grid\` are`);
        return { ...modeCoverage(samples, modes) };
      }
    }
  ]
]);

// src/runtime/train/reports.ts
function isDue(report, session, step) {
  if (step >= session.model.totalSteps) return true;
  if (!report.every) return false;
  const period = report.every.unit === "steps" ? report.every.count : report.every.count * session.model.stepsPerEpoch;
  return step > 0 && step % period === 0;
}
async function makeReport(report, session) {
  return { report, ...await makers[report.definition.name](report, session) };
}
var makers = {
  async modes(report, session) {
    const [samples, data] = report.inputs;
    const found = await compute(report, session, [samples], report.settings["n"], "evaluate/");
    if (data.kind !== "data") throw new RangeError("the second argument of `modes` is a field of a data set");
    return { numbers: metrics.get("modes").measure(found[0], session.dataSetOf(data.field)) };
  },
  async grid(report, session) {
    const { rows, columns } = report.settings;
    const [images] = await compute(report, session, report.inputs, rows * columns, "sample/");
    const range = report.inputs[0].type.range;
    return { picture: imageGrid(images, { range: finite(range) ?? [-1, 1], columns }) };
  },
  async scatter(report, session) {
    const [fake, real] = await compute(report, session, report.inputs, report.settings["n"], "sample/");
    return { picture: scatterPlot(real, fake) };
  }
};
var finite = (range) => range && range.every(Number.isFinite) ? range : void 0;
async function compute(report, session, inputs, n, streams) {
  const named = new Map(inputs.map((input, i) => [`${report.text}[${i}]`, input]));
  const step = streams === "evaluate/" ? session.step : 0;
  return [...(await session.values(named, n, { using: report.using, streams, step })).values()];
}

// src/runtime/train/train.ts
async function train(source, options = {}) {
  const { program, warnings } = trainable(source, options.constants);
  if (options.run !== void 0) requireFree(options.run);
  const engine = await openEngine(options.engine ?? "auto", options.threads === void 0 ? {} : { threads: options.threads });
  try {
    const session = await openSession(program, { engine, source, seed: options.seed ?? 0, directory: dirname2(resolve(source.name)) });
    if (options.weights !== void 0) session.setWeights(readWeights(options.weights), options.weights);
    if (options.saveInitial !== void 0) await saveWeights(session, options.saveInitial);
    const graph = JSON.stringify(session.model.step(0));
    const run = options.run === void 0 ? null : createRun(options.run, { spec: source.text, graph });
    options.onStart?.({ session, totalSteps: totalSteps(session, options), warnings });
    return await new Training(session, run, options).run();
  } finally {
    engine.dispose();
  }
}
async function resume(folder, options = {}) {
  const run = openRun(folder);
  const checkpoint = options.fromStep === void 0 ? loadLatestCheckpoint(run) : loadCheckpoint(run, options.fromStep);
  if (!checkpoint) throw new CheckpointError(`${folder} has no checkpoint yet`, "remove the folder and train anew");
  const { manifest } = checkpoint;
  const source = { name: `${folder}/spec.gan`, text: run.spec };
  const { program, warnings } = trainable(source, new Map(Object.entries(manifest.consts)));
  const engine = await openEngine(options.engine ?? manifest.engine, options.threads === void 0 ? {} : { threads: options.threads });
  try {
    const { directory } = manifest;
    const session = await openSession(program, { engine, source, seed: manifest.seed, directory });
    session.restore(checkpoint.tensors);
    truncateMetrics(metricsPath(run), session.step);
    options.onStart?.({ session, totalSteps: totalSteps(session, options), warnings });
    return await new Training(session, run, options).run();
  } finally {
    engine.dispose();
  }
}
function trainable(source, constants) {
  const { program, diagnostics } = analyze(source, constants ? { constants } : {});
  if (!program) throw new SpecError(diagnostics);
  if (!program.training) {
    throw new SetupError(`${source.name} has no training program`, "add one, such as `train for 1_000 steps, batch 64 { minimize g over G using adam(1e-4) }`");
  }
  return { program, warnings: diagnostics };
}
var totalSteps = (session, options) => options.steps ?? session.model.totalSteps;
function readWeights(path) {
  let bytes;
  try {
    bytes = readFileSync2(path);
  } catch (cause) {
    const { code, message } = cause;
    const why = code === "ENOENT" ? "there is no such file" : message;
    throw new CheckpointError(`cannot read ${path}: ${why}`, "give a safetensors file", { cause });
  }
  return decodeSafetensors(bytes, path).tensors;
}
async function saveWeights(session, path) {
  const names = [...session.program.networks.values()].filter((n) => !n.averageOf).flatMap((n) => n.weights.map((w) => w.path));
  writeFile(path, encodeSafetensors(await session.engine.read(names)));
}
var SECONDS_BETWEEN_CHECKPOINTS = 120;
var Training = class {
  session;
  folder;
  options;
  total;
  log;
  metrics = /* @__PURE__ */ new Map();
  savedAt = performance.now();
  savedStep = -1;
  constructor(session, folder, options) {
    this.session = session;
    this.folder = folder;
    this.options = options;
    this.total = totalSteps(session, options);
    this.log = folder && new MetricsLog(metricsPath(folder));
  }
  async run() {
    try {
      return await this.loop();
    } finally {
      this.log?.close();
    }
  }
  async loop() {
    const { session, options } = this;
    const first = session.step;
    const started = performance.now();
    let yielded = started;
    let values = /* @__PURE__ */ new Map();
    while (session.step < this.total && !options.signal?.aborted) {
      try {
        ({ values } = await session.runStep());
      } catch (cause) {
        await this.save();
        throw cause;
      }
      const { step } = session;
      this.logStep(step, values);
      await this.report(step);
      const now = performance.now();
      const stepsPerSecond = (step - first) * 1e3 / (now - started);
      options.onProgress?.({ step, totalSteps: this.total, values, stepsPerSecond, secondsLeft: (this.total - step) / stepsPerSecond });
      if (now - this.savedAt > SECONDS_BETWEEN_CHECKPOINTS * 1e3 || options.checkpointEvery && step % options.checkpointEvery === 0) await this.save();
      if (now - yielded > 30) {
        await setImmediate();
        yielded = performance.now();
      }
    }
    await this.save();
    return { step: session.step, finished: session.step >= this.total, values, metrics: this.metrics, weights: await session.state() };
  }
  logStep(step, values) {
    const every = this.options.logEvery ?? 10;
    if (step % every === 0 || step === 1 || step === this.total) this.log?.append({ step, ...Object.fromEntries(values) });
  }
  async report(step) {
    const reports = this.session.program.reports.filter((r) => isDue(r, this.session, step) || step === this.total);
    for (const report of reports) {
      const result = await makeReport(report, this.session);
      if (result.numbers) {
        this.metrics.set(report.text, result.numbers);
        const named = Object.fromEntries(Object.entries(result.numbers).map(([name, value]) => [`${report.text}.${name}`, value]));
        this.log?.append({ step, ...named });
      }
      const file = result.picture && this.folder ? samplePath(this.folder, step, this.pictureName(report)) : void 0;
      if (file) writeFile(file, result.picture);
      this.options.onReport?.(result, step, file);
    }
  }
  /** The only picture of a spec needs no name; several are numbered in the order of the spec. */
  pictureName(report) {
    const pictures = this.session.program.reports.filter((r) => r.definition.kind === "picture");
    return pictures.length === 1 ? "" : `${report.definition.name}-${pictures.indexOf(report) + 1}`;
  }
  async save() {
    const { session, folder } = this;
    if (!folder || session.step === this.savedStep) return;
    const { engine, device } = session.engine.description;
    const { step, seed, directory } = session;
    const consts = Object.fromEntries(session.program.constants);
    saveCheckpoint(folder, { step, seed, engine, device, consts, directory, createdBy: version }, await session.state());
    this.savedAt = performance.now();
    this.savedStep = step;
  }
};

export {
  train,
  resume
};
