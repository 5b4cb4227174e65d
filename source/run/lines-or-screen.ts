import {isDumb} from '../terminal/style.js';
import type {ShowFlags} from './start.js';

/** Whether lines are written instead of a screen: where that was asked for, and where there is no terminal at both ends. */
export function areLines({plain, screenReader, format}: ShowFlags): boolean {
  // The variable is Ink's own: who has set it for every Ink program need not know our flag.
  const reader = screenReader === true || process.env.INK_SCREEN_READER === 'true';
  const asked = plain === true || reader || format !== undefined || isDumb(process.env);
  return asked || !process.stdout.isTTY || !process.stdin.isTTY;
}
