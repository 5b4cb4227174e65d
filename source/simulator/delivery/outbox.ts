import {isTaken} from '../../call/meaning/refused.js';
import type {Clock} from '../clock.js';
import type {Reached} from '../tunnel.js';
import type {Payload, Target} from '../types.js';
import {encode, type Seal, type Signing} from './encode.js';
import {isRetried, type Kind} from './rules.js';
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
  /** Where a URL leads; see tunnel.ts. */
  reach(url: string): Reached;
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

/** What waits for its turn; answer and fallback requests leave at once. */
const queued = new Set<Kind>(['event', 'rtc']);

/** What a deliberately wrong signature is made with. */
const wrongSecret = 'not-the-signature-secret';

/**
 * An outbox per call. An event webhook leaves when the one before it has been answered or given up, so that an application
 * sees a call's events in order (Vonage itself promises none: that is what faults are for).
 */
export function createOutbox(options: OutboxOptions): Outbox {
  const {clock} = options;
  const deliveries: Delivery[] = [];
  const underway = new Set<Promise<void>>();
  const before = new Map<Kind, Promise<void>>();

  const attempt = (delivery: Delivery, fate: Fate): Promise<Attempt> => {
    const seal = {...options.newSeal(), ...(fate.badSignature && {secret: wrongSecret})};
    try {
      const {url, headers} = options.reach(delivery.target.url);
      const signing = fate.unsigned ? undefined : options.signing;
      const outgoing = encode({...delivery.target, url}, delivery.payload, signing, seal);
      Object.assign(outgoing.headers, headers);
      return send(spoil(outgoing, fate), options.deadlines[delivery.kind], options.connections);
    } catch {
      return Promise.resolve({tookMs: 0, failure: {code: 'url', text: 'Invalid URL.'}});
    }
  };

  const deliver = async (delivery: Delivery, fate: Fate) => {
    let last = await attempt(delivery, fate);
    delivery.attempts.push(last);
    if (isRetried(delivery.kind, last) && !options.connections.closed) {
      last = await attempt(delivery, {...fate, cut: false});
      delivery.attempts.push(last);
    }
    if (last.failure) delivery.failure = last.failure;
    else if (isTaken(delivery.kind, last.reply.status)) delivery.reply = last.reply;
    else delivery.failure = {code: 'status', text: `HTTP status ${last.reply.status}.`};
  };

  /** What a webhook waits for. What is pushed repeats what events have told, so it comes after them; they never wait for it. */
  const turnOf = (kind: Kind) => {
    const own = before.get(kind);
    return kind === 'rtc' ? Promise.all([own, before.get('event')]) : own;
  };

  const post = (delivery: Delivery): Promise<void> => {
    const fate = options.tamper?.(delivery) ?? {copies: 1};
    const release = clock.hold();
    const turn = turnOf(delivery.kind);
    const run = async () => {
      await turn;
      await Promise.all(Array.from({length: fate.copies}, () => deliver(delivery, fate)));
      if (!options.connections.closed) options.onDelivery(delivery);
    };
    const late = async () => {
      release();
      await clock.until(delivery.at + (fate.delayMs ?? 0));
      const hold = clock.hold();
      await run().finally(hold);
    };
    const done = (fate.delayMs ? late() : run()).catch(() => undefined).finally(release);
    if (!fate.delayMs && queued.has(delivery.kind)) before.set(delivery.kind, done);
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
