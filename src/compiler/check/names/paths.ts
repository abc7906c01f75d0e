/** Paths of modules, relative to the folder of the spec, with `/` as the separator. */

/** The folder of a path: '' or ending in a slash. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** Where a specifier leads if not to a path below the folder of the spec. */
export type Outside = 'above' | 'to the root' | 'to the network';

/** Resolves a specifier that is written in the file `from`. */
export function resolvePath(from: string, specifier: string): { readonly path: string } | { readonly leads: Outside } {
  if (/^[a-z]{2,}:\/\//i.test(specifier)) return { leads: 'to the network' };
  if (/^([/\\]|[A-Za-z]:)/.test(specifier)) return { leads: 'to the root' };
  const parts = folderOf(from).split('/').filter(Boolean);
  for (const part of specifier.split(/[/\\]/)) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return { leads: 'above' };
  }
  return { path: parts.join('/') };
}

/** How the file `from` writes `path` in an import. */
export function specifierOf(path: string, from: string): string {
  const folders = folderOf(from).split('/').filter(Boolean);
  const parts = path.split('/');
  let shared = 0;
  while (shared < folders.length && shared < parts.length - 1 && folders[shared] === parts[shared]) shared++;
  return [...folders.slice(shared).map(() => '..'), ...parts.slice(shared)].join('/');
}

/** The prefix for the names of a module's networks and draws: `blocks/down.` for `blocks/down.gan`. */
export function prefixOf(path: string): string {
  return `${path.replace(/\.gan$/, '')}.`;
}
