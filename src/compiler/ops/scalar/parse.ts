/**
 * Parses the formulas of elementwise ops: `max(x, 0) + log1p(exp(-abs(x)))`, `x > 0 ? x : alpha * x`, with names for
 * what is used more than once: `e = exp(-abs(x)); x >= 0 ? 1 / (1 + e) : e / (1 + e)`.
 */
import { scalarFunctions, type ScalarFunctionName } from './functions.ts';
import { ScalarBuilder, type ScalarProgram, type Term } from './program.ts';

/** Binary operators by precedence, loosest first; all are left-associative. */
const levels: readonly Readonly<Record<string, ScalarFunctionName>>[] = [
  { '||': 'or' },
  { '&&': 'and' },
  { '<': 'less', '<=': 'lessEqual', '>': 'greater', '>=': 'greaterEqual', '==': 'equal', '!=': 'notEqual' },
  { '+': 'add', '-': 'sub' },
  { '*': 'mul', '/': 'div' },
];
const prefixes: Readonly<Record<string, ScalarFunctionName>> = { '-': 'neg', '!': 'not' };

const numbers: Readonly<Record<string, number>> = { infinity: Infinity, nan: NaN };

const token = /\s*(\d+(?:\.\d+)?(?:e[+-]?\d+)?|\w+|[<>=!]=|\|\||&&|\S)/gy;

/**
 * @param names what the formula may refer to: operands, and attributes with their values
 * @throws an `Error` if the text is not a formula: formulas are written in the op table, so this is a mistake there
 */
export function parseFormula(text: string, names: ReadonlyMap<string, Term>): ScalarProgram {
  return new FormulaParser(text, names).program();
}

class FormulaParser {
  private readonly text: string;
  private readonly tokens: readonly string[];
  private readonly names: Map<string, Term>;
  private readonly builder = new ScalarBuilder();
  private at = 0;

  constructor(text: string, names: ReadonlyMap<string, Term>) {
    this.text = text;
    this.tokens = [...text.matchAll(token)].map((match) => match[1]!);
    this.names = new Map([...Object.entries(numbers).map(([name, number]) => [name, { number }] as const), ...names]);
  }

  program(): ScalarProgram {
    while (this.tokens[this.at + 1] === '=') {
      const name = this.next();
      this.expect('=');
      this.names.set(name, this.choice());
      this.expect(';');
    }
    const result = this.choice();
    if (this.at < this.tokens.length) this.fail('the end');
    return { steps: this.builder.steps, result };
  }

  private choice(): Term {
    const condition = this.operation(0);
    if (this.tokens[this.at] !== '?') return condition;
    this.expect('?');
    const yes = this.choice();
    this.expect(':');
    return this.builder.add('select', [condition, yes, this.choice()]);
  }

  private operation(level: number): Term {
    const operators = levels[level];
    if (!operators) return this.prefixed();
    let left = this.operation(level + 1);
    for (;;) {
      const name = operators[this.tokens[this.at] ?? ''];
      if (!name) return left;
      this.at++;
      left = this.builder.add(name, [left, this.operation(level + 1)]);
    }
  }

  private prefixed(): Term {
    const name = prefixes[this.tokens[this.at] ?? ''];
    if (!name) return this.primary();
    this.at++;
    const operand = this.prefixed();
    return name === 'neg' && 'number' in operand ? { number: -operand.number } : this.builder.add(name, [operand]);
  }

  private primary(): Term {
    const word = this.next();
    if (/^\d/.test(word)) return { number: Number(word) };
    if (word === '(') {
      const inner = this.choice();
      this.expect(')');
      return inner;
    }
    if (this.tokens[this.at] === '(') return this.call(word);
    return this.names.get(word) ?? this.fail('a name', word);
  }

  private call(name: string): Term {
    if (!isFunction(name)) this.fail('a function', name);
    const operands: Term[] = [];
    do {
      this.at++;
      operands.push(this.choice());
    } while (this.tokens[this.at] === ',');
    this.expect(')');
    if (operands.length !== scalarFunctions[name].operands.length) this.fail(`the operands of ${name}`);
    return this.builder.add(name, operands);
  }

  private next(): string {
    return this.tokens[this.at++] ?? this.fail('more');
  }

  private expect(word: string): void {
    if (this.next() !== word) this.fail(word, this.tokens[this.at - 1]);
  }

  private fail(wanted: string, found = this.tokens[this.at]): never {
    throw new Error(`the formula \`${this.text}\`: expected ${wanted}, not ${found ?? 'the end'}`);
  }
}

const isFunction = (name: string): name is ScalarFunctionName => Object.hasOwn(scalarFunctions, name);
