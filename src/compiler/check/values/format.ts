/** Values as an editor shows them: a type, a number, a signature. */
import { textOf } from '../../../diagnostics/source.ts';
import type * as Tree from '../../../parser/tree.ts';
import { formatSize } from '../../types/size.ts';
import { formatType } from '../../types/type.ts';
import { formatSetting, formatSignature } from '../../words/signature.ts';
import { formatTuple, type Value } from './value.ts';

type Formats = { readonly [K in Value['kind']]: (value: Extract<Value, { readonly kind: K }>) => string };

const formats: Formats = {
  number: (v) => formatSize(v.value),
  boolean: (v) => String(v.value),
  text: (v) => JSON.stringify(v.value),
  list: (v) => `[${v.items.map(formatValue).join(', ')}]`,
  range: (v) => `${formatSize(v.low)}..${formatSize(v.high)}`,
  duration: (v) => `${v.duration.count} ${v.duration.unit}`,
  transition: (v) => `${formatSize(v.from)} -> ${formatSize(v.to)}`,
  tensor: (v) => formatType(v.type),
  tuple: formatTuple,
  network: ({ family: { name, declaration } }) => `network ${name}${formatParameters(declaration)}`,
  template: ({ declaration }) => `${declaration.kind} ${declaration.name.name}${formatParameters(declaration)}`,
  word: (v) => formatSignature(v.word.definition),
  initializer: (v) => formatSetting(v.initializer),
  optimizer: (v) =>
    `${v.definition.name}(${Object.entries(v.settings)
      .map(([name, s]) => `${name}: ${typeof s === 'object' ? textOf(s.span) : s}`)
      .join(', ')})`,
  schedule: (v) => formatSetting(v.schedule),
  namespace: (v) => `module ${v.module.source.name}`,
  unknown: (v) => (v.size === undefined ? 'any' : `any, as a number ${formatSize(v.size)}`),
  error: () => 'error',
};

export function formatValue(value: Value): string {
  return formats[value.kind](value as never);
}

/** `(x: tensor[h, w, c], channels, stride = 2) -> tensor[h / 2, w / 2, channels]`, as written. */
function formatParameters(d: Tree.NetworkDeclaration | Tree.BlockDeclaration | Tree.FunctionDeclaration): string {
  const texts = d.parameters.map((p) => textOf(p.span).replaceAll(/\s+/g, ' '));
  const result = d.kind !== 'fn' && d.result ? ` -> ${textOf(d.result.span).replaceAll(/\s+/g, ' ')}` : '';
  return `(${texts.join(', ')})${result}`;
}
