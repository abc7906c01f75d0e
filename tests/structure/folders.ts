/**
 * Which folder may import from which, from the bottom up: each row imports only from rows above it, so that folders
 * cannot form a cycle. To let a folder import from one more, or to add a folder, change its row and say why.
 */

export interface Row {
  /**
   * Under `src`. `name/**` is a folder with all its subfolders, `name` only the folder's own files; a file can be a
   * row, too.
   */
  readonly folder: string;
  /** Names of other rows; the prefix `type ` allows only `import type`. */
  readonly imports: readonly string[];
  readonly why: string;
}

const row = (folder: string, imports: readonly string[], why: string): Row => ({ folder, imports, why });

// prettier-ignore
export const rows: readonly Row[] = [
  row('version.ts', [], 'one constant'),
  row('diagnostics/**', [], 'everybody from the parser on reports with it, so it knows nobody'),
  row('parser/**', ['diagnostics/**'], 'text → tree, and what is wrong with the text'),

  row('compiler/graph', [], 'plain data, and how rules write them: everybody may know a graph, so it knows nobody'),
  row('compiler/types', ['compiler/graph', 'diagnostics/**'], 'a type says which tensor it is in a graph'),
  row('compiler/ops/scalar', ['compiler/graph'], 'what elementwise ops do to single numbers'),
  row('compiler/ops/**', ['compiler/graph', 'compiler/ops/scalar'], 'a row says what an op means, in terms of graphs'),
  row('compiler/ops/composites', ['compiler/graph', 'compiler/ops/**'], 'what is made of several ops writes them into a graph'),
  row('compiler/graph-semantics', ['compiler/graph', 'compiler/ops/**'], 'building, verifying and evaluating graphs is looking their ops up'),
  row('compiler/words/data-sources/labels', [], 'what the labels of drawn data are called: known to the rows, and to who draws'),
  row('compiler/words/**', ['compiler/types', 'compiler/graph', 'compiler/ops/**', 'compiler/ops/composites', 'compiler/words/data-sources/labels', 'diagnostics/**'], 'a word has a type rule and a lowering to ops'),
  row('compiler/program', ['compiler/types', 'compiler/graph', 'type compiler/words/**', 'diagnostics/**'], 'names words by their rows, and uses none'),
  row('compiler/library', ['parser/**', 'diagnostics/**'], 'functions as trees'),
  row('compiler/check/**', ['compiler/program', 'compiler/types', 'compiler/words/**', 'compiler/library', 'compiler/graph', 'compiler/ops/**', 'compiler/graph-semantics', 'parser/**', 'diagnostics/**'], 'tree → program; `gan check` loads nothing that makes or runs graphs'),
  row('compiler/passes', ['compiler/graph', 'compiler/ops/**', 'compiler/ops/scalar', 'compiler/graph-semantics'], 'graph → graph, whatever program it comes from'),
  row('compiler/lower', ['compiler/program', 'compiler/types', 'compiler/words/**', 'compiler/graph', 'compiler/ops/**', 'compiler/graph-semantics', 'compiler/passes', 'diagnostics/**'], 'program → graph; differentiation is a pass, and a node knows its line'),
  row('compiler/emit', ['compiler/graph', 'compiler/ops/**', 'compiler/ops/scalar', 'compiler/passes'], 'graph → formats of others'),
  row('compiler', ['compiler/check/**', 'compiler/lower', 'compiler/passes', 'compiler/program', 'compiler/types', 'compiler/library', 'compiler/ops/**', 'compiler/graph', 'compiler/graph-semantics', 'parser/**', 'diagnostics/**'], 'the pipeline put together: the door through which others come in'),

  row('runtime/simd', ['compiler/graph'], 'WebAssembly by hand, for random numbers and for the engine'),
  row('runtime', ['compiler/graph', 'runtime/simd'], 'tensors in memory, random numbers, errors of users'),
  row('runtime/platform', ['type compiler', 'runtime'], 'what the runtime needs of its host: files, threads, a GPU'),
  row('runtime/platform/node', ['compiler', 'runtime', 'runtime/platform'], 'the only folder, but for one engine and the doctor, that knows Node'),
  row('runtime/platform/browser', ['type compiler', 'runtime', 'runtime/platform'], 'the only one that knows web pages'),
  row('runtime/data/thread/drawings', ['runtime', 'compiler/words/data-sources/labels'], 'examples from random numbers'),
  row('runtime/data/thread', ['runtime', 'type runtime/platform', 'runtime/data/thread/drawings'], 'what the data thread runs: bundled, so it takes along no more than it needs'),
  row('runtime/data', ['compiler/graph', 'type compiler/words/**', 'runtime', 'runtime/platform', 'runtime/data/thread', 'type runtime/data/thread/drawings'], 'a checked data set says what to open; how its words are written is not asked'),
  row('runtime/metrics', ['compiler/graph', 'runtime', 'runtime/data'], 'numbers about samples and data'),
  row('runtime/output', ['compiler/graph', 'runtime', 'runtime/platform'], 'files from tensors'),
  row('runtime/engines', ['compiler/graph', 'compiler/ops/**', 'compiler/passes', 'runtime', 'type runtime/platform', 'type runtime/data', 'runtime/engines/kernels', 'runtime/engines/wasm', 'runtime/engines/webgpu'], 'an engine runs graphs, after the passes that suit its kernels, and their loops; it knows nothing of programs and training'),
  row('runtime/engines/kernels', ['compiler/graph', 'compiler/passes', 'compiler/ops/**', 'compiler/ops/scalar', 'runtime', 'runtime/engines'], 'a kernel computes a fusion of the pass, or the formula of an op'),
  row('runtime/engines/wasm', ['compiler/graph', 'compiler/passes', 'compiler/ops/**', 'compiler/ops/scalar', 'runtime', 'type runtime/platform', 'runtime/simd', 'runtime/engines', 'runtime/engines/kernels'], 'one engine'),
  row('runtime/engines/webgpu', ['compiler/graph', 'compiler/passes', 'compiler/ops/**', 'compiler/ops/scalar', 'runtime', 'type runtime/platform', 'runtime/engines', 'runtime/engines/kernels'], 'one engine'),
  row('runtime/engines/tensorflow', ['compiler/graph', 'compiler/ops/**', 'compiler/passes', 'compiler/emit', 'runtime', 'type runtime/data', 'runtime/engines'], 'one engine; it takes its graphs as a SavedModel, and unrolls loops to time their steps'),
  row('runtime/hosts', ['runtime/engines', 'runtime/engines/tensorflow', 'runtime/platform/node', 'runtime/platform/browser'], 'a platform with the engines that there are on it'),
  row('runtime/doctor', ['runtime', 'runtime/engines'], 'says which engines work here'),
  row('runtime/train', ['compiler', 'runtime/platform', 'compiler/program', 'compiler/types', 'compiler/graph', 'compiler/passes', 'diagnostics/**', 'version.ts', 'runtime', 'runtime/data', 'runtime/metrics', 'runtime/output', 'runtime/engines'], 'a run: a program, compiled, with its data, on an engine, in the memory that a pass plans'),
  row('runtime/profile', ['compiler', 'runtime/platform', 'compiler/program', 'compiler/graph', 'diagnostics/**', 'runtime', 'runtime/engines', 'runtime/train'], 'the steps of a run, measured'),

  row('cli/**', ['compiler', 'runtime/platform/node', 'runtime/hosts', 'compiler/program', 'compiler/types', 'compiler/graph', 'compiler/passes', 'compiler/words/**', 'compiler/library', 'parser/**', 'diagnostics/**', 'version.ts', 'runtime', 'runtime/output', 'runtime/engines', 'runtime/doctor', 'runtime/train', 'runtime/profile'], 'it shows every stage, the words and the library; passes are chosen and named by it'),
  row('index.ts', ['compiler', 'compiler/program', 'compiler/graph', 'compiler/passes', 'diagnostics/**', 'version.ts', 'runtime/engines', 'runtime/hosts', 'runtime/train', 'runtime/profile'], 'ganspec as a library: what is exported'),
  row('browser.ts', ['compiler', 'compiler/program', 'compiler/graph', 'compiler/passes', 'diagnostics/**', 'version.ts', 'runtime', 'runtime/engines', 'runtime/hosts', 'runtime/platform', 'runtime/platform/browser', 'runtime/train'], 'ganspec as a library for web pages'),
];
