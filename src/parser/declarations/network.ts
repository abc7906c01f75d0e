import { identifier, nameReference } from '../build/context.ts';
import { node, token } from '../build/cst.ts';
import { body } from '../build/bodies.ts';
import { callArguments } from '../build/expressions.ts';
import { parameters, result } from '../build/parts.ts';
import * as t from '../tokens/tokens.ts';
import { hardWord, softWord } from '../tokens/words.ts';
import type { Argument, Body, Parameter, TypeNode } from '../tree/expressions.ts';
import type { Identifier, NameReference } from '../tree/names.ts';
import type { Declared, DeclarationSyntax } from './declaration.ts';

/** `network G(z: tensor[2]) -> tensor[2] with init: normal(0.02) { … }` or `network G_BA like G_AB` */
export interface NetworkDeclaration extends Declared {
  readonly kind: 'network';
  readonly name: Identifier;
  readonly like?: NameReference;
  readonly parameters: readonly Parameter[];
  readonly result?: TypeNode;
  /** Options for every layer of the network that takes them: `with init: …`. */
  readonly defaults: readonly Argument[];
  readonly body?: Body;
}

const Network = hardWord('network');
const Like = softWord('like');
const With = softWord('with');

export const network: DeclarationSyntax<NetworkDeclaration, 'network'> = {
  head: Network,
  otherNames: ['generator', 'discriminator', 'critic'],
  connectives: [Like, With],
  asksFor: { network: 'the name of a network' },
  children: { name: true, like: true, parameters: true, result: true, defaults: true, body: true },
  grammar: (p) =>
    p.RULE('network', () => {
      p.CONSUME(Network);
      p.CONSUME(t.Identifier, { LABEL: 'name' });
      p.OR([
        {
          ALT: () => {
            p.CONSUME(Like);
            p.SUBRULE(p.nameReference);
          },
        },
        {
          ALT: () => {
            p.SUBRULE(p.parameters);
            p.OPTION(() => p.SUBRULE(p.result));
            p.OPTION2(() => {
              p.CONSUME(With);
              p.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => p.SUBRULE(p.argument) });
            });
            p.SUBRULE(p.body);
          },
        },
      ]);
    }),
  build(context, cst, at) {
    const name = identifier(context, token(cst, 'name'), at.end);
    if (cst?.children['Like']) {
      const like = nameReference(context, node(cst, 'nameReference'), at.end);
      return { kind: 'network', name, like, parameters: [], defaults: [], span: at };
    }
    return {
      kind: 'network',
      name,
      parameters: parameters(context, cst, at.end),
      ...result(context, cst, at.end),
      defaults: callArguments(context, cst, at.end),
      body: body(context, node(cst, 'body'), at.end, 'network'),
      span: at,
    };
  },
  names: (d) => [{ identifier: d.name, kind: 'network', node: d }],
};
