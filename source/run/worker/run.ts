import {randomBytes} from 'node:crypto';
import type {BusAccess} from '../../bus/connect.js';
import type {Shard} from '../../bus/shards.js';
import {keepNewest} from '../../call/keep-newest.js';
import {maskValue} from '../../output/mask.js';
import {endedBy, endings} from '../../terminal/signals.js';
import {jsonText} from '../../text/json.js';
import {printable} from '../../text/printable.js';
import {whenOutputEnds} from '../standard-output.js';
import {streams} from '../streams.js';
import {callLine} from './call-line.js';
import {work} from './worker.js';

export type WorkerFlags = {
  access: BusAccess;
  /** What this machine is called on the bus. */
  machine: string;
  only?: Shard | undefined;
  json?: boolean;
  mask?: boolean;
};

/** Sentences about messages that are told one by one; then whenever they are ten times as many. */
const MOST_TOLD = 5;

/** Counts calls until a signal comes: a line for each that is over, or each summary for programs. Returns the exit status. Rejects with `BusError`. */
export async function runWorker({access, machine, only, json, mask}: WorkerFlags): Promise<number> {
  const ending = new AbortController();
  let exit = 0;
  let refused = 0;
  const ended = createTold();
  const end = (status: number): void => {
    exit ||= status;
    ending.abort();
  };
  const onSignal = (signal: (typeof endings)[number]): void => end(endedBy[signal]);
  const say = (text: string): void => streams.err(`${printable(text, 1000)}\n`);
  for (const signal of endings) process.on(signal, onSignal);
  // What is counted just now is still published, and the shards are free at once.
  whenOutputEnds(end);
  try {
    await work({
      access,
      name: `${machine}-${randomBytes(6).toString('hex')}`,
      only,
      signal: ending.signal,
      published(given) {
        const summary = mask ? maskValue(given) : given;
        if (json) streams.out(`${jsonText(summary)}\n`);
        else if (given.over && ended.isNew(`${given.team} ${given.conversation} ${given.ending}`))
          streams.out(`${callLine(summary, process.stdout.isTTY ? process.stdout.columns : undefined)}\n`);
      },
      say,
      refuse(text) {
        refused += 1;
        if (refused <= MOST_TOLD) say(text);
        else if (/^10+$/.test(String(refused))) say(`${text} It is the ${refused}th that is not as it should be.`);
      },
    });
  } finally {
    for (const signal of endings) process.off(signal, onSignal);
  }
  return exit;
}

/** Calls that are remembered. */
const MOST_REMEMBERED = 10_000;

/** Remembers what was told, so that the same is not told again; of more than it remembers, the oldest is forgotten. */
function createTold() {
  const told = new Map<string, true>();
  return {
    isNew(text: string): boolean {
      if (told.has(text)) return false;
      keepNewest(told, text, true, MOST_REMEMBERED);
      return true;
    },
  };
}
