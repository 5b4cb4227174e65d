import {setTimeout} from 'node:timers/promises';
import type {NatsConnection} from '@nats-io/transport-node';
import {type Beat, beatIn, beatSubjects} from './beat.js';
import {type BusAccess, connectBus} from './connect.js';
import type {Names} from './published.js';

/** What becomes of what listeners say of themselves. */
export type Ear = {
  heard(beat: Beat): void;
  /** Something came that no listener said. */
  strange(): void;
  /** The server does not let this one hear them. */
  deaf(): void;
};

/** Listens to listeners over a connection, as long as that is there: of a team, of a name, or all of them. */
export function hearListeners(
  connection: NatsConnection,
  {team, application, listener}: Partial<Names>,
  ear: Ear,
): void {
  connection.subscribe(beatSubjects({team, application, listener}), {
    callback(error, message) {
      if (error) return ear.deaf();
      const beat = beatIn({subject: message.subject, body: message.data});
      if (typeof beat === 'string') ear.strange();
      else ear.heard(beat);
    },
  });
}

/** The same for so many ms, over a connection of its own; shorter where there is nothing to be heard. Rejects with `BusError`. */
export async function hearFor(access: BusAccess, ear: Ear, ms: number): Promise<void> {
  const connection = await connectBus(access);
  const isDeaf = new Promise<void>(resolve => {
    const deaf = (): void => {
      ear.deaf();
      resolve();
    };
    hearListeners(connection, {}, {...ear, deaf});
  });
  await Promise.race([isDeaf, setTimeout(ms, undefined, {ref: false}), connection.closed()]);
  await connection.close();
}
