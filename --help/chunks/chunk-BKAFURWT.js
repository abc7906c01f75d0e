import {
  encodeSafetensors,
  imageGrid,
  loadCheckpoint,
  loadLatestCheckpoint,
  openEngine,
  openRun,
  openSession,
  scatterPlot
} from "./chunk-PI7XZ37N.js";
import {
  CheckpointError,
  OutputError,
  SpecError,
  writeFile
} from "./chunk-HFSEE7HO.js";
import {
  analyze
} from "./chunk-SEVP2GN3.js";

// src/runtime/train/sample.ts
import { extname, join } from "node:path";
async function sampleRun(folder, options) {
  const run = openRun(folder);
  const checkpoint = options.step === void 0 ? loadLatestCheckpoint(run) : loadCheckpoint(run, options.step);
  if (!checkpoint) throw new CheckpointError(`${folder} has no checkpoint yet`, "train it first");
  const source = { name: join(folder, "spec.gan"), text: run.spec };
  const { program, diagnostics } = analyze(source, { constants: new Map(Object.entries(checkpoint.manifest.consts)) });
  if (!program) throw new SpecError(diagnostics);
  const { name, expression, using } = chooseValue(program, options.value);
  const engine = await openEngine(options.engine ?? "auto");
  try {
    const { seed, directory } = checkpoint.manifest;
    const session = await openSession(program, { engine, source, seed, directory });
    session.restore(checkpoint.tensors);
    const values = await session.values(/* @__PURE__ */ new Map([[name, expression]]), options.n, { using, seed: options.seed ?? 0 });
    const samples = values.get(name);
    const type = expression.type;
    const file = options.out ?? join(folder, type.shape.length === 3 ? "samples.png" : "samples.csv");
    writeFile(file, encode(samples, type, file, name));
    return { file, value: name, shape: samples.shape };
  } finally {
    engine.dispose();
  }
}
function chooseValue(program, wanted) {
  const using = program.reports.find((r) => r.using.length > 0)?.using ?? [];
  const values = new Map([...program.values].filter(([, e]) => e.type.kind === "tensor" && e.type.batched));
  const named = wanted ?? [...values].find(([, e]) => program.reports.some((r) => r.inputs.includes(e)))?.[0] ?? values.keys().next().value;
  const expression = named === void 0 ? void 0 : values.get(named);
  if (named !== void 0 && expression) return { name: named, expression, using };
  const known = [...values.keys()];
  throw new CheckpointError(
    wanted === void 0 ? "the spec has no `let` to sample from" : `the spec has no \`let ${wanted}\` to sample from`,
    known.length > 0 ? `it has ${known.join(", ")}` : "add one, such as `let fake = G(z)`"
  );
}
function encode(samples, type, file, name) {
  switch (extname(file)) {
    case ".safetensors":
      return encodeSafetensors(/* @__PURE__ */ new Map([[name, samples]]));
    case ".csv":
      return csv(samples);
    default: {
      const [low, high] = type.range ?? [-1, 1];
      if (type.shape.length === 3) return imageGrid(samples, { range: Number.isFinite(low) && Number.isFinite(high) ? [low, high] : [-1, 1] });
      if (type.shape.length === 1 && type.shape[0] === 2) return scatterPlot(samples, samples);
      throw new OutputError(`\`${name}\` is [${type.shape.join(", ")}]: neither images nor points of the plane`, "write it as .csv or .safetensors");
    }
  }
}
function csv({ shape, data }) {
  const width = data.length / shape[0];
  const header = Array.from({ length: width }, (_, i) => `x${i}`).join(",");
  const rows = Array.from({ length: shape[0] }, (_, i) => Array.from(data.subarray(i * width, (i + 1) * width)).join(","));
  return `${[header, ...rows].join("\n")}
`;
}

export {
  sampleRun
};
