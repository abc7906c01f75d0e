/** ganspec as a library for web pages: see docs/browser.md. */
export { analyze, compile, type Analysis, type CompileOptions, type Model } from './compiler/compile.ts';
export { check } from './compiler/public.ts';
export type { Program } from './compiler/program/program.ts';
export type { Graph } from './compiler/graph/graph.ts';
export { render, type Diagnostic, type SourceFile } from './diagnostics/index.ts';
export { passNames, type PassName } from './compiler/passes/names.ts';
export {
  engineNames,
  examineEngine,
  openEngine,
  type Engine,
  type EngineName,
  type Examination,
  type Host,
  type HostTensor,
} from './runtime/engines/index.ts';
export { browserHost, type BrowserHost } from './runtime/hosts/browser.ts';
export type { MemoryFiles } from './runtime/platform/browser/memory-files.ts';
export { resume, train, type Progress, type TrainOptions, type TrainResult } from './runtime/train/train.ts';
export { sampleRun as sample, type SampleOptions } from './runtime/train/sample.ts';
export { version } from './version.ts';
