import type {BargeIn, Turn} from '../../call/media.js';
import {answerMs, type Clear} from './clears.js';
import type {Utterance} from './speech.js';

/**
 * Turns and barge-ins are found afterwards, from what both sides said: where the caller stopped is known 400 ms later, when the agent may be heard
 * already. Each function gives what it found, nothing, or 'later' while something is still to be known.
 */
export type FoundOrLater<T> = T | undefined | 'later';

/** What both sides said lately, oldest first. */
export type RecentSpeech = {callers: readonly Utterance[]; agents: readonly Utterance[]; clears: readonly Clear[]};

/** ms after which an utterance that began before is known. */
const knownMs = 150;

/** What comes later is no answer, ms. */
const longestTurn = 30_000;

/** An agent that goes on for so long after the caller has not listened; ms. */
const listensMs = 400;

/** ms that both must have spoken at once; and by how much a `clear` may come before speech is loud enough to be seen. */
const [overlapMs, aheadMs] = [200, 200];

/** ms until an end of speech is known, with some to spare. */
const endKnownMs = 450;

/** Whether an utterance of the agent answered the caller. */
export function turnOf(agent: Utterance, {callers, agents}: RecentSpeech, at: number): FoundOrLater<Turn> {
  if (at < agent.from + knownMs || agent.isClear === undefined) return 'later';
  const caller = callers.findLast(({from}) => from < agent.from);
  if (!caller) return undefined;
  if (!caller.isOver) return 'later';
  if (!caller.isClear || !agent.isClear || caller.to > agent.from) return undefined;
  const before = agents.findLast(({from}) => from < agent.from);
  // An utterance is answered once.
  if (before && before.from >= caller.to) return undefined;
  if (before && !before.isCut && before.to > caller.to + listensMs) return undefined;
  const latency = agent.from - caller.to;
  if (latency > longestTurn) return undefined;
  const sentAt = Math.min(agent.sentAt, agent.from);
  const inApplication = Math.min(latency, Math.max(0, sentAt - caller.to));
  const times = {from: caller.from, to: caller.to, sentAt, heardAt: agent.from};
  return {...times, latency, inApplication, inQueue: latency - inApplication};
}

/** Whether the caller spoke while the agent was heard, and what came of it; to be asked when the caller has stopped. */
export function bargeInOf(caller: Utterance, {agents, clears}: RecentSpeech, at: number): FoundOrLater<BargeIn> {
  if (!caller.isClear) return undefined;
  const agent = agents.findLast(({from}) => from < caller.from);
  if (!agent) return undefined;
  if (!agent.isOver || at < agent.to + endKnownMs) return 'later';
  if (!agent.isClear) return undefined;
  const overlap = agent.to - caller.from;
  if (overlap < overlapMs && !(agent.isCut && overlap > -aheadMs)) return undefined;
  const during = clears.filter(each => each.at >= caller.from - aheadMs && each.at <= agent.to + endKnownMs);
  const [clear] = during;
  if (clear && clear.clearedAt === undefined && at < clear.at + answerMs) return 'later';
  return {
    at: caller.from,
    to: caller.to,
    ...(clear && {clearAt: clear.at}),
    ...(clear?.clearedAt !== undefined && {clearedAt: clear.clearedAt}),
    silentAt: agent.to,
    thrownAway: during.reduce((sum, {thrown}) => sum + thrown, 0),
  };
}

/** Asked for often, and mostly this. */
const none: readonly never[] = [];

/** Things that are not settled yet, oldest first; of more than `most`, the oldest is given up. */
export function createWaiting<T, Result>(most: number, settle: (thing: T, at: number) => FoundOrLater<Result>) {
  let waiting: T[] = [];
  return {
    add(thing: T): void {
      waiting = [...waiting, thing].slice(-most);
    },
    /** What is settled by now. */
    take(at: number): readonly Result[] {
      if (waiting.length === 0) return none;
      const found: Result[] = [];
      waiting = waiting.filter(thing => {
        const result = settle(thing, at);
        if (result !== undefined && result !== 'later') found.push(result);
        return result === 'later';
      });
      return found;
    },
  };
}
