/** A web page, with the engines that run on one. */
import type { Host } from '../engines/index.ts';
import { portableEngines } from '../engines/portable.ts';
import { browserPlatform, type BrowserPlatform } from '../platform/browser/platform.ts';

export interface BrowserHost extends Host {
  readonly platform: BrowserPlatform;
}

export const browserHost = (): BrowserHost => ({
  platform: browserPlatform(),
  engines: portableEngines,
});
