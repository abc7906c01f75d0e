/** Moves declarations and stages within a file, or from one file to another. */
import { actionsOf, declarationsOf, replaced, stagesOf, type Stretch } from '../scan.ts';
import { writtenCall } from './calls.ts';
import type { Material, Mutation } from './mutation.ts';

const at = (text: string, { start, end }: Stretch): string => text.slice(start, end);

/** A mutation of one of the stretches, if there are any. */
function ofOne(
  name: string,
  share: number,
  stretches: (text: string) => readonly Stretch[],
  change: (found: string, material: Material, text: string) => string,
): Mutation {
  return {
    name,
    share,
    gentle: !rough.has(name),
    apply(text, material) {
      const all = stretches(text);
      if (all.length === 0) return text;
      const one = material.random.pick(all);
      return replaced(text, one, change(at(text, one), material, text));
    },
  };
}

/** One of the stretches of a text, or the empty text. */
function oneOf(text: string, stretches: (text: string) => readonly Stretch[], { random }: Material): string {
  const all = stretches(text);
  return all.length === 0 ? '' : at(text, random.pick(all));
}

/** Mutations that nearly always leave something undeclared or declared twice. */
const rough = new Set([
  'declaration left out',
  'declaration doubled',
  'declaration of another file',
  'action of another file',
]);

const counts = ['0', '1', '2', '3', '10', '200', '10_000'];
const lists = ['[1]', '[16, 8]', '[]', '[2, 1, 0]'];

/** Gives the declared name a new ending, so that the copy can follow the original. */
function renamed(declaration: string): string {
  const name = /^(?:\/\/\/.*\n)*[a-z]+ (\w+)/.exec(declaration)?.[1];
  return name === undefined ? declaration : declaration.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), `${name}_2`);
}

export const splices: readonly Mutation[] = [
  ofOne('declaration left out', 1, declarationsOf, () => ''),
  ofOne('declaration doubled', 1, declarationsOf, (found) => `${found}\n${found}`),
  ofOne('declaration doubled and renamed', 2, declarationsOf, (found) => `${found}\n${renamed(found)}`),
  ofOne('declaration of another file', 3, declarationsOf, (found, material) => {
    const other = oneOf(material.other(), declarationsOf, material);
    return material.random.chance(0.5) ? other : `${found}\n${other}`;
  }),
  ofOne('declarations swapped', 1, declarationsOf, (found, material, text) => {
    const other = oneOf(text, declarationsOf, material);
    return `${other}\n${found}`;
  }),
  ofOne('stage left out', 2, stagesOf, () => ''),
  ofOne('stage doubled', 2, stagesOf, (found) => `${found} ${found}`),
  ofOne('stage of this file', 2, stagesOf, (found, material, text) => `${found} ${oneOf(text, stagesOf, material)}`),
  ofOne('stage of another file', 3, stagesOf, (found, material) => {
    const other = oneOf(material.other(), stagesOf, material);
    return material.random.chance(0.5) ? other : `${found} ${other}`;
  }),
  ofOne('stage of the language', 5, stagesOf, (found, { random, corpus }) => {
    const stage = `|> ${writtenCall(random.pick(corpus.functions), random, { corpus })}`;
    return random.chance(0.3) ? stage : `${found} ${stage}`;
  }),
  ofOne('stage in a loop', 3, stagesOf, (found, { random }) => {
    const inner = found.replace(/^\|>\s*/, '');
    if (random.chance(0.5)) return `|> repeat(${random.pick(counts)}) { ${inner} }`;
    const over = random.chance(0.5) ? `1..${random.pick(counts)}` : random.pick(lists);
    return `|> for i in ${over} { ${inner.replace(/\b\d+\b/, (number) => random.pick([number, 'i', `${number} * i`]))} }`;
  }),
  ofOne('action left out', 1, actionsOf, () => ''),
  ofOne('action in a block', 2, actionsOf, (found, { random }) =>
    random.pick([
      `repeat ${random.pick(counts)} { ${found} }`,
      `every ${random.pick(counts)} steps { ${found} }`,
      `every ${random.pick(counts)} epochs { ${found} }`,
      `repeat 2 { repeat ${random.pick(counts)} { ${found} } }`,
    ]),
  ),
  ofOne('action of another file', 1, actionsOf, (found, material) => {
    return `${found}\n  ${oneOf(material.other(), actionsOf, material)}`;
  }),
];
