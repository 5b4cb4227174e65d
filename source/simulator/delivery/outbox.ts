import type {Clock} from '../clock.js';
import type {Payload, Target} from '../types.js';
import {encode, type Seal, type Signing} from './encode.js';
import {afterReal} from './real-time.js';
import {isAccepted, isRetried, type Kind} from './rules.js';
import {type Attempt, type Connections, type Deadlines, type Failure, type Outgoing, type Reply, send} from './send.js';

/** One webhook, and what came of it. */
export type Delivery = {
  kind: Kind;
  /** When it was due, simulated ms since the epoch. */
  at: number;
  target: Target;
  payload: Payload;
  attempts: Attempt[];
  /** The application's reply when it counts as received. */
  reply?: Reply;
  /** Why it does not count as received. */
  failure?: Failure | {code: 'status'; text: string};
};

/** What happens to a webhook on its way; see faults.ts. */
export type Tampering = (delivery: Delivery) => Fate;

export type Fate = {
  /** How many copies leave: 0 when it is lost, 2 when it is delivered twice. */
  copies: number;
  /** Simulated ms later than due; what follows does not wait for it. */
  delayMs?: number;
  unsigned?: boolean;
  badSignature?: boolean;
  /** The connection is cut in the middle of the first attempt. */
  cut?: boolean;
  /** Sends this text instead of the body. */
  malformed?: string;
};

export type OutboxOptions = {
  clock: Clock;
  connections: Connections;
  deadlines: Record<Kind, Deadlines>;
  signing?: Signing;
  newSeal(): Seal;
  tamper?: Tampering;
  onDelivery(delivery: Delivery): void;
};

/** The webhooks of one call, in order. */
export type Outbox = {
  /** Sends a webhook whose reply matters and waits for it. */
  ask(kind: Kind, at: number, target: Target, payload: Payload): Promise<Delivery>;
  /** Sends a webhook whose reply does not matter. */
  tell(kind: Kind, at: number, target: Target, payload: Payload): void;
  /** Resolves when nothing is on its way. */
  idle(): Promise<void>;
  deliveries: Delivery[];
};

/** Real ms after sending a webhook for which the next one waits for its reply: Vonage would not wait at all. */
const patienceMs = 1000;

/** What a deliberately wrong signature is made with. */
const wrongSecret = 'not-the-signature-secret';

/**
 * An outbox per call. A webhook leaves when the one before it has been answered, so that an application that is quick to
 * answer sees a call's webhooks in order (Vonage itself promises none: that is what faults are for).
 */
export function createOutbox(options: OutboxOptions): Outbox {
  const {clock} = options;
  const deliveries: Delivery[] = [];
  const underway = new Set<Promise<void>>();
  let before: Promise<unknown> = Promise.resolve();

  const attempt = (delivery: Delivery, fate: Fate, onSent: () => void): Promise<Attempt> => {
    const seal = {...options.newSeal(), ...(fate.badSignature && {secret: wrongSecret})};
    try {
      const outgoing = encode(delivery.target, delivery.payload, fate.unsigned ? undefined : options.signing, seal);
      return send({...spoil(outgoing, fate), onSent}, options.deadlines[delivery.kind], options.connections);
    } catch {
      return Promise.resolve({tookMs: 0, failure: {code: 'url', text: 'Invalid URL.'}});
    }
  };

  const deliver = async (delivery: Delivery, fate: Fate, onSent: () => void) => {
    let last = await attempt(delivery, fate, onSent);
    delivery.attempts.push(last);
    if (isRetried(delivery.kind, last) && !options.connections.closed) {
      last = await attempt(delivery, {...fate, cut: false}, onSent);
      delivery.attempts.push(last);
    }
    if (last.failure) delivery.failure = last.failure;
    else if (isAccepted(delivery.kind, last.reply.status)) delivery.reply = last.reply;
    else delivery.failure = {code: 'status', text: `HTTP status ${last.reply.status}.`};
  };

  const post = (delivery: Delivery): Promise<void> => {
    const fate = options.tamper?.(delivery) ?? {copies: 1};
    const release = clock.hold();
    const turn = before;
    let onSent = () => {};
    const sent = new Promise<void>(resolve => {
      onSent = resolve;
    });
    const run = async () => {
      await turn;
      await Promise.all(Array.from({length: fate.copies}, () => deliver(delivery, fate, onSent)));
      if (!options.connections.closed) options.onDelivery(delivery);
    };
    const late = async () => {
      release();
      await clock.until(delivery.at + (fate.delayMs ?? 0));
      const hold = clock.hold();
      await run().finally(hold);
    };
    const done = (fate.delayMs ? late() : run()).catch(() => undefined).finally(release);
    if (!fate.delayMs) before = patiently(sent, done);
    underway.add(done);
    void done.then(() => underway.delete(done));
    return done;
  };

  const create = (kind: Kind, at: number, target: Target, payload: Payload): Delivery => {
    const delivery: Delivery = {kind, at, target, payload, attempts: []};
    deliveries.push(delivery);
    return delivery;
  };

  return {
    deliveries,
    async ask(...webhook) {
      const delivery = create(...webhook);
      await post(delivery);
      return delivery;
    },
    tell(...webhook) {
      void post(create(...webhook));
    },
    async idle() {
      while (underway.size > 0) await Promise.all(underway);
    },
  };
}

function spoil(outgoing: Outgoing, {malformed, cut}: Fate): Outgoing {
  if (malformed === undefined || outgoing.body === undefined) return {...outgoing, cut};
  const headers = {...outgoing.headers, 'Content-Length': String(Buffer.byteLength(malformed))};
  return {...outgoing, body: malformed, headers, cut};
}

/** Resolves when a webhook has been dealt with, or has been on its way for long enough. */
function patiently(sent: Promise<void>, done: Promise<void>): Promise<void> {
  return new Promise(resolve => {
    let finished = false;
    let stopWaiting = () => {};
    void sent.then(() => {
      if (!finished) stopWaiting = afterReal(patienceMs, resolve);
    });
    void done.then(() => {
      finished = true;
      stopWaiting();
      resolve();
    });
  });
}
