/** Turns the texts of tests into checked programs, and prints what is in them. */
import { expect } from 'vitest';
import type { CheckOptions } from '../../src/compiler/check/check.ts';
import type { Network, Program } from '../../src/compiler/program/program.ts';
import { parameterCount as countOf } from '../../src/compiler/program/networks.ts';
import { formatType } from '../../src/compiler/types/type.ts';
import { analyze, type Analysis } from '../../src/compiler/compile.ts';
import { render } from '../../src/diagnostics/render.ts';
import { textOf } from '../../src/diagnostics/source.ts';

export type Constants = NonNullable<CheckOptions['constants']>;

/** Texts of modules by their paths. */
export type Modules = Readonly<Record<string, string>>;

/** The analysis of a model and of the modules that it imports. */
export function analysisOf(text: string, modules: Modules = {}, options: CheckOptions = {}): Analysis {
  const readModule = (path: string) => {
    const found = modules[path];
    return found === undefined ? ({ missing: true } as const) : { text: found };
  };
  return analyze({ name: 'test.gan', text: `model test\n${text}` }, { ...options, readModule });
}

/** Lines of the form `code at what it points to`; the file comes first unless it is the spec. */
export function errorsOf({ diagnostics }: Analysis): string[] {
  return diagnostics
    .filter((d) => d.severity === 'error')
    .map(({ code, span }) => {
      const file = span.source.name === 'test.gan' ? '' : `${span.source.name}: `;
      return `${file}${code} at ${textOf(span)}`;
    });
}

export function complaints(text: string, constants: Constants = new Map()): string[] {
  return analyze({ name: 'test.gan', text: `model test\n${text}` }, { constants }).diagnostics.map((d) => d.code);
}

/** The program of a text that must be right; warnings are ignored. */
export function program(text: string, constants: Constants = new Map(), modules: Modules = {}): Program {
  const { program: checked, diagnostics } = analysisOf(text, modules, { constants });
  expect(render(diagnostics.filter((d) => d.severity === 'error'))).toBe('');
  return checked!;
}

export function network(text: string, name: string, constants?: Constants): Network {
  return program(text, constants).networks.get(name)!;
}

export function typeOf(text: string, name: string): string {
  return formatType(program(text).values.get(name)!.type);
}

/** One line for each layer, `dense(64) [64]`. */
export function summary(n: Network): string[] {
  return n.layers.map((layer) => `${layer.name} [${layer.output.shape.join(', ')}]`);
}

export function weights(n: Network): string[] {
  return n.weights.map((w) => `${w.path} [${w.shape.join(', ')}]`);
}

export const parameterCount = (n: Network): number => countOf([n]);
