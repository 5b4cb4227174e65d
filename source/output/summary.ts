import {endingOf} from '../world/read/ending.js';
import {legsOf} from '../world/read/history.js';
import {isOfCall, isSerious, problemsOf} from '../world/read/problems.js';
import {costOf, spanOf, talkOf} from '../world/read/timings.js';
import type {Conversation, World} from '../world/world.js';

export type Summary = {
  /** Nothing went wrong with the call, as far as anybody saw. */
  ok: boolean;
  /** When it ended by Vonage's stamps, ms; by the monitor's clock where there are none. */
  at: number;
  legs: number;
  /** From the first answer to the end of the last leg. */
  talkMs?: number;
  /** EUR, of the legs whose price is known. */
  cost?: string;
  /** Errors and warnings. */
  problems: number;
  /** One sentence; contains text from outside. */
  verdict: string;
};

/** What is to be said of a call when it is over. */
export function summaryOf(world: World, conversation: Conversation): Summary {
  const {to} = spanOf(world, conversation);
  const problems = problemsOf(world, conversation).filter(isSerious);
  return {
    ok: !problems.some(isOfCall),
    at: to ?? conversation.goneAt ?? world.now,
    legs: legsOf(world, conversation).length,
    talkMs: talkOf(world, conversation),
    cost: costOf(world, conversation),
    problems: problems.length,
    verdict: endingOf(world, conversation),
  };
}
