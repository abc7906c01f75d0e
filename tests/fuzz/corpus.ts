/** What mutated specs are made of: the specs of the repository, and the words of the language. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Corpus {
  /** Files and examples, grouped by how often they are chosen; each group is in the order of its paths. */
  readonly groups: readonly { readonly share: number; readonly texts: readonly string[] }[];
  /** Everything that can be called, from the signatures of the reference. */
  readonly functions: readonly Signature[];
  /** Names of the language that are not functions: keywords, meanings, choices. */
  readonly words: readonly string[];
}

export interface Signature {
  readonly name: string;
  readonly parameters: readonly Parameter[];
}
export interface Parameter {
  readonly name: string;
  readonly optional: boolean;
  /** As written in the reference. */
  readonly default?: string;
}

interface Place {
  /** How often one of its specs is chosen. */
  readonly share: number;
  /** With all that is below them. */
  readonly folders: readonly string[];
  /** Without. */
  readonly files?: readonly string[];
  readonly ending: string;
}

/** Where specs are found. */
const places: readonly Place[] = [
  // Mostly right ones, and short enough to stay right.
  { share: 5, folders: ['bench/specs', 'tests/torch'], files: ['specs'], ending: '.gan' },
  // The published ones: long, so that most mutations of them are wrong, and held to their sizes by `expect`.
  { share: 2, folders: ['specs/zoo', 'specs/tutorials'], ending: '.gan' },
  { share: 3, folders: ['tests/errors', 'tests/goldens', 'tests/highlighting'], ending: '.gan' },
  { share: 1, folders: ['src/compiler/library'], ending: '.gan' },
  { share: 2, folders: ['docs'], ending: '.md' },
];

// prettier-ignore
const words = [
  'model', 'const', 'data', 'latent', 'network', 'block', 'fn', 'let', 'loss', 'train', 'for', 'in', 'repeat', 'true', 'false',
  'from', 'over', 'using', 'like', 'with', 'as', 'to', 'decay', 'every', 'steps', 'epochs', 'batch', 'minimize', 'clip', 'average',
  'phase', 'simultaneously', 'accumulating', 'minibatches',
  'evaluate', 'show', 'expect', 'import', 'weight', 'state', 'update', 'if', 'else', 'scan', 'hidden', '_',
  'tensor', 'image', 'logit', 'prob', 'score', 'class', 'same', 'valid', 'nearest', 'bilinear',
  'zeros', 'ones', 'constant', 'normal', 'truncated_normal', 'uniform', 'bernoulli', 'glorot_uniform', 'he_normal', 'linear', 'cosine',
  'step', 'warmup',
];

export function readCorpus(root: string): Corpus {
  const groups = places.map(({ share, folders, files = [], ending }) => {
    const paths = [
      ...files.flatMap((folder) => filesIn(root, folder, ending, false)),
      ...folders.flatMap((folder) => filesIn(root, folder, ending, true)),
    ];
    const texts = paths.flatMap((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      return ending === '.md' ? examplesOf(text) : [text];
    });
    return { share, texts };
  });
  return { groups, functions: signaturesOf(readFileSync(join(root, 'docs/functions.md'), 'utf8')), words };
}

function filesIn(root: string, folder: string, ending: string, recursive: boolean): string[] {
  return readdirSync(join(root, folder), { recursive, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .map((path) => join(folder, path))
    .sort();
}

const examplesOf = (page: string): string[] =>
  [...page.matchAll(/^```gan.*\n([^]*?)^```$/gm)].map((match) => match[1]!);

/** Reads lines such as `conv2d(x, filters, kernel, stride: 1)` below their headings. */
function signaturesOf(page: string): Signature[] {
  const found = [...page.matchAll(/^### \w+\n\n`(?:\w+ \{ )?(\w+)\(([^`]*)\)(?: \})?`$/gm)];
  return found.map(([, name, parameters]) => ({
    name: name!,
    parameters: parameters!
      .split(/, (?![^(]*\))/)
      .filter(Boolean)
      .map((written) => {
        const [, parameter, mark, value] = /^(\w+)(\?)?(?:: (.*))?$/.exec(written) ?? [];
        const optional = mark !== undefined || value !== undefined;
        return { name: parameter ?? written, optional, ...(value !== undefined && { default: value }) };
      }),
  }));
}
