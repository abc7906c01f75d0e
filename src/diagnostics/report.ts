/** Makes a diagnostic from a row of the catalogue. */
import { catalogue, type Code, type Messages } from './catalogue/index.ts';
import type { Texts } from './catalogue/texts.ts';
import type { Diagnostic, Fix, Label } from './diagnostic.ts';
import type { Span } from './source.ts';

export interface MessageOptions {
  /** Replaces the catalogue's text under the carets. */
  readonly label?: string | undefined;
  readonly labels?: readonly Label[] | undefined;
  readonly fix?: Fix | undefined;
}

/** A diagnostic from the catalogue: `diagnostic('unclosed-brace', { opener: '{', closer: '}' }, at)`. */
export function diagnostic<C extends Code>(
  code: C,
  parameters: Messages[C],
  span: Span,
  options: MessageOptions = {},
): Diagnostic {
  // The table is typed by code; TypeScript cannot follow the correlation through the lookup.
  const texts = catalogue[code] as unknown as Texts<Messages[C]>;
  const optional = {
    label: options.label ?? texts.label?.(parameters),
    labels: options.labels?.length ? options.labels : undefined,
    why: texts.why?.(parameters),
    help: texts.help?.(parameters),
    fix: options.fix,
  };
  const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return { code, severity: texts.severity, message: texts.message(parameters), span, ...given };
}
