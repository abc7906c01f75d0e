/** Which brackets are open at a token. The cost per token does not depend on how many are open, even in noise. */
import type { IToken, TokenType } from 'chevrotain';
import * as t from '../tokens/tokens.ts';

export class OpenBrackets {
  /** The token indices of the open brackets, outermost first. */
  private readonly open: number[] = [];
  /** For each kind of opening bracket, its positions in `open`. */
  private readonly places: ReadonlyMap<TokenType, number[]> = new Map([...t.closerOf.keys()].map((kind) => [kind, []]));
  /** The positions in `open` of the brackets that are never closed. */
  private readonly unclosedPlaces: number[] = [];

  private readonly tokens: readonly IToken[];
  private readonly unclosed: ReadonlySet<number>;

  constructor(tokens: readonly IToken[], unclosed: ReadonlySet<number> = new Set()) {
    this.tokens = tokens;
    this.unclosed = unclosed;
  }

  get indices(): readonly number[] {
    return this.open;
  }

  get someBrace(): boolean {
    return this.lastPlace(t.LCurly) >= 0;
  }

  get someUnclosed(): boolean {
    return this.unclosedPlaces.length > 0;
  }

  clear(): void {
    this.closeFrom(0);
  }

  /** Processes the next token; a closing bracket closes the nearest opener of its kind and all openers inside it. */
  follow(index: number): void {
    const type = this.tokens[index]!.tokenType;
    const places = this.places.get(type);
    if (places) {
      places.push(this.open.length);
      if (this.unclosed.has(index)) this.unclosedPlaces.push(this.open.length);
      this.open.push(index);
      return;
    }
    const opener = t.openerOf.get(type);
    if (!opener) return;
    const place = this.lastPlace(opener);
    // A `)` or `]` closes nothing outside the innermost braces.
    const wall = opener === t.LCurly ? -1 : this.lastPlace(t.LCurly);
    if (place > wall) this.closeFrom(place);
  }

  private lastPlace(kind: TokenType): number {
    return this.places.get(kind)!.at(-1) ?? -1;
  }

  private closeFrom(place: number): void {
    this.open.length = place;
    for (const places of [...this.places.values(), this.unclosedPlaces]) {
      while (places.length > 0 && places.at(-1)! >= place) places.pop();
    }
  }
}
