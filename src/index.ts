/** ganspec as a library: the functions that the command line uses. */
export { analyze, compile, type Analysis, type CompileOptions, type Model } from './compiler/compile.ts';
export { check } from './compiler/public.ts';
export { factsAt, nameAt, typeAt } from './compiler/at.ts';
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
  type HostTensor,
} from './runtime/engines/index.ts';
export { profile, type Profile, type ProfileOptions } from './runtime/profile/profile.ts';
export { resume, train, type Progress, type TrainOptions, type TrainResult } from './runtime/train/train.ts';
export { sampleRun as sample, type SampleOptions } from './runtime/train/sample.ts';
export { version } from './version.ts';
