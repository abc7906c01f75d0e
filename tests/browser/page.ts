/** Real pages for tests: Chromium, and a server for what they load. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';

const executablePath = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path && existsSync(path));

export const hasChromium = executablePath !== undefined;

if (!hasChromium) {
  console.log(
    'skipped: the tests in a browser; there is no Chromium. Install one (`apt-get install chromium`), or set CHROMIUM to the path of one',
  );
}

const types: Readonly<Record<string, string>> = {
  '': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
  '.gan': 'text/plain; charset=utf-8',
};

/** What isolates a page, so that it may have shared memory, and so threads. */
const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** What a server gives for a path; undefined if there is nothing. */
export type Serve = (path: string) => string | Uint8Array | undefined;

export interface Pages {
  /** Opens a page of the server; an error on it is added to `errors`. */
  open(path?: string): Promise<{ readonly page: Page; readonly errors: readonly string[] }>;
  close(): Promise<void>;
}

export async function openPages(
  serve: Serve,
  { isolated = false, flags = [] as readonly string[] } = {},
): Promise<Pages> {
  const server = createServer(({ url }, response) => {
    const path = new URL(url!, 'http://page').pathname;
    const content = serve(path);
    if (isolated) response.setHeaders(new Map(Object.entries(isolation)));
    if (content === undefined) response.writeHead(404).end();
    else response.setHeader('content-type', types[extname(path)]!).end(content);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const browser: Browser = await chromium.launch({
    executablePath: executablePath!,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...flags,
    ],
  });
  return {
    async open(path = '/') {
      const page = await browser.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
      return { page, errors };
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}
