/** What files import, read from their text: `import`, `export … from` and `import()`, imports of types included. */
import { readdirSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';
import type { Row } from './folders.ts';

export interface Import {
  /** Both are paths under `src`. */
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

/** The paths of all modules in a folder and its subfolders. */
export function modulesIn(root: string): string[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.ts')).map((file) => file.replaceAll('\\', '/'));
}

export function importsOf(from: string, text: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean): void => {
    if (!specifier || !ts.isStringLiteralLike(specifier) || !specifier.text.startsWith('.')) return;
    found.push({ from, to: posix.join(posix.dirname(from), specifier.text), typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, bringsTypesOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly || areTypes(node.exportClause));
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(from, text, ts.ScriptTarget.Latest));
  return found;
}

const globalsOfNode = new Set(['process', 'Buffer', 'NodeJS', 'require', '__dirname', '__filename', 'setImmediate']);
const packagesOfNode = /^node:|^webgpu$/;

/** What a module uses that there is in Node alone: modules, packages and globals. */
export function ofNode(text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isSpecifier =
      ts.isStringLiteralLike(node) && (ts.isImportDeclaration(node.parent) || ts.isCallExpression(node.parent));
    if (isSpecifier && packagesOfNode.test(node.text)) found.push(node.text);
    const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
    if (ts.isIdentifier(node) && !isMember && globalsOfNode.has(node.text)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  const file = ts.createSourceFile('module.ts', text, ts.ScriptTarget.Latest, true);
  ts.forEachChild(file, visit);
  return found;
}

const bringsTypesOnly = (clause: ts.ImportClause | undefined): boolean =>
  clause !== undefined && (clause.isTypeOnly || (!clause.name && areTypes(clause.namedBindings)));

const areTypes = (names: ts.NamedImportBindings | ts.NamedExportBindings | undefined): boolean =>
  names !== undefined &&
  (ts.isNamedImports(names) || ts.isNamedExports(names)) &&
  names.elements.length > 0 &&
  [...names.elements].every((element) => element.isTypeOnly);

/** The row of a file: its own, its folder's, or that of the nearest enclosing folder that covers its subfolders. */
export function rowOf(file: string, rows: readonly Row[]): Row | undefined {
  const named = new Map(rows.map((row) => [row.folder, row]));
  const folder = posix.dirname(file);
  const own = named.get(file) ?? named.get(folder);
  if (own) return own;
  for (let around = folder; around !== '.'; around = posix.dirname(around)) {
    const covering = named.get(`${around}/**`);
    if (covering) return covering;
  }
  return undefined;
}

/** A sentence for each import that its row does not allow. */
export function forbidden(imports: readonly Import[], rows: readonly Row[]): string[] {
  return imports.flatMap(({ from, to, typeOnly }) => {
    const [importer, imported] = [rowOf(from, rows), rowOf(to, rows)];
    if (!importer || !imported) return [`src/${importer ? to : from} is in a folder that has no row`];
    if (importer === imported || importer.imports.includes(imported.folder)) return [];
    const typesAllowed = importer.imports.includes(`type ${imported.folder}`);
    if (typesAllowed && typeOnly) return [];
    const what = typesAllowed ? 'more than types of ' : '';
    const allowed = importer.imports.join(', ') || 'no other folder';
    return [
      `src/${from} imports ${what}src/${to}, but \`${importer.folder}\` may import from ${allowed} (${importer.why})`,
    ];
  });
}

/** Cycles of files that import each other, each in the order of the imports. */
export function circles(imports: readonly Import[]): string[][] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of imports) targets.set(from, [...(targets.get(from) ?? []), to]);
  const found: string[][] = [];
  const finished = new Set<string>();
  const path: string[] = [];
  const walk = (file: string): void => {
    if (finished.has(file)) return;
    const start = path.indexOf(file);
    if (start >= 0) {
      found.push(path.slice(start));
      return;
    }
    path.push(file);
    for (const target of targets.get(file) ?? []) walk(target);
    path.pop();
    finished.add(file);
  };
  for (const file of targets.keys()) walk(file);
  return found;
}
