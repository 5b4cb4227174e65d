import {access} from 'node:fs/promises';
import {printable} from '../text/printable.js';
import {conditionsOf} from './conditions.js';
import {UsageError} from './exit.js';
import type {MonitorFlags} from './listening.js';

/**
 * Looks at what would only be found wrong when the run is under way, or over: an hour's snapshot must not be lost to a name that
 * is taken. Throws `UsageError`.
 */
export async function checkFlags(flags: MonitorFlags): Promise<void> {
  conditionsOf(flags, undefined, 0);
  const {snapshot} = flags;
  if (snapshot === undefined || snapshot === '-') return;
  const exists = await access(snapshot).then(
    () => true,
    () => false,
  );
  if (!exists) return;
  throw new UsageError(
    `--snapshot: ${printable(snapshot)} exists, and is left alone. Choose another name, or move that file away.`,
  );
}
