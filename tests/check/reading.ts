/** Ways to look at checked programs in tests. */
import { expect } from 'vitest';
import type { CheckOptions } from '../../src/compiler/check/check.ts';
import type { Network, Program } from '../../src/compiler/program/program.ts';
import { parameterCount } from '../../src/compiler/check/special-forms.ts';
import { formatType } from '../../src/compiler/types/type.ts';
import { analyze } from '../../src/compiler/compile.ts';
import { render } from '../../src/diagnostics/render.ts';

export type Constants = NonNullable<CheckOptions['constants']>;

export function complaints(text: string, constants: Constants = new Map()): string[] {
  return analyze({ name: 'test.gan', text: `model test\n${text}` }, { constants }).diagnostics.map((d) => d.code);
}

/** The program of a text that has to be right; warnings are let pass. */
export function program(text: string, constants: Constants = new Map()): Program {
  const { program: checked, diagnostics } = analyze({ name: 'test.gan', text: `model test\n${text}` }, { constants });
  expect(render(diagnostics.filter((d) => d.severity === 'error'))).toBe('');
  return checked!;
}

export function network(text: string, name: string, constants?: Constants): Network {
  return program(text, constants).networks.get(name)!;
}

export function typeOf(text: string, name: string): string {
  return formatType(program(text).values.get(name)!.type);
}

/** `dense_1 [64]`, a line for each layer. */
export function summary(n: Network): string[] {
  return n.layers.map((layer) => `${layer.name} [${layer.output.shape.join(', ')}]`);
}

export function weights(n: Network): string[] {
  return n.weights.map((w) => `${w.path} [${w.shape.join(', ')}]`);
}

export { parameterCount };
