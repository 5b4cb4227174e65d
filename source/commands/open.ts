import type {MonitorFlags} from './listening.js';
import {show} from './output.js';
import {openReplay} from './replay.js';

/** Shows a recording as if it were live. Returns the exit status; throws `UsageError` as `openReplay` does. */
export async function open(file: string, flags: MonitorFlags): Promise<number> {
  const source = await openReplay(file);
  const ending = await show({source, flags, onStop: source.close});
  await source.close();
  return ending.exit;
}
