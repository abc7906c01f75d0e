import { EOF, tokenMatcher, type CstNode } from 'chevrotain';
import { span } from '../../diagnostics/source.ts';
import { identifier, type Context } from '../build/context.ts';
import { node, nodes, spanOfNode, token } from '../build/cst.ts';
import { stringValue } from '../build/literals.ts';
import type { Rule } from '../grammar/open-parser.ts';
import { spanOfToken } from '../tokens/token-span.ts';
import * as t from '../tokens/tokens.ts';
import { hardWord } from '../tokens/words.ts';
import type { Span } from '../../diagnostics/source.ts';
import type { Children } from '../tree/children.ts';
import type { Identifier } from '../tree/names.ts';
import type { Declared, DeclarationSyntax } from './declaration.ts';

/**
 * `import residual, down as shrink from "layers.gan"` imports names; `import "layers.gan" as layers` and
 * `import stylegan as sg` import a namespace.
 */
export interface ImportDeclaration extends Declared {
  readonly kind: 'import';
  /** Empty if a namespace is imported. */
  readonly names: readonly ImportName[];
  readonly module: ModuleReference;
  readonly namespace?: Identifier;
}

/** `down as shrink`: a name of the module and, if different, its name in this file. */
export interface ImportName {
  readonly kind: 'import-name';
  readonly name: Identifier;
  readonly as?: Identifier;
  readonly span: Span;
}

/** `"layers.gan"`, a file, or `stylegan`, a module of the library. */
export interface ModuleReference {
  readonly kind: 'module-reference';
  readonly library: boolean;
  /** '' if it is missing. */
  readonly text: string;
  readonly span: Span;
}

export const Import = hardWord('import');

export const imported: DeclarationSyntax<ImportDeclaration, 'import' | 'namespace'> = {
  head: Import,
  otherNames: ['use', 'require', 'include'],
  asksFor: { import: 'the name of the namespace', importName: 'the name of what is imported' },
  children: { names: true, module: true, namespace: true },
  grammar(p) {
    const importName: Rule = p.RULE('importName', () => {
      p.CONSUME(t.Identifier, { LABEL: 'name' });
      p.OPTION(() => {
        p.CONSUME(t.As);
        p.CONSUME2(t.Identifier, { LABEL: 'as' });
      });
    });
    const module: Rule = p.RULE('module', () => {
      p.OR([
        { ALT: () => p.CONSUME(t.StringLiteral, { LABEL: 'file' }) },
        { ALT: () => p.CONSUME(t.Identifier, { LABEL: 'library' }) },
      ]);
    });
    /** Whether `stylegan as sg` is the end of the import; if it goes on, it is a list of names. */
    const libraryNamespace = (): boolean =>
      tokenMatcher(p.LA(2), t.As) && (p.LA(3).tokenType === EOF || p.LA(4).tokenType === EOF);
    return p.RULE('import', () => {
      p.CONSUME(Import);
      p.OR([
        {
          ALT: () => {
            p.CONSUME(t.StringLiteral, { LABEL: 'file' });
            p.CONSUME(t.As);
            p.CONSUME(t.Identifier, { LABEL: 'namespace' });
          },
        },
        {
          GATE: libraryNamespace,
          ALT: () => {
            p.CONSUME2(t.Identifier, { LABEL: 'library' });
            p.CONSUME2(t.As);
            p.CONSUME3(t.Identifier, { LABEL: 'namespace' });
          },
          IGNORE_AMBIGUITIES: true,
        },
        {
          ALT: () => {
            p.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => p.SUBRULE(importName) });
            p.CONSUME(t.From);
            p.SUBRULE(module);
          },
          IGNORE_AMBIGUITIES: true,
        },
      ]);
    });
  },
  build(context, cst, at) {
    const namespace = token(cst, 'namespace');
    // Without `from`, the module is part of the rule itself.
    const from = cst?.children['From'] ? node(cst, 'module') : cst;
    return {
      kind: 'import',
      names: nodes(cst, 'importName').map((name) => importName(context, name, at.end)),
      module: moduleReference(context, from, at.end),
      ...(cst?.children['As'] ? { namespace: identifier(context, namespace, at.end) } : {}),
      span: at,
    };
  },
  names: (d) => [
    ...d.names.map((name) => ({ identifier: name.as ?? name.name, kind: 'import' as const, node: name })),
    ...(d.namespace ? [{ identifier: d.namespace, kind: 'namespace' as const, node: d }] : []),
  ],
};

export const importParts = {
  'import-name': { name: true, as: true } satisfies Children<ImportName>,
  'module-reference': {} satisfies Children<ModuleReference>,
};

function importName(context: Context, cst: CstNode, before: number): ImportName {
  const at = spanOfNode(context.source, cst, before);
  const name = identifier(context, token(cst, 'name'), at.start);
  const as = cst.children['As'] ? { as: identifier(context, token(cst, 'as'), at.end) } : {};
  return { kind: 'import-name', name, ...as, span: at };
}

function moduleReference(context: Context, cst: CstNode | undefined, before: number): ModuleReference {
  const { source, diagnostics } = context;
  const file = token(cst, 'file');
  const library = token(cst, 'library');
  const at = file ?? library;
  return {
    kind: 'module-reference',
    library: library !== undefined,
    text: file ? stringValue(source, file, diagnostics) : (library?.image ?? ''),
    span: at ? spanOfToken(source, at) : span(source, before, before),
  };
}
