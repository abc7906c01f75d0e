/** ganspec as a library for Node: the functions that the command line uses. */
import { examineEngine as examine, openEngine as open } from './runtime/engines/index.ts';
import { nodeHost } from './runtime/hosts/node.ts';
import { profile as profileOn } from './runtime/profile/profile.ts';
import { sampleRun } from './runtime/train/sample.ts';
import { resume as resumeOn, train as trainOn } from './runtime/train/train.ts';

export { analyze, compile, type Analysis, type CompileOptions, type Model } from './compiler/compile.ts';
export { check } from './compiler/public.ts';
export { factsAt, nameAt, typeAt } from './compiler/at.ts';
export type { Program } from './compiler/program/program.ts';
export type { Graph } from './compiler/graph/graph.ts';
export { render, type Diagnostic, type SourceFile } from './diagnostics/index.ts';
export { passNames, type PassName } from './compiler/passes/names.ts';
export {
  engineNames,
  type Engine,
  type EngineName,
  type Examination,
  type HostTensor,
} from './runtime/engines/index.ts';
export type { Profile, ProfileOptions } from './runtime/profile/profile.ts';
export type { Progress, TrainOptions, TrainResult } from './runtime/train/train.ts';
export type { SampleOptions } from './runtime/train/sample.ts';
export { version } from './version.ts';

/** The function without its first parameter, which is Node here. */
type InNode<Function> = Function extends (host: never, ...rest: infer Rest) => infer Result
  ? (...rest: Rest) => Result
  : never;

export const examineEngine: InNode<typeof examine> = (...rest) => examine(nodeHost, ...rest);
export const openEngine: InNode<typeof open> = (...rest) => open(nodeHost, ...rest);
export const profile: InNode<typeof profileOn> = (...rest) => profileOn(nodeHost, ...rest);
export const resume: InNode<typeof resumeOn> = (...rest) => resumeOn(nodeHost, ...rest);
export const sample: InNode<typeof sampleRun> = (...rest) => sampleRun(nodeHost, ...rest);
export const train: InNode<typeof trainOn> = (...rest) => trainOn(nodeHost, ...rest);
