import {setTimeout} from 'node:timers/promises';
import type {BusAccess} from '../../bus/connect.js';
import {type Desk, openDesk} from '../../bus/desk.js';
import {BusError} from '../../bus/error.js';
import {type Shard, shardsOf} from '../../bus/shards.js';
import type {CallSummary} from '../../output/call-summary-schema.js';
import {busAddressText} from '../../text/bus-address.js';
import {counted} from '../../text/counted.js';
import {messageOf} from '../../text/system-error.js';
import {createColleagues} from './colleagues.js';
import {type Holding, holdShard} from './holding.js';
import {createLeases, type Lease} from './lease.js';
import {Overtaken} from './share.js';

export type WorkerOptions = {
  access: BusAccess;
  /** Nobody else who works at this bus has that name. */
  name: string;
  /** The shard that it is for; else it shares them out with the others. */
  only?: Shard | undefined;
  signal: AbortSignal;
  /** Gets each summary once it is published. */
  published(summary: CallSummary): void;
  /** Gets what is to be known of the work, a sentence each time that it is another one. */
  say(text: string): void;
  /** Gets what is wrong with a message, a sentence. */
  refuse(text: string): void;
};

/** ms until it is tried again: the first time, and at most. */
const [FIRST, LONGEST] = [250, 5000];

/** How often it is said that one is still at work, and looked for what is free, ms: several times within a lease. */
const ROUND = 1000;

/** Calls in memory: 40 kB each, and what their rows take. */
const MOST_CALLS = 5000;

/**
 * Counts the calls of shards that are nobody's until the signal comes, and publishes their summaries. A connection that is lost comes back by itself. Rejects
 * with `BusError` where nothing comes of the first one.
 */
export async function work(options: WorkerOptions): Promise<void> {
  const {access, only, signal} = options;
  let said = '';
  const say = (text: string): void => {
    if (text !== said) options.say(text);
    said = text;
  };
  let hasBegun = false;
  for (let wait = FIRST; !signal.aborted; ) {
    try {
      const desk = await openDesk(access);
      if (only && only.of !== desk.shards) {
        await desk.close();
        throw new BusError('other-shards', otherShards(access, desk.shards));
      }
      await workAt(desk, {...options, say}, () => {
        hasBegun = true;
        wait = FIRST;
      });
    } catch (error) {
      if (!hasBegun) throw error;
      const text = error instanceof BusError ? error.message : `What counts calls has failed: ${messageOf(error)}.`;
      say(`${text} It is tried again until this ends.`);
      // Not the same for all who wait for a server.
      await setTimeout(wait * (0.5 + Math.random()), undefined, {signal}).catch(() => undefined);
      wait = Math.min(LONGEST, wait * 2);
    }
  }
}

type Held = {lease: Lease; holding: Holding};

/** Works over one connection until that is lost, or something fails: then it throws. What was counted is in a summary that was published before. */
async function workAt(desk: Desk, options: WorkerOptions, onRound: () => void): Promise<void> {
  const {access, name, only, signal, say} = options;
  const url = busAddressText(access.address);
  const leases = createLeases(desk, name);
  const colleagues = createColleagues(name, only?.number);
  const held = new Map<number, Held>();
  const stop = new AbortController();
  let failure: {error: unknown} | undefined;
  const fail = (error: unknown): void => {
    failure ??= {error};
    stop.abort();
  };
  const onSignal = (): void => stop.abort();
  signal.addEventListener('abort', onSignal, {once: true});
  if (signal.aborted) stop.abort();
  void desk.lost.then(fail);
  desk.onGreeting(colleagues.heard);

  function begin(shard: Shard, lease: Lease): void {
    const most = (): number => Math.ceil(MOST_CALLS / Math.max(1, held.size));
    const holding = holdShard({...options, desk, shard, before: lease.before, most});
    held.set(shard.number, {lease, holding});
    holding.done.catch(error => {
      // Whoever else is at it has taken it: nothing of this one's counts any more.
      if (error instanceof Overtaken) void drop(shard.number, holding);
      else fail(error);
    });
  }

  async function drop(number: number, holding: Holding): Promise<void> {
    if (held.get(number)?.holding === holding) held.delete(number);
    await holding.close();
  }

  async function giveUp(number: number, {lease, holding}: Held): Promise<void> {
    await drop(number, holding);
    await lease.release(holding.progress());
  }

  async function round(): Promise<void> {
    desk.greet(colleagues.greeting);
    const own = new Set(colleagues.shares(desk.shards).map(({number}) => number));
    await Promise.all(
      [...held].map(async ([number, each]) => {
        const {lease, holding} = each;
        if (!own.has(number)) await giveUp(number, each);
        else if (!(await lease.renew(holding.progress()))) await drop(number, holding);
      }),
    );
    for (const shard of shardsOf(desk.shards)) {
      if (held.has(shard.number) || stop.signal.aborted) continue;
      const lease = own.has(shard.number) ? await leases.take(shard) : await leases.watch(shard);
      if (lease) begin(shard, lease);
    }
    say(stateText([...held.keys()], desk.shards, url));
  }

  try {
    while (!stop.signal.aborted) {
      await round();
      onRound();
      await setTimeout(ROUND, undefined, {signal: stop.signal}).catch(() => undefined);
    }
  } catch (error) {
    fail(error);
  } finally {
    signal.removeEventListener('abort', onSignal);
    const all = [...held];
    if (failure) await Promise.all(all.map(([, {holding}]) => holding.close()));
    else {
      await Promise.all(all.map(([number, each]) => giveUp(number, each))).catch(() => undefined);
      desk.greet(colleagues.farewell);
    }
    await desk.close();
  }
  if (failure && !signal.aborted) throw failure.error;
}

const otherShards = ({address}: BusAccess, shards: number): string =>
  `The bus at ${busAddressText(address)} has ${counted(shards, 'stream')}: give --shard 1/${shards}${shards === 1 ? '' : ` to ${shards}/${shards}`}, or leave it out.`;

function stateText(held: readonly number[], of: number, url: string): string {
  if (held.length === 0) return `Others count the calls at ${url}: this one waits to take a place.`;
  if (held.length === of) return `Counts the calls at ${url}.`;
  const numbers = held.toSorted((a, b) => a - b).join(', ');
  return `Counts the calls of shard${held.length === 1 ? '' : 's'} ${numbers} of ${of} at ${url}.`;
}
