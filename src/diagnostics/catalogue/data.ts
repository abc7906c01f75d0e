/** Data and their sources. */
import { error, type Texts } from './texts.ts';

export const data = {
  'data-type': error<{
    source: string;
    field: string;
    declared: string;
    delivered: string;
    right: string;
    further?: string;
  }>({
    message: (p) => `\`${p.source}\` delivers ${p.delivered}, but \`${p.field}\` is declared as ${p.declared}`,
    why: () => 'data keep the shape that their source gives them; it is for networks to reshape them',
    help: (p) => `declare \`${p.field}: ${p.right}\`${p.further ?? ''}`,
  }),
  'too-many-fields': error<{ source: string; count: number; fields: string }>({
    message: (p) => `\`${p.source}\` has ${p.count} field${p.count === 1 ? '' : 's'}`,
    label: () => 'this one is too many',
    why: (p) => `in order: ${p.fields}`,
    help: () => 'remove it',
  }),
  'bad-source': error<{ source: string; parameter: string; value: string; why: string; help: string }>({
    message: (p) => `\`${p.parameter}\` of \`${p.source}\` cannot be ${p.value}`,
    why: (p) => p.why,
    help: (p) => p.help,
  }),
} as const satisfies Record<string, Texts<never>>;
