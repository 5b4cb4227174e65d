import type {Observation} from '../../call/observation.js';
import type {Reading} from '../../store/reading.js';
import {messageOf} from '../../text/system-error.js';
import {lasting} from '../lasting.js';
import {createProgress} from '../progress.js';
import {CAUGHT_UP} from '../serve/protocol.js';
import type {Access, Connection} from './connection.js';
import {AttachError, PATIENCE} from './failure.js';
import {createLineReader} from './line-reader.js';
import {connectWithNewest} from './newest-token.js';

export type Attached = {
  /** Observations as they were recorded, then as they come. Ends when it is closed. */
  batches: AsyncGenerator<Observation[]>;
  /** How much of what was there before has come; undefined once all has. */
  reading(): Reading | undefined;
  close(): void;
};

export type AttachOptions = Access & {
  /** Somebody sees what is wrong, and may mend it there: then what waiting does not mend is tried again, too. */
  isWatched?: boolean;
  /** ms that the first connection may take. */
  patienceMs?: number;
};

/** ms in which whoever started a monitor anew has written its token where it is read from. */
const GRACE = 5000;

/**
 * Reads a monitor that is served elsewhere. A connection that is lost comes back by itself, from the last observation on, and that is said. Rejects with
 * `AttachError` where the first one comes to nothing; `batches` throws one where it is refused later on and nobody sees that.
 */
export async function attachTo({
  isWatched = false,
  patienceMs = PATIENCE,
  ...access
}: AttachOptions): Promise<Attached> {
  const {url} = access;
  const closing = new AbortController();
  const {signal} = closing;
  const reader = createLineReader(url);
  const {said} = reader;
  const progress = createProgress(undefined);

  async function* read(connection: Connection, came: () => void): AsyncGenerator<Observation[]> {
    const {is, after} = reader.meet(connection.recording);
    if (is === 'started anew')
      yield [said('ok', 'started-anew', `The monitor at ${url} was started anew: what it records now comes behind.`)];
    else if (is === 'known') yield [said('ok', 'attached', `Attached to ${url} again.`)];
    connection.begin(after);
    for await (const text of connection.messages) {
      progress.add(text.length);
      if (text === CAUGHT_UP) progress.end();
      const batch = reader.observationsIn(text);
      if (batch.length > 0) yield batch;
      came();
    }
    throw new AttachError('away', connection.why());
  }

  function lost(error: unknown) {
    const kind = error instanceof AttachError ? error.code : 'away';
    if (kind !== 'away' && !isWatched) throw error;
    const text = `${messageOf(error)} It is tried again until this ends.`;
    return {kind, item: [said('failing', kind === 'away' ? 'detached' : kind, text)]};
  }

  const first = await connectWithNewest(access, {patienceMs: Math.min(PATIENCE, patienceMs), signal});
  // Where somebody sees that it was refused, that is said at once, and tried again.
  const graceMs = isWatched ? 0 : GRACE;
  const again = () => connectWithNewest(access, {patienceMs: PATIENCE, graceMs, signal});
  return {
    batches: lasting({first, again, read, lost, signal}),
    reading: progress.look,
    close: () => closing.abort(),
  };
}
