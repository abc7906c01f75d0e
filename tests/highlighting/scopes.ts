/** Text → the scopes that the extension's grammar gives it, using the engine that VS Code uses. */
import { fileURLToPath } from 'node:url';
import { createRegistry, loadConfiguration } from 'vscode-tmgrammar-test/dist/common/index.js';
import { getVSCodeTokens, renderSnap } from 'vscode-tmgrammar-test/dist/snapshot/index.js';

export const manifestPath = fileURLToPath(new URL('../../editors/vscode/package.json', import.meta.url));

const { grammars } = loadConfiguration(manifestPath, undefined, undefined);
const registry = createRegistry(grammars);

type Lines = Awaited<ReturnType<typeof getVSCodeTokens>>;

export const tokenize = (text: string): Promise<Lines> => getVSCodeTokens(registry, 'source.gan', text);

/** A block of scopes under each line, in the format of `vscode-tmgrammar-snap`. */
export async function snapshot(text: string): Promise<string> {
  return renderSnap(await tokenize(text)) + '\n';
}

/** A stretch of text with one list of scopes, outermost first; the offsets are in the whole text. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly scopes: readonly string[];
}

export async function stretches(text: string): Promise<Stretch[]> {
  const found: Stretch[] = [];
  let lineStart = 0;
  for (const { src, tokens } of await tokenize(text)) {
    for (const { startIndex, endIndex, scopes } of tokens) {
      const end = lineStart + Math.min(endIndex, src.length);
      if (lineStart + startIndex < end) found.push({ start: lineStart + startIndex, end, scopes });
    }
    lineStart += src.length;
    lineStart += text.startsWith('\r\n', lineStart) ? 2 : 1;
  }
  return found;
}
