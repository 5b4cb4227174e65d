import {checkFlags} from '../run/check-flags.js';
import type {MonitorFlags} from '../run/listening.js';
import {openReplay} from '../run/recorded.js';
import {show} from '../run/show.js';

/** Shows a recording as if it were live. Returns the exit status; throws `UsageError` as `openReplay` does. */
export async function open(file: string, flags: MonitorFlags): Promise<number> {
  await checkFlags(flags);
  const source = await openReplay(file);
  try {
    return (await show({source, flags, onStop: source.close})).exit;
  } finally {
    await source.close();
  }
}
