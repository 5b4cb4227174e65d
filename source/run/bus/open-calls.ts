import {tokenOf} from '../../bus/subject.js';
import type {Observation} from '../../call/observation.js';
import type {LookedAt} from '../../store/looked-at.js';
import {busAddressText} from '../../text/bus-address.js';
import {messageOf} from '../../text/system-error.js';
import {type BusOptions, type BusReading, readBus} from './read.js';
import type {BusReader} from './reader.js';

/** Calls that are read at the same time: the one that is looked at, and those that it came from or went on in. */
export const MOST_OPEN = 4;

/** A call is read once somebody has stayed with it for so long, ms; and, whoever goes on all the time, after so long. */
const [STAYED, AT_LAST] = [200, 1000];

export type OpenCalls = {
  /** These calls are looked at from now on, the first ones before the others. */
  look(calls: readonly LookedAt[]): void;
  close(): Promise<void>;
};

type Options = Pick<BusOptions, 'access' | 'selection' | 'over'> & {
  reader: BusReader;
  give(batch: Observation[]): Promise<void>;
};

/**
 * Reads the calls that are looked at, each by its own subject: what is there, then what comes. The others are read no more, and what was read of them stays:
 * what comes again of it changes nothing.
 */
export function createOpenCalls({access, selection, over, reader, give}: Options): OpenCalls {
  const open = new Map<string, {close(): Promise<void>}>();
  let wanted: readonly LookedAt[] = [];
  let settling: {timer: NodeJS.Timeout; since: number} | undefined;
  let isClosed = false;

  function settle(): void {
    settling = undefined;
    const ids = new Set(wanted.map(({id}) => id));
    for (const [id, call] of open) {
      if (ids.has(id)) continue;
      open.delete(id);
      void call.close();
    }
    for (const each of wanted) if (!open.has(each.id)) open.set(each.id, begin(each));
  }

  /** Waits until nobody has gone on to another call for a while. */
  function settleSoon(after = STAYED): void {
    if (isClosed) return;
    const since = settling?.since ?? performance.now();
    clearTimeout(settling?.timer);
    const timer = setTimeout(settle, Math.max(0, Math.min(after, since + AT_LAST - performance.now())));
    settling = {timer, since};
  }

  function begin({id, isHere}: LookedAt): {close(): Promise<void>} {
    // There may have been no room for what was read of it before.
    if (!isHere) reader.forget(tokenOf(id));
    let reading: BusReading | undefined;
    let isOver = false;
    const read = async (): Promise<void> => {
      reading = await readBus({access, selection: {...selection, conversation: id}, reader, over});
      let count = 0;
      for await (const batch of reading.batches) {
        if (isOver) return;
        count += batch.filter(each => each.origin !== undefined).length;
        const isEmpty = count === 0 && !isHere && reading.reading() === undefined;
        await give([...batch.map(each => ofCall(id, each)), ...(isEmpty ? [gone(id)] : [])]);
      }
    };
    read()
      .catch(async error => {
        if (isOver) return;
        await give([ofCall(id, reader.said('failing', 'detached', `${messageOf(error)} It is tried again.`))]);
        open.delete(id);
        settleSoon(AT_LAST);
      })
      .finally(() => reading?.close());
    return {
      async close() {
        isOver = true;
        await reading?.close();
      },
    };
  }

  const gone = (id: string): Observation =>
    ofCall(
      id,
      reader.said(
        'ok',
        'gone',
        `The bus at ${busAddressText(access.address)} has dropped its events: there is its summary alone.`,
      ),
    );

  return {
    look(calls) {
      const next = calls.slice(0, MOST_OPEN);
      const isSame = next.length === wanted.length && next.every(({id}, i) => id === wanted[i]?.id);
      wanted = next;
      if (!isSame) settleSoon();
    },
    async close() {
      isClosed = true;
      clearTimeout(settling?.timer);
      await Promise.all([...open.values()].map(call => call.close()));
    },
  };
}

/** What is said of the reading of one call is not said of the bus. What is refused is. */
function ofCall(conversation: string, observation: Observation): Observation {
  const isSaid = observation.source === 'health' && observation.origin === undefined && observation.code !== 'refused';
  return isSaid ? {...observation, conversation} : observation;
}
