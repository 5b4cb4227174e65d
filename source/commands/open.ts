import {checkFlags} from './check-flags.js';
import type {MonitorFlags} from './listening.js';
import {show} from './output.js';
import {openReplay} from './replay.js';

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
