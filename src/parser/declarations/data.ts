import { span } from '../../diagnostics/source.ts';
import { identifier } from '../build/context.ts';
import { node, nodes, token } from '../build/cst.ts';
import { expression } from '../build/expressions.ts';
import { field, type } from '../build/types.ts';
import * as t from '../tokens/tokens.ts';
import { hardWord } from '../tokens/words.ts';
import type { Expression, Field } from '../tree/expressions.ts';
import type { Identifier } from '../tree/names.ts';
import type { Declared, DeclarationSyntax } from './declaration.ts';

/**
 * `data x: tensor[2] from ring(modes: 8)` or
 * `data digits { x: image[28, 28, 1] in -1..1  label: class(10) } from digits()`
 */
export interface DataDeclaration extends Declared {
  readonly kind: 'data';
  /** `field`: `data x: …`, a single field; `fields`: any number of fields in braces. */
  readonly form: 'field' | 'fields';
  /** Only in the form with braces, where it is optional. */
  readonly name?: Identifier;
  readonly fields: readonly Field[];
  readonly source: Expression;
}

const Data = hardWord('data');

export const data: DeclarationSyntax<DataDeclaration, 'data'> = {
  head: Data,
  otherNames: ['dataset'],
  asksFor: { data: 'the name of the data' },
  children: { name: true, fields: true, source: true },
  grammar: (p) =>
    p.RULE('data', () => {
      p.CONSUME(Data);
      p.OPTION(() => p.CONSUME(t.Identifier));
      p.OR([
        {
          ALT: () => {
            p.CONSUME(t.Colon);
            p.SUBRULE(p.type);
          },
        },
        {
          ALT: () => {
            p.CONSUME(t.LCurly);
            p.MANY(() => {
              p.SUBRULE(p.field);
              p.OPTION2(() => p.CONSUME(t.Comma));
            });
            p.CONSUME(t.RCurly);
          },
        },
      ]);
      p.CONSUME(t.From);
      p.SUBRULE(p.expression);
    }),
  build(context, cst, at) {
    const nameToken = token(cst, 'Identifier');
    const name = identifier(context, nameToken, token(cst, 'Colon')?.startOffset ?? at.end);
    const source = expression(context, node(cst, 'expression'), at.end);
    if (cst?.children['LCurly']) {
      const fields = nodes(cst, 'field').map((f) => field(context, f, at.end));
      return { kind: 'data', form: 'fields', ...(nameToken ? { name } : {}), fields, source, span: at };
    }
    const fieldType = type(context, node(cst, 'type'), name.span.end);
    const only: Field = {
      kind: 'field',
      name,
      type: fieldType,
      span: span(context.source, name.span.start, fieldType.span.end),
    };
    return { kind: 'data', form: 'field', fields: [only], source, span: at };
  },
  names: (d) => d.fields.map((field) => ({ identifier: field.name, kind: 'data', node: field })),
};
