/** Calls whose arguments look right, and sometimes are. */
import type { Corpus, Parameter, Signature } from '../corpus.ts';
import type { Random } from '../random.ts';

interface CallOptions {
  readonly corpus: Corpus;
  /** The first argument; omitted in a stage of a pipe. */
  readonly first?: string;
}

const smallNumbers = ['1', '2', '3', '4', '5', '8', '16', '0', '-1', '0.5'];
const values = [...smallNumbers, 'true', 'x', 'z', '[0]', '[0, 1]', '-1..1', 'same', 'valid', 'normal(0.02)', '"a"'];

export function writtenCall({ name, parameters }: Signature, random: Random, { corpus, first }: CallOptions): string {
  const rest = parameters.slice(1).flatMap((parameter) => {
    if (parameter.optional && !random.chance(0.3)) return [];
    const value = valueFor(parameter, random, corpus);
    return [parameter.optional ? `${parameter.name}: ${value}` : value];
  });
  const written = first === undefined ? rest : [first, ...rest];
  return first === undefined && written.length === 0 ? name : `${name}(${written.join(', ')})`;
}

function valueFor(parameter: Parameter, random: Random, corpus: Corpus): string {
  if (random.chance(0.1)) return random.pick(corpus.words);
  if (random.chance(0.2)) return random.pick(values);
  if (parameter.default === 'true' || parameter.default === 'false') return random.pick(['true', 'false']);
  if (parameter.default !== undefined && !/^[\d.]/.test(parameter.default)) return parameter.default;
  return random.pick(smallNumbers);
}
