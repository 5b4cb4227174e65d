import {endingOf} from '../world/read/ending.js';
import {legsOf} from '../world/read/history.js';
import {isOfCall, isSerious, problemsOf} from '../world/read/problems.js';
import {socketsOf, turnFigures} from '../world/read/sockets.js';
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
  /** Of the WebSockets that passed here: turns, and in the middle how long the agent took to be heard. */
  turns?: number;
  p50Ms?: number;
  /** Errors and warnings. */
  problems: number;
  /** One sentence; contains text from outside. */
  verdict: string;
};

/** What is to be said of a call when it is over. */
export function summaryOf(world: World, conversation: Conversation): Summary {
  const {to} = spanOf(world, conversation);
  const problems = problemsOf(world, conversation).filter(isSerious);
  const turns = turnFigures({turns: socketsOf(world, conversation).flatMap(each => each.turns)});
  return {
    ok: !problems.some(isOfCall),
    at: to ?? conversation.goneAt ?? world.now,
    legs: legsOf(world, conversation).length,
    talkMs: talkOf(world, conversation),
    cost: costOf(world, conversation),
    ...(turns && {turns: turns.count, p50Ms: turns.p50}),
    problems: problems.length,
    verdict: endingOf(world, conversation),
  };
}
