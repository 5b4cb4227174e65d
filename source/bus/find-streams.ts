import {setTimeout} from 'node:timers/promises';
import type {BusLink, StreamState} from './link.js';
import type {Published} from './published.js';

/** The streams of a bus, beside those that were published to before: the same, others, or the same with less than they had taken. */
export type FoundStreams = {streams: StreamState[]; are: 'same' | 'others' | 'short'};

/** Streams that are short are asked again so often, ms, and believed after so long. */
const [ASKED_EVERY, BELIEVED_AFTER] = [1000, 10_000];

/**
 * Looks at the streams. That they are short is believed when it lasts: of a cluster, a server that was cut off answers for some seconds after it is back as if it still
 * led them, with what it had then, and what is sent again after the time in which it is known (`duplicate_window`) would be there twice. `short` is called
 * where that is waited for. Rejects with `BusError`.
 */
export async function findStreams(
  {streams: ask}: Pick<BusLink, 'streams'>,
  before: Published['streams'],
  {signal, short}: {signal: AbortSignal; short(): void},
): Promise<FoundStreams> {
  for (const since = performance.now(); ; ) {
    const streams = await ask();
    const are = areThey(streams, before);
    if (are !== 'short' || performance.now() - since > BELIEVED_AFTER) return {streams, are};
    short();
    await setTimeout(ASKED_EVERY, undefined, {signal}).catch(() => undefined);
    // Who leaves has not found out.
    if (signal.aborted) return {streams, are: 'same'};
  }
}

function areThey(streams: readonly StreamState[], before: Published['streams']): FoundStreams['are'] {
  if (!before) return 'same';
  if (before.map(madeAt).join() !== streams.map(madeAt).join()) return 'others';
  return before.some(({seq}, i) => seq > (streams[i]?.last ?? 0)) ? 'short' : 'same';
}

const madeAt = ({created}: {created: string}): string => created;
