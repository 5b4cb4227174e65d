import type {BusAccess} from '../../bus/connect.js';
import {openDesk} from '../../bus/desk.js';
import {SUMMARIES, summariesOfTeam} from '../../bus/summaries.js';
import {quoted} from '../../bus/wire.js';
import {keepNewest} from '../../call/keep-newest.js';
import type {Filter} from '../../filter/filter.js';
import {matchesCall} from '../../filter/match.js';
import type {CallSummary} from '../../output/call-summary-schema.js';
import {busAddressText} from '../../text/bus-address.js';
import {isOf, summaryIn} from './summary-message.js';
import {summarySubject} from './summary-subject.js';

export type CallQuery = {
  /** Of all teams where it is left out. */
  team?: string;
  application?: string;
  /** Who saw something of it. */
  listener?: string;
  /** Only those of which something was heard since, ms since the epoch. */
  since?: number;
  filter?: Filter;
};

/** Calls that are listed: the newest of more. */
export const MOST_LISTED = 100_000;

/**
 * The calls of a bus that are wanted, by their summaries, the newest first; `isAll` unless there are more than are listed. `refuse` gets a sentence about each
 * message that is no summary. Rejects with `BusError`.
 */
export async function listCalls(
  access: BusAccess,
  {team, application, listener, since, filter}: CallQuery,
  refuse: (text: string) => void,
  most = MOST_LISTED,
): Promise<{calls: CallSummary[]; isAll: boolean}> {
  const desk = await openDesk(access);
  const found = new Map<string, CallSummary>();
  let isAll = true;
  try {
    for await (const message of desk.read(SUMMARIES, summariesOfTeam(team), since)) {
      const summary = summaryIn(message);
      if (typeof summary === 'string') {
        refuse(
          `A message at ${busAddressText(access.address)} (${quoted(message.subject)}) ${summary}: it is left out.`,
        );
        continue;
      }
      const isWanted = isOf(summary, {application, listener}) && matchesCall(filter, summarySubject(summary, 0));
      // What is said of it by now is in the place of what was said before.
      if (!isWanted) found.delete(message.subject);
      else if (keepNewest(found, message.subject, summary, most)) isAll = false;
    }
  } finally {
    await desk.close();
  }
  const calls = [...found.values()].sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  return {calls, isAll};
}
