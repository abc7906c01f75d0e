/**
 * The names of layers, weights and draws. A weight is named after the place where it is written, not the order in which
 * it is created: the network, the names of enclosing `let`s and blocks, the layer's function with its size, the loop's
 * index, as in `G/up(64)[2]/conv2d(channels)/kernel`. So a layer inserted before others renames none of them, and a
 * checkpoint still fits. A layer without a size of its own, such as a normalisation, is named after the layer that it
 * follows: `G/conv2d(64)/batch_norm/gamma`. Equal names in one place are numbered in text order, whichever branch of an
 * `if` is taken, so that a layer keeps its name when static parameters change.
 */
import { textOf, type Span } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import type { Module } from '../names/module.ts';

export interface Place {
  /** '' at the top of a network's body, `residual(64)/` in a block, `critic/` in a loss. */
  readonly prefix: string;
  /** `[2]` in the third round of a loop, `[2][0]` in a loop within it. */
  readonly index: string;
  /** The layer or block before this stage of a pipe. */
  readonly follows: { readonly name: string; readonly index: string } | null;
  /** How often each path has been claimed; shared by all places of a network. */
  readonly given: Map<string, number>;
  readonly written: WrittenNames;
}

/** Where names are written, in any branch; the rounds of a loop are one place. Shared by all networks of a family. */
export interface WrittenNames {
  /** For each name, the places where it is written; the index of a place is its number. */
  readonly places: Map<string, Span[]>;
  /** For each loop, the name of the last layer or block in its rounds. */
  readonly ends: Map<string, string>;
}

export const noNames = (): WrittenNames => ({ places: new Map(), ends: new Map() });

export function rootPlace(prefix: string, written: WrittenNames = noNames()): Place {
  return { prefix, index: '', follows: null, given: new Map(), written };
}

/** The inside of something with a name: a block, a function, a `let`. */
export function inside(place: Place, name: string): Place {
  return { ...place, prefix: `${place.prefix}${name}${place.index}/`, index: '', follows: null };
}

/** The inside of a round of a loop. */
export function inRound(place: Place, round: string): Place {
  return { ...place, index: `${place.index}[${round}]` };
}

/** A unique path for a name, which is numbered from the second place on where it is written. */
export function claim(place: Place, name: string, at: Span): string {
  return claimAs(place, name, at).path;
}

/** Like `claim`, but also returns the numbered name, for layers that will be named after it. */
export function claimAs(place: Place, name: string, at: Span): Claimed {
  const key = `${withoutRounds(place.prefix)}${name}${withoutRounds(place.index)}`;
  const places = place.written.places.get(key) ?? [];
  if (places.length === 0) place.written.places.set(key, places);
  let number = places.indexOf(at);
  if (number < 0) number = places.push(at) - 1;
  return unused(place, number === 0 ? name : `${name}_${number}`);
}

interface Claimed {
  readonly path: string;
  readonly name: string;
}

const withoutRounds = (text: string): string => (text.includes('[') ? text.replaceAll(/\[[^\]]*\]/g, '[]') : text);

/** If one place is evaluated twice, its name is numbered, too. */
function unused(place: Place, name: string): Claimed {
  const path = `${place.prefix}${name}${place.index}`;
  const before = place.given.get(path) ?? 0;
  place.given.set(path, before + 1);
  return before === 0 ? { path, name } : unused(place, `${name}_${before}`);
}

/** The path of a layer without a size of its own, named after the layer that it follows. */
export function claimAfter(place: Place, name: string, at: Span): string {
  const { follows, index } = place;
  if (!follows) return claim(place, name, at);
  // If both are in the same round of a loop, the index appears only once.
  const after = { ...place, prefix: `${place.prefix}${follows.name}${follows.index}/` };
  return claim(follows.index === index ? { ...after, index: '' } : after, name, at);
}

/** What a layer after a loop follows: the end of the rounds, even if there are none this time. */
export function afterLoop(place: Place, loop: Span, last: Place['follows'], hasRounds: boolean): Place['follows'] {
  const key = `${withoutRounds(place.prefix)}${loop.start}`;
  if (hasRounds && last) place.written.ends.set(key, last.name);
  const name = hasRounds ? last?.name : place.written.ends.get(key);
  return name === undefined ? place.follows : { name, index: place.index };
}

const longest = 24;

/**
 * `dense(128)`: a function with its size as written. A loop variable is left out, since the index of the round already
 * gives its value.
 */
export function sizedName(name: string, size: Tree.Expression, { referents }: Module): string {
  const referent = referents.get(size);
  if (referent && 'references' in referent && referent.kind === 'loop') return name;
  // A slash separates the parts of a path.
  const written = textOf(size.span);
  const text = /[\s/]/.test(written) ? written.replaceAll(/\s+/g, '').replaceAll('/', '÷') : written;
  return `${name}(${text.length <= longest ? text : `${text.slice(0, longest - 1)}…`})`;
}
