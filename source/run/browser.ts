import {spawn} from 'node:child_process';
import type {Environment} from '../terminal/style.js';
import {firstProgram} from './programs.js';

/** How a platform opens a page: program and arguments, never through a shell, which would read the page's address. */
const openers: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['open'],
  // `start` is a word of the shell.
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};
const elsewhere = ['xdg-open'];

/** Whether somebody sits at a display of this machine. */
function hasDisplay(env: Environment, platform: NodeJS.Platform): boolean {
  if (env.SSH_CONNECTION || env.SSH_TTY || env.SSH_CLIENT) return false;
  return platform in openers || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Opens a page in the browser, where there is one in front of the person; resolves with whether that went well as far as one can see. */
export function openInBrowser(url: string, env: Environment, platform: NodeJS.Platform): Promise<boolean> {
  const [program = '', ...args] = openers[platform] ?? elsewhere;
  if (!hasDisplay(env, platform) || firstProgram([program], env) === undefined) return Promise.resolve(false);
  return new Promise(resolve => {
    const child = spawn(program, [...args, url], {stdio: 'ignore', detached: true, env});
    // Some openers stay as long as the browser does.
    const patience = setTimeout(() => resolve(true), OPENED_MS);
    const done = (isOpened: boolean) => {
      clearTimeout(patience);
      resolve(isOpened);
    };
    child.on('error', () => done(false));
    child.on('exit', code => done(code === 0));
    child.unref();
  });
}

/** An opener that found no browser has said so by then, ms. */
const OPENED_MS = 2000;
