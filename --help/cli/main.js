#!/usr/bin/env node
import {
  render,
  summary
} from "../chunks/chunk-M2ODD3UZ.js";
import {
  planMemory
} from "../chunks/chunk-76TPCR3S.js";
import {
  version
} from "../chunks/chunk-3FHKLPFX.js";
import {
  SpecError,
  writeFile
} from "../chunks/chunk-HFSEE7HO.js";
import {
  analyze,
  compile,
  didYouMean,
  formatType as formatType2,
  hasErrors,
  lex,
  opOf,
  parameterCount,
  parse,
  positionAt
} from "../chunks/chunk-SEVP2GN3.js";
import {
  bytesOf,
  formatType,
  sizeOf
} from "../chunks/chunk-XRU6SZGH.js";

// src/cli/main.ts
import { Command, CommanderError } from "commander";

// src/cli/exit-codes.ts
var exitCodes = {
  fine: 0,
  /** The spec, or the training, has errors. */
  errors: 1,
  /** Wrong usage, files that cannot be read or written, data that are not what they should be. */
  usage: 2,
  /** Our bug (EX_SOFTWARE of sysexits.h). */
  bug: 70,
  /** Stopped by Ctrl-C, everything saved (128 + SIGINT). */
  interrupted: 130,
  /** Nobody reads what it writes any more, as with `| head` (128 + SIGPIPE). */
  notRead: 141
};

// src/cli/options.ts
import { InvalidArgumentError, Option } from "commander";
function setOption() {
  return new Option("--set <name=value>", "a value for a `const` of the spec (may be repeated)").argParser(readConstant).default(/* @__PURE__ */ new Map(), "none");
}
function readConstant(text, before) {
  const [, name, value] = /^([A-Za-z]\w*)=(.*)$/s.exec(text) ?? [];
  if (name === void 0 || value === void 0) throw new InvalidArgumentError("write NAME=VALUE, as in --set width=32");
  const number = Number(value.replaceAll("_", ""));
  const known = value === "true" ? true : value === "false" ? false : value.trim() !== "" && !Number.isNaN(number) ? number : value;
  return new Map(before).set(name, known);
}
function wholeNumber(least) {
  return (text) => {
    const value = /^\d[\d_]*$/.test(text) ? Number(text.replaceAll("_", "")) : NaN;
    if (!Number.isSafeInteger(value) || value < least) throw new InvalidArgumentError(`a whole number of at least ${least} is needed`);
    return value;
  };
}
function jsonOption() {
  return new Option("--json", "print JSON for programs to read").default(false);
}
function engineOption() {
  return new Option("--engine <name>", "what computes: wasm (SIMD and threads), cpu (the slow reference), or auto").choices(["auto", "wasm", "cpu"]).default("auto");
}

// src/cli/spec-file.ts
import { readFileSync } from "node:fs";

// src/cli/terminal.ts
import picocolors from "picocolors";
function coloursFor(stream) {
  const { env } = process;
  const forced = env["NO_COLOR"] !== void 0 || env["FORCE_COLOR"] !== void 0;
  const wanted = forced ? picocolors.isColorSupported : stream.isTTY === true && env["TERM"] !== "dumb";
  return picocolors.createColors(wanted);
}
var colours = coloursFor(process.stdout);
var errorColours = coloursFor(process.stderr);

// src/cli/failure.ts
var UserError = class extends Error {
  name = "UserError";
  help;
  constructor(message, help, options) {
    super(message, options);
    this.help = help;
  }
};
function reportFailure(cause) {
  const diagnostics = diagnosticsOf(cause);
  if (diagnostics) {
    process.stderr.write(`${render(diagnostics, { color: errorColours.isColorSupported })}
`);
    return exitCodes.errors;
  }
  if (cause instanceof Error && "help" in cause && typeof cause.help === "string") {
    process.stderr.write(`${errorColours.red("error")}: ${cause.message}
  ${errorColours.cyan("help")}: ${cause.help}
`);
    return exitCodes.usage;
  }
  const text = cause instanceof Error ? cause.stack ?? cause.message : String(cause);
  process.stderr.write(`${errorColours.red("bug")}: this is a mistake in ganspec, not in your spec. Please report it, with the spec and this:
${text}
`);
  return exitCodes.bug;
}
function diagnosticsOf(cause) {
  if (!(cause instanceof Error)) return null;
  if (cause.name === "SpecError" && "diagnostics" in cause) return cause.diagnostics;
  if (cause.name === "TrainingError" && "diagnostic" in cause) return [cause.diagnostic];
  return null;
}

// src/cli/spec-file.ts
function readSpec(path) {
  let bytes;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    const { code, message } = cause;
    const why = code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "it is a folder" : message;
    throw new UserError(`cannot read ${path}: ${why}`, "give the path of a .gan file; `gan init` writes a first one", { cause });
  }
  try {
    return { name: path, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch (cause) {
    throw new UserError(`${path} is not a text in UTF-8`, "a spec is a text file; save it as UTF-8", { cause });
  }
}
function requireConstants(spec, constants, path) {
  const names = spec.declarations.flatMap((d) => d.kind === "const" ? [d.name.name] : []);
  for (const name of constants.keys()) {
    if (names.includes(name)) continue;
    const near = didYouMean(name, names);
    const help = near.length > 0 ? `did you mean ${near.join(" or ")}?` : names.length > 0 ? `it has ${names.join(", ")}` : "it has none";
    throw new UserError(`${path} has no \`const ${name}\` to set`, help);
  }
}

// src/cli/check.ts
function addCheck(program2) {
  program2.command("check").summary("find what is wrong with a spec").description("Checks names, shapes, meanings, ranges and the training program of one or more specs, without training.").argument("<files...>", ".gan files").addOption(setOption()).addOption(jsonOption()).addHelpText("after", "\nExamples:\n  $ gan check specs/dcgan.gan\n  $ gan check specs/*.gan\n  $ gan check digits.gan --set width=48 --json").action((files, options) => {
    const checked = files.map((path) => checkFile(path, options.set));
    if (options.json) process.stdout.write(`${JSON.stringify({ version: 1, files: checked.map(toJson) }, null, 2)}
`);
    else process.stdout.write(checked.map(toText).join(files.length > 1 ? "\n" : ""));
    if (checked.some((c) => hasErrors(c.diagnostics))) process.exitCode = exitCodes.errors;
  });
}
function checkFile(path, constants) {
  const source = readSpec(path);
  if (constants.size > 0) requireConstants(parse(source).spec, constants, path);
  return { path, ...analyze(source, { constants }) };
}
function toText({ path, diagnostics, program: program2 }) {
  if (diagnostics.length > 0) return `${render(diagnostics, { color: colours.isColorSupported })}

${path}: ${summary(diagnostics)}
`;
  const networks = [...program2?.networks.values() ?? []].filter((n) => !n.averageOf);
  const sizes = networks.map((n) => `${n.name} ${parameterCount(n).toLocaleString("en-US")}`).join(" \xB7 ");
  return `${path}: ${summary(diagnostics)}${sizes && ` (parameters: ${sizes})`}
`;
}
function toJson({ path, diagnostics }) {
  return { file: path, ok: !hasErrors(diagnostics), diagnostics: diagnostics.map(diagnosticToJson) };
}
function diagnosticToJson(d) {
  return {
    ...d,
    span: spanToJson(d.span),
    ...d.labels && { labels: d.labels.map((l) => ({ text: l.text, span: spanToJson(l.span) })) },
    ...d.fix && { fix: { ...d.fix, edits: d.fix.edits.map((e) => ({ replacement: e.replacement, span: spanToJson(e.span) })) } }
  };
}
function spanToJson({ source, start: start2, end }) {
  return { file: source.name, start: { offset: start2, ...positionAt(source, start2) }, end: { offset: end, ...positionAt(source, end) } };
}

// src/cli/init.ts
import { existsSync, readdirSync, readFileSync as readFileSync2 } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Option as Option2 } from "commander";
var folder = fileURLToPath(new URL("../../specs/", import.meta.url));
function addInit(program2) {
  const templates = readdirSync(folder).filter((name) => name.endsWith(".gan")).map((name) => name.slice(0, -".gan".length));
  program2.command("init").summary("write a first spec").description("Writes a spec that trains as it is, to start from.").argument("[name]", "name of the model and the file").addOption(new Option2("--template <name>", "which spec to start from; the one of that name, or ring").choices(templates)).addHelpText("after", "\nExamples:\n  $ gan init ring\n  $ gan init faces --template digits").action((name, options) => {
    const template = options.template ?? (name !== void 0 && templates.includes(name) ? name : "ring");
    const model = name ?? template;
    const file = `${model}.gan`;
    const text = readFileSync2(join(folder, `${template}.gan`), "utf8").replace(/^model \w+/m, `model ${model}`);
    requireName(model, { name: file, text });
    if (existsSync(file)) throw new UserError(`${file} is there already`, "choose another name, or remove it");
    writeFile(file, text);
    process.stdout.write(`wrote ${file}
next: gan check ${file}, then gan train ${file}
`);
  });
}
function requireName(model, spec) {
  if (!/^[A-Za-z]\w*$/.test(model)) throw new UserError(`\`${model}\` cannot be the name of a model`, "use letters, digits and underscores, a letter first");
  if (hasErrors(parse(spec).diagnostics)) throw new UserError(`\`${model}\` cannot be the name of a model: it is a word of the language`, `add a letter, as in ${model}1`);
}

// src/cli/inspect.ts
import { Option as Option3 } from "commander";

// src/compiler/graph/print.ts
var widestCall = 76;
var mostValues = 6;
function printGraph(graph) {
  const sources = new Map(graph.inputs.map((input) => [input.node, input]));
  const rows = graph.nodes.map(
    (node) => [formatCall(node), `: ${formatType(node.output)}`, formatComment(node, sources.get(node.id))]
  );
  const callWidth = Math.min(widestCall, widest(rows.map(([call]) => call)));
  const typeWidth = widest(rows.map(([, type]) => type));
  const idWidth = String(graph.nodes.length - 1).length + 1;
  const lines = rows.map(([call, type, comment], id) => {
    const name = `%${id}`.padStart(idWidth);
    return `${name} = ${call.padEnd(callWidth)} ${comment ? `${type.padEnd(typeWidth)}   // ${comment}` : type}`;
  });
  const outputs = graph.outputs.map(({ kind, name, node }) => `${kind} ${name} = %${node}`);
  return [`graph ${graph.name}`, ...lines, ...outputs, ""].join("\n");
}
function formatCall({ op, inputs, attributes }) {
  const shown2 = Object.entries(attributes).filter(
    ([name]) => inputs.length > 0 || name !== "dtype" && name !== "shape"
  );
  const list = shown2.map(([name, value]) => `${name}: ${formatValue(value)}`).join(", ");
  return `${op}(${inputs.map((id) => `%${id}`).join(", ")})${list && ` {${list}}`}`;
}
function formatValue(value) {
  if (!Array.isArray(value)) return JSON.stringify(value);
  const items = value;
  const shown2 = items.slice(0, mostValues).map(formatValue);
  if (items.length > mostValues) shown2.push(`\u2026 ${items.length} in all`);
  return `[${shown2.join(", ")}]`;
}
function formatComment(node, input) {
  const place = node.origin && `${node.origin.file}:${node.origin.line}`;
  return [input && formatSource(input.source), place, node.scope].filter((part) => part !== void 0).join("  ");
}
function formatSource(source) {
  switch (source.kind) {
    case "data":
      return `data ${source.field}, round ${source.round}`;
    case "random":
      return `random ${source.stream} ~ ${formatDistribution(source.distribution)}`;
    case "variable":
      return `variable ${source.variable}`;
    case "argument":
      return `argument ${source.argument}`;
  }
}
function formatDistribution({ kind, ...parameters }) {
  const list = Object.entries(parameters).map(([name, value]) => `${name}: ${value}`);
  return `${kind}(${list.join(", ")})`;
}
var widest = (texts) => texts.reduce((most, text) => Math.max(most, text.length), 0);

// src/cli/emit.ts
var emitters = {
  tokens(source, _, json) {
    const tokens = lex(source).tokens.map((t) => ({ type: t.tokenType.name, text: t.image, ...positionAt(source, t.startOffset) }));
    if (json) return JSON.stringify(tokens, null, 2);
    return tokens.map((t) => `${`${t.line}:${t.column}`.padEnd(8)}${t.type.padEnd(20)}${t.text}`).join("\n");
  },
  tree(source) {
    const { spec } = parse(source);
    return JSON.stringify(spec, (key, value) => key === "span" ? positions(value) : value, 2);
  },
  types(source, constants) {
    const { program: program2 } = compiled(source, constants);
    const lines = [];
    for (const set of program2.data) for (const f of set.fields) lines.push(`data ${f.name}: ${formatType2(f.type)}`);
    for (const [name, draw] of program2.latents) lines.push(`latent ${name}: ${formatType2(draw.type)}`);
    for (const network of program2.networks.values()) {
      const inputs = network.parameters.map((p) => `${p.name}: ${formatType2(p.type)}`).join(", ");
      lines.push(`network ${network.name}(${inputs}) -> ${formatType2(network.result)}`);
      for (const layer of network.layers) lines.push(`  ${layer.name}: ${formatType2(layer.output)}`);
    }
    for (const [name, value] of program2.values) lines.push(`let ${name}: ${formatType2(value.type)}`);
    for (const [name, loss] of program2.losses) lines.push(`loss ${name}: ${formatType2(loss.value.type)}`);
    return lines.join("\n");
  },
  graph(source, constants, json) {
    const model = compiled(source, constants);
    const losses2 = new Map([...model.program.losses].map(([name, loss]) => [name, loss.value]));
    return emitGraph(model.values(`${model.program.name}/losses`, losses2, { batch: model.program.training?.batch ?? 1 }), json);
  },
  step: (source, constants, json) => emitGraph(trainingStep(source, constants), json),
  plan(source, constants, json) {
    const graph = trainingStep(source, constants);
    const plan = planMemory(graph);
    const freedAfter = graph.nodes.map((node) => graph.nodes.filter((other) => plan.lastUse[other.id] === node.id).map((other) => other.id));
    if (json) return JSON.stringify({ version: 1, peakBytes: plan.peakBytes, peakNode: plan.peakNode, calls: graph.nodes.map((n) => ({ node: n.id, op: n.op, bytes: bytesOf(n.output), frees: freedAfter[n.id] })) }, null, 2);
    const lines = graph.nodes.map((node) => {
      const call = `%${node.id} = ${node.op}(${node.inputs.map((i) => `%${i}`).join(", ")})`;
      const freed = freedAfter[node.id].map((i) => `%${i}`).join(" ");
      return `${call.padEnd(48)} ${formatType(node.output).padEnd(28)}${freed && ` frees ${freed}`}${node.id === plan.peakNode ? "   \u2190 peak" : ""}`.trimEnd();
    });
    return [...lines, `peak: ${plan.peakBytes.toLocaleString("en-US")} bytes at %${plan.peakNode}`].join("\n");
  }
};
function positions({ start: start2, end }) {
  return [start2, end];
}
function compiled(source, constants) {
  const { program: program2, diagnostics } = analyze(source, { constants });
  if (!program2) throw new SpecError(diagnostics);
  return compile(program2);
}
function trainingStep(source, constants) {
  const model = compiled(source, constants);
  if (!model.program.training) throw new UserError(`${source.name} has no \`train\`, so there is no training step`, "add `train for \u2026 steps, batch \u2026 { minimize \u2026 }`, or choose another stage");
  return model.step(0);
}
function emitGraph(graph, json) {
  return json ? JSON.stringify(graph, null, 1) : printGraph(graph);
}

// src/cli/overview.ts
function flopsOf(graph) {
  return graph.nodes.reduce((sum, node) => {
    const inputs = node.inputs.map((id) => graph.nodes[id].output);
    return sum + opOf(node.op).flops(inputs, node.attributes, node.output);
  }, 0);
}
function stepCosts(model) {
  const { training } = model.program;
  if (!training) return void 0;
  const graph = model.step(0);
  return { batch: training.batch, flops: flopsOf(graph), peakBytes: planMemory(graph).peakBytes, nodes: graph.nodes.length };
}
var shown = (model) => [...model.program.networks.values()].filter((n) => !n.averageOf);
function overviewJson(model) {
  const networks = shown(model).map((network) => [
    network.name,
    {
      parameters: parameterCount(network),
      layers: network.layers.map((layer) => ({
        name: layer.name,
        function: layer.function,
        output: layer.output.shape,
        parameters: layer.weights.filter((w) => w.trainable).reduce((sum, w) => sum + sizeOf(w.shape), 0)
      }))
    }
  ]);
  const step = stepCosts(model);
  return { version: 1, model: model.program.name, networks: Object.fromEntries(networks), ...step && { step } };
}
function overviewText(model) {
  const { name, documentation } = model.program;
  const blocks = [[name, documentation].filter(Boolean).join(": "), ...shown(model).map(networkTable)];
  const step = stepCosts(model);
  if (step) {
    const flops = scaled(step.flops, "FLOP");
    blocks.push(`step (batch ${step.batch}): ${flops}, ${scaled(step.peakBytes, "B")} of memory at its peak, ${step.nodes} operations`);
  }
  return blocks.join("\n\n");
}
function networkTable(network) {
  const rows = network.layers.map((layer) => {
    const count = layer.weights.reduce((sum, w) => sum + sizeOf(w.shape), 0);
    return [layer.name, formatType2(layer.output), count === 0 ? "" : count.toLocaleString("en-US")];
  });
  const inputs = network.parameters.map((p) => `${p.name}: ${formatType2(p.type)}`).join(", ");
  const [first, second, third] = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column].length)));
  const lines = rows.map(([layer, type, count]) => `  ${layer.padEnd(first)}  ${type.padEnd(second)}  ${count.padStart(third)}`.trimEnd());
  const fixed = network.weights.filter((w) => !w.trainable).reduce((sum, w) => sum + sizeOf(w.shape), 0);
  const total = `  ${parameterCount(network).toLocaleString("en-US")} parameters${fixed > 0 ? `, and ${fixed.toLocaleString("en-US")} moving statistics` : ""}`;
  return [`${network.name}(${inputs}) -> ${formatType2(network.result)}`, ...lines, total].join("\n");
}
var prefixes = ["", "k", "M", "G", "T", "P"];
function scaled(value, unit) {
  let power = 0;
  for (; value >= 1e3 && power < prefixes.length - 1; power++) value /= 1e3;
  return `${power === 0 ? value : value.toPrecision(3)} ${prefixes[power]}${unit}`;
}

// src/cli/inspect.ts
function addInspect(program2) {
  program2.command("inspect").summary("show networks, sizes and costs, or any stage of the compiler").description("Shows the networks layer by layer with their parameters, and what a training step costs; or one stage of the compiler.").argument("<file>", "a .gan file").addOption(new Option3("--emit <stage>", "tokens, tree, types, graph (losses), step (with gradients and updates), plan (in order, with memory)").choices(Object.keys(emitters))).addOption(setOption()).addOption(jsonOption()).addHelpText("after", "\nExamples:\n  $ gan inspect specs/dcgan.gan\n  $ gan inspect specs/ring.gan --emit step\n  $ gan inspect specs/dcgan.gan --json").action((file, options) => {
    const source = readSpec(file);
    if (options.set.size > 0) requireConstants(parse(source).spec, options.set, file);
    const text = options.emit ? emitters[options.emit](source, options.set, options.json) : overview(checkedProgram(analyze(source, { constants: options.set })), options.json);
    process.stdout.write(text.endsWith("\n") ? text : `${text}
`);
  });
}
function overview(program2, json) {
  const model = compile(program2);
  return json ? JSON.stringify(overviewJson(model), null, 2) : overviewText(model);
}
function checkedProgram({ program: program2, diagnostics }) {
  if (!program2) throw new SpecError(diagnostics);
  return program2;
}

// src/cli/sample.ts
import { extname } from "node:path";
function addSample(program2) {
  program2.command("sample").summary("draw from a trained run").description("Draws samples from the latest checkpoint of a run: images to a PNG grid, points to CSV or a PNG, anything to safetensors.").argument("<run>", "the folder of a run").option("-n, --n <count>", "how many samples", wholeNumber(1), 64).option("--out <file>", "a .png, .csv or .safetensors file (default: samples.png in the run, or samples.csv)").option("--value <name>", "which `let` of the spec (default: what the spec shows)").option("--seed <n>", "other latents", wholeNumber(0), 0).option("--step <n>", "from the checkpoint of this step", wholeNumber(0)).addOption(engineOption()).addOption(jsonOption()).addHelpText("after", "\nExamples:\n  $ gan sample runs/digits\n  $ gan sample runs/digits -n 100 --out digits.png --seed 7\n  $ gan sample runs/ring --out points.csv -n 10000").action(async (run, options) => {
    const extension = options.out === void 0 ? void 0 : extname(options.out);
    if (extension !== void 0 && ![".png", ".csv", ".safetensors"].includes(extension)) {
      throw new UserError(`samples cannot be written as ${extension || "a file without extension"}`, "use .png, .csv or .safetensors");
    }
    const { sampleRun } = await import("../chunks/sample-A57UNHPZ.js");
    const { file, value, shape } = await sampleRun(run, options);
    if (options.json) process.stdout.write(`${JSON.stringify({ version: 1, file, value, shape })}
`);
    else process.stdout.write(`${file}: ${options.n} of \`${value}\`, [${shape.slice(1).join(", ")}]
`);
  });
}

// src/cli/train.ts
import { basename, join as join2 } from "node:path";

// src/cli/progress.ts
import { SingleBar } from "cli-progress";
var SECONDS_BETWEEN_LINES = 10;
var MILLISECONDS_BETWEEN_RENEWALS = 100;
var ProgressDisplay = class {
  json;
  bar;
  shownAt = -Infinity;
  constructor(json) {
    this.json = json;
    const terminal = !json && process.stderr.isTTY === true;
    const format = `{bar} {value}/{total}  {losses}  {rate} steps/s  {left} left`;
    this.bar = terminal ? new SingleBar({ format, barsize: 20, hideCursor: true, stream: process.stderr, gracefulExit: false, clearOnComplete: true, barCompleteChar: "\u2501", barIncompleteChar: "\u2500" }) : null;
  }
  start(text) {
    if (!this.json) process.stderr.write(`${text}
`);
  }
  progress(progress) {
    const now = performance.now();
    const wait = this.bar ? MILLISECONDS_BETWEEN_RENEWALS : SECONDS_BETWEEN_LINES * 1e3;
    const ends = progress.step >= progress.totalSteps;
    if (now - this.shownAt < wait && !(ends && this.shownAt > -Infinity)) return;
    this.shownAt = now;
    const texts = { losses: losses(progress.values), rate: progress.stepsPerSecond.toPrecision(3), left: duration(progress.secondsLeft) };
    if (this.json) return this.line({ event: "progress", ...progress, values: Object.fromEntries(progress.values) });
    if (!this.bar) {
      process.stderr.write(`step ${progress.step}/${progress.totalSteps}  ${texts.losses}  ${texts.rate} steps/s  ${texts.left} left
`);
    } else if (this.bar.isActive) {
      this.bar.update(progress.step, texts);
    } else {
      this.bar.start(progress.totalSteps, progress.step, texts);
    }
  }
  report({ report, numbers }, step, picture) {
    if (this.json) return this.line({ event: "report", step, report: report.text, ...numbers && { numbers }, ...picture && { picture } });
    if (numbers) this.note(`step ${step}  ${report.text}: ${describeNumbers(numbers)}`);
  }
  note(text) {
    if (this.json) return;
    const active = this.bar?.isActive ?? false;
    if (active) process.stderr.write("\r\x1B[2K");
    process.stderr.write(`${text}
`);
    if (active) this.bar.updateETA();
  }
  end(result, folder2) {
    this.stop();
    const { step, finished } = result;
    if (this.json) return this.line({ event: "end", step, finished, values: Object.fromEntries(result.values), metrics: Object.fromEntries(result.metrics), run: folder2 });
    const state = finished ? errorColours.green("done") : errorColours.yellow("stopped and saved");
    const next = finished ? `gan sample ${folder2}` : `gan train --resume ${folder2}`;
    process.stderr.write(`${state} at step ${step.toLocaleString("en-US")}: ${folder2}
next: ${next}
`);
  }
  stop() {
    if (this.bar?.isActive) this.bar.stop();
  }
  line(record) {
    process.stdout.write(`${JSON.stringify({ version: 1, ...record })}
`);
  }
};
function losses(values) {
  return [...values].filter(([name]) => !name.endsWith(".gradient_norm")).map(([name, value]) => `${name} ${value.toFixed(3)}`).join("  ");
}
function describeNumbers(numbers) {
  if ("highQuality" in numbers) return `${numbers["modes"]} of ${numbers["of"]} modes, ${(100 * numbers["highQuality"]).toFixed(1)} % high quality`;
  return Object.entries(numbers).map(([name, value]) => `${name} ${value}`).join(", ");
}
function duration(seconds) {
  if (!Number.isFinite(seconds)) return "?";
  const whole = Math.round(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole % 3600 / 60), whole % 60];
  return h > 0 ? `${h} h ${m} min` : m > 0 ? `${m} min ${s} s` : `${s} s`;
}

// src/cli/train.ts
function addTrain(program2) {
  program2.command("train").summary("train a spec, or go on with a run").description("Trains a spec. Everything it makes goes to runs/NAME/: the spec, metrics.jsonl, pictures, checkpoints. Ctrl-C saves and stops.").argument("[file]", "a .gan file").option("--run <folder>", "where the run goes (default: runs/ and the name of the file)").option("--resume <folder>", "go on with the run in this folder, from its latest checkpoint").option("--step <n>", "with --resume: from the checkpoint of this step", wholeNumber(0)).option("--steps <n>", "how many steps in all, instead of what the spec says", wholeNumber(1)).option("--seed <n>", "everything random follows from it", wholeNumber(0), 0).addOption(engineOption()).option("--threads <n>", "how many threads the engine may use", wholeNumber(1)).addOption(setOption()).option("--weights <file>", "start from the weights in this safetensors file, named NETWORK/layer/weight").option("--save-initial <file>", "write the first weights to this safetensors file").option("--log-every <n>", "steps between lines of metrics.jsonl", wholeNumber(1), 10).option("--checkpoint-every <n>", "steps between checkpoints, besides those every two minutes and at the end", wholeNumber(1)).addOption(jsonOption()).addHelpText("after", "\nExamples:\n  $ gan train specs/ring.gan\n  $ gan train specs/digits.gan --set width=48 --seed 1 --run runs/wide\n  $ gan train --resume runs/digits").action(async (file, options, command) => {
    requireOneTarget(file, options);
    if (options.resume !== void 0) refuseSettled(command);
    const { train, resume } = await import("../chunks/train-KQGEA7PG.js");
    const display = new ProgressDisplay(options.json);
    const interruption = new AbortController();
    const interrupt = () => {
      if (interruption.signal.aborted) {
        display.stop();
        process.exit(exitCodes.interrupted);
      }
      interruption.abort();
      display.note("stopping after this step; once more to stop at once, without saving");
    };
    process.on("SIGINT", interrupt);
    const folder2 = options.resume ?? options.run ?? join2("runs", basename(file, ".gan"));
    const shared = {
      ...pick(options, "steps", "threads", "saveInitial", "checkpointEvery"),
      engine: options.engine,
      logEvery: options.logEvery,
      signal: interruption.signal,
      onStart: (start2) => display.start(describeStart(start2, folder2)),
      onProgress: (progress) => display.progress(progress),
      onReport: (result, step, picture) => display.report(result, step, picture)
    };
    try {
      const result = options.resume ? await resume(options.resume, { ...withoutAuto(shared), ...options.step !== void 0 && { fromStep: options.step } }) : await start(file, { ...shared, ...pick(options, "weights"), seed: options.seed, constants: options.set, run: folder2 }, train);
      display.end(result, folder2);
      if (!result.finished) process.exitCode = exitCodes.interrupted;
    } finally {
      display.stop();
      process.off("SIGINT", interrupt);
    }
  });
}
async function start(file, options, train) {
  const source = readSpec(file);
  if (options.constants.size > 0) requireConstants(parse(source).spec, options.constants, file);
  return train(source, options);
}
function requireOneTarget(file, options) {
  if (file === void 0 && options.resume === void 0) throw new UserError("which spec?", "give a .gan file, or --resume with the folder of a run");
  if (file !== void 0 && options.resume !== void 0) throw new UserError("a run is resumed with the spec that it has", "give either a .gan file or --resume");
  if (options.step !== void 0 && options.resume === void 0) throw new UserError("--step chooses a checkpoint of a run", "give --resume too; how many steps to train is --steps");
}
function refuseSettled(command) {
  const settled = ["run", "seed", "set", "weights", "saveInitial"];
  const given = command.options.find((option) => settled.includes(option.attributeName()) && command.getOptionValueSource(option.attributeName()) === "cli");
  if (given) throw new UserError(`${given.long} was settled when the run was started`, `leave ${given.long} out, or start a new run from a .gan file`);
}
function withoutAuto({ engine, ...rest }) {
  return engine === void 0 || engine === "auto" ? rest : { engine, ...rest };
}
function describeStart({ session, totalSteps, warnings }, folder2) {
  const { engine, device } = session.engine.description;
  const warned = warnings.length > 0 ? `${render(warnings, { color: errorColours.isColorSupported })}

` : "";
  const from = session.step > 0 ? ` from step ${session.step.toLocaleString("en-US")}` : "";
  return `${warned}${session.program.name}: ${totalSteps.toLocaleString("en-US")} steps${from} on ${engine} (${device}), seed ${session.seed}, into ${folder2}`;
}
function pick(from, ...keys) {
  return Object.fromEntries(keys.flatMap((key) => from[key] === void 0 ? [] : [[key, from[key]]]));
}

// src/cli/commands.ts
var commands = [addInit, addCheck, addInspect, addTrain, addSample];

// src/cli/main.ts
var program = new Command("gan").description("Generative adversarial networks from a spec: check, train, sample.").version(version).showHelpAfterError("(add --help for what can be written)").exitOverride().addHelpText(
  "after",
  `
Examples:
  $ gan init ring                  write a first spec, ring.gan
  $ gan check ring.gan             find what is wrong before training
  $ gan train ring.gan             train; everything goes to runs/ring/
  $ gan sample runs/ring           draw from the trained generator

Exit codes: 0 fine, 1 the spec or the training has errors, 2 usage, files or data, 70 a bug in ganspec, 130 stopped by Ctrl-C`
);
for (const add of commands) add(program);
for (const command of program.commands) command.exitOverride();
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (cause) => {
    if (cause.code !== "EPIPE") throw cause;
    process.exit(exitCodes.notRead);
  });
}
try {
  await program.parseAsync();
} catch (cause) {
  if (cause instanceof CommanderError) process.exitCode = cause.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
  else process.exitCode = reportFailure(cause);
}
