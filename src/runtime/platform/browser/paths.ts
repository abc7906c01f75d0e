/** Paths of the files in memory, as POSIX has them. The current folder is `/`. */
import type { Paths } from '../platform.ts';

/** Without empty parts and `.`; `..` takes the part before it away. */
function normal(path: string): string {
  const isAbsolute = path.startsWith('/');
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') kept.push(part);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!isAbsolute) kept.push(part);
  }
  return (isAbsolute ? '/' : '') + kept.join('/') || '.';
}

const basename: Paths['basename'] = (path, ending = '') => {
  const name = path.replace(/\/+$/, '').split('/').at(-1)!;
  return name !== ending && name.endsWith(ending) ? name.slice(0, name.length - ending.length) : name;
};

export const paths: Paths = {
  join: (...parts) => normal(parts.filter(Boolean).join('/')),
  resolve: (...parts) => {
    const last = parts.findLastIndex((part) => part.startsWith('/'));
    return normal(['', ...parts.slice(Math.max(last, 0))].join('/'));
  },
  dirname: (path) => /^(.*[^/])\/+[^/]+\/*$/.exec(path)?.[1] ?? (path.startsWith('/') ? '/' : '.'),
  basename,
  extname: (path) => /[^/.][^/]*?(\.[^/.]*)\/*$/.exec(basename(path))?.[1] ?? '',
};
