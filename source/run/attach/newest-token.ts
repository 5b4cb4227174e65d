import {setTimeout} from 'node:timers/promises';
import {type Access, type Connection, connect} from './connection.js';
import {AttachError} from './failure.js';

type How = {
  patienceMs: number;
  /** ms for which another token is waited for where one that is read again was refused. */
  graceMs?: number;
  signal: AbortSignal;
};

/** How often it is looked whether there is another token, ms. */
const LOOK_EVERY = 250;

/**
 * Connects; where the token was refused and is another one by now, once more: a monitor that is started anew may have one, and it may be written a moment later
 * than it is there. Rejects with `AttachError`, that of the first try where no other token came.
 */
export async function connectWithNewest(access: Access, {patienceMs, graceMs = 0, signal}: How): Promise<Connection> {
  let tried: string | undefined;
  const token = (): string | undefined => {
    tried = access.token();
    return tried;
  };
  try {
    return await connect({...access, token}, patienceMs, signal);
  } catch (error) {
    const isRefused = error instanceof AttachError && error.code === 'unauthorized';
    if (!isRefused || !(await isAnother(access, tried, {graceMs, signal}))) throw error;
    return await connect(access, patienceMs, signal);
  }
}

/** Whether the token is another one than was tried, now or within that time. */
async function isAnother(
  {token, isReread = false}: Pick<Access, 'token' | 'isReread'>,
  tried: string | undefined,
  {graceMs, signal}: {graceMs: number; signal: AbortSignal},
): Promise<boolean> {
  for (let left = isReread ? graceMs : 0; token() === tried; left -= LOOK_EVERY) {
    if (left <= 0 || signal.aborted) return false;
    await setTimeout(LOOK_EVERY, undefined, {signal}).catch(() => undefined);
  }
  return !signal.aborted;
}
