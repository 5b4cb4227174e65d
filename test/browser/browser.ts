import {existsSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {type Browser, chromium} from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const places = [...(process.env.PATH ?? '').split(delimiter), '/Applications/Google Chrome.app/Contents/MacOS'];

/** The Chromium of this machine: `CHROMIUM`, or the first in the path. Undefined where there is none. */
export const chromiumFile =
  process.env.CHROMIUM || places.flatMap(folder => names.map(name => join(folder, name))).find(existsSync);

/** Starts it without a window. Its sandbox wants a user that is not root, and a container that lets it make one. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({executablePath: chromiumFile, args: ['--no-sandbox', '--disable-gpu'], timeout: 120_000});
}
