import {setTimeout} from 'node:timers/promises';
import {BEAT_EVERY, type Beat, beatMessage} from './beat.js';
import type {BusError} from './error.js';
import type {BusLink} from './link.js';

export type BeatingOptions = {
  /** What there is to say now; undefined where nothing is known yet. */
  beat(): Beat | undefined;
  /** The server does not let it be said. Called once. */
  forbidden(error: BusError): void;
  every?: number;
};

/** A link over which it is said that there is a listener, as long as it is there, and that it ends when it is closed. */
export function beating(link: BusLink, {beat, forbidden, every = BEAT_EVERY}: BeatingOptions): BusLink {
  const over = new AbortController();
  const {signal} = over;
  let isHeard = true;

  async function say(): Promise<void> {
    const said = beat();
    if (!said || !isHeard) return;
    const {subject, body} = beatMessage(said);
    await link.say(subject, body).catch((error: BusError) => {
      isHeard = false;
      // What was lost is told of by what publishes.
      if (error.code === 'forbidden') forbidden(error);
    });
  }

  async function go(): Promise<void> {
    while (!signal.aborted && isHeard) {
      await say();
      await setTimeout(every, undefined, {signal}).catch(() => undefined);
    }
  }

  void link.lost.then(() => {
    isHeard = false;
    over.abort();
  });
  const going = go();
  return {
    ...link,
    async close() {
      over.abort();
      await going;
      await say();
      await link.close();
    },
  };
}
