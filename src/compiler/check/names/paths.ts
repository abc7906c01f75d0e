/** Paths of modules, from the folder of the spec on, with `/` between their parts. */

/** The folder of a path, '' or with a slash at its end. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** Where a specifier leads that is not a path below the folder of the spec. */
export type Outside = 'above' | 'to the root' | 'to the network';

/** Where a specifier leads from a file. */
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

/** How a file writes the path of another. */
export function specifierOf(path: string, from: string): string {
  const folders = folderOf(from).split('/').filter(Boolean);
  const parts = path.split('/');
  let shared = 0;
  while (shared < folders.length && shared < parts.length - 1 && folders[shared] === parts[shared]) shared++;
  return [...folders.slice(shared).map(() => '..'), ...parts.slice(shared)].join('/');
}

/** What the networks and draws of a module are called after: `blocks/down.gan` is `blocks/down.`. */
export function prefixOf(path: string): string {
  return `${path.replace(/\.gan$/, '')}.`;
}
