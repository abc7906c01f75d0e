/** A snippet's text right after insertion, with the default of every placeholder. */
export function expand(body: string | readonly string[]): string {
  const defaults = new Map<string, string>();
  const text = typeof body === 'string' ? body : body.join('\n');
  return text
    .replaceAll(/\$\{(\d+)(?::([^}]*)|\|([^,|]*)[^}]*)\}/g, (_, tabStop: string, value?: string, choice?: string) => {
      const inserted = fill(value ?? choice ?? '');
      defaults.set(tabStop, inserted);
      return inserted;
    })
    .replaceAll(/\$(\d+)/g, (_, tabStop: string) => defaults.get(tabStop) ?? '');

  /** `${6:x + $4}` */
  function fill(value: string): string {
    return value.replaceAll(/\$(\d+)/g, (_, tabStop: string) => defaults.get(tabStop) ?? '');
  }
}
