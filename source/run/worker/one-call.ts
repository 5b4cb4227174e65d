import {NONE, type Place, tokenOf} from '../../bus/subject.js';
import {type InStream, quoted} from '../../bus/wire.js';
import type {HealthObservation, Observation} from '../../call/observation.js';
import {callSummary} from '../../output/call-summary.js';
import type {CallSummary} from '../../output/call-summary-schema.js';
import {createFeed} from '../../store/feed.js';
import {factOf} from '../../vonage/facts.js';
import {createBusReader} from '../bus/reader.js';
import {LONGEST_ID} from './summary-message.js';

/** One conversation, folded by itself: nothing but its own messages makes it. */
export type OneCall = {
  /** The number in the stream of the newest message that it counts; 0 for none. */
  last(): number;
  /** Counts a message, which is behind `last`. Gives what is wrong with it, in a sentence, where something is. */
  take(message: InStream): string[];
  /** Time has passed: `now` in ms since the epoch. Whether that changed something. */
  pass(now: number): boolean;
  /** Nothing more of it is waited for; undefined as long as nothing of it was understood. */
  isOver(): boolean | undefined;
  /** Undefined as long as nothing of it was understood. */
  summary(stream: Pick<CallSummary['last'], 'stream' | 'created'>): CallSummary | undefined;
};

/** Messages of one call that are counted: many more than the longest has. */
const MOST_MESSAGES = 100_000;

/** Listeners that a summary names. */
const MOST_LISTENERS = 100;

/** A conversation by its team and its token; `url` is where its messages come from. */
export function createOneCall(url: string, {team, conversation}: Pick<Place, 'team' | 'conversation'>): OneCall {
  const reader = createBusReader(url, () => 0);
  const feed = createFeed(factOf);
  let last = 0;
  let count = 0;
  let application: string | undefined;
  let observations = 0;
  const isIt = ({id}: {id: string}): boolean => id !== '' && id.length <= LONGEST_ID && tokenOf(id) === conversation;
  /** Its word in the World, which holds the calls that it was moved to, too. */
  const call = () => [...feed.world().conversations.values()].find(isIt);

  return {
    last: () => last,
    take(message) {
      last = message.number;
      count += 1;
      if (count > MOST_MESSAGES) return count === MOST_MESSAGES + 1 ? [tooMany(url, message.subject)] : [];
      const [all, refused] = parted(reader.take(message, 0));
      observations += all.length;
      const named = message.subject.split('.')[2];
      if (all.length > 0 && named !== NONE) application ??= named;
      feed.take(all);
      return refused.map(({text}) => text);
    },
    pass(now) {
      const {due = Number.POSITIVE_INFINITY} = feed.world();
      if (now < due) return false;
      feed.take([{source: 'tick', seq: 0, at: now}]);
      return true;
    },
    isOver: () => call()?.over,
    summary(stream) {
      const world = feed.world();
      const found = call();
      if (!found) return undefined;
      const listeners = [...new Set(world.origins.values())].sort().slice(0, MOST_LISTENERS);
      return callSummary(world, found, {
        team,
        application: application ?? null,
        listeners,
        observations,
        last: {...stream, seq: last},
      });
    },
  };
}

const tooMany = (url: string, subject: string): string =>
  `A call at ${url} (${quoted(subject)}) has more than ${MOST_MESSAGES} messages: no more of them are counted.`;

/** What is of the call, and what its reader has to say of messages. */
function parted(all: readonly Observation[]): [Observation[], HealthObservation[]] {
  const isSaid = (o: Observation): o is HealthObservation => o.source === 'health' && o.origin === undefined;
  return [all.filter(o => !isSaid(o)), all.filter(isSaid)];
}
