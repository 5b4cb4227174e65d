import {textLine} from '../output/text-line.js';
import type {Call} from '../world/read/calls.js';
import {eventView, labelOf} from '../world/read/event-view.js';
import {legOfRow} from '../world/read/leg-of-row.js';
import {partiesOf, partyOf} from '../world/read/state.js';
import type {World} from '../world/world.js';
import type {Mismatch} from './flow.js';

/** Where in a call something was otherwise. Texts come from outside, but for the lines. */
export type Scene = {
  /** Its id and parties, and when it began, ms since the epoch. */
  call?: {id: string; from?: string; to?: string; at?: number};
  /** The leg, `L2 to 447700900002`, and how long after the call's first event, ms. */
  leg?: string;
  afterMs?: number;
  /** The three events around the place, as lines for people; `isHere` is the one that is meant. */
  around: readonly {line: string; isHere: boolean}[];
};

/** Where a mismatch is in its call. */
export function sceneOf(call: Call, {row, leg}: Mismatch): Scene {
  const {world, conversations} = call;
  const rows = call.rows();
  const [first] = conversations;
  const begin = rows[0] === undefined ? undefined : world.log.at[rows[0]];
  const {from, to} = partiesOf(world, first);
  const here = rows.indexOf(row ?? lastOf(world, call, rows, leg?.id) ?? -1);
  const start = Math.max(0, Math.min(here < 0 ? rows.length : here - 1, rows.length - 3));
  const at = rows[here] === undefined ? undefined : world.log.at[rows[here]];
  const party = leg && partyOf(leg);
  return {
    call: {id: first.id, from, to, at: begin},
    leg:
      leg && `${labelOf(leg)}${party === undefined ? '' : ` ${leg.direction === 'inbound' ? 'from' : 'to'} ${party}`}`,
    afterMs: at === undefined || begin === undefined ? undefined : at - begin,
    around: rows
      .slice(start, start + 3)
      .map((each, i) => ({line: lineOf(world, each), isHere: start + i === here && row !== undefined})),
  };
}

/** The last that a leg shows of itself. */
function lastOf(world: World, call: Call, rows: readonly number[], leg: string | undefined): number | undefined {
  if (leg === undefined) return undefined;
  return rows.findLast(row => {
    const conversation = world.conversations.get(world.log.conversationOf(row)) ?? call.conversations[0];
    return legOfRow(world, conversation, row) === leg;
  });
}

function lineOf(world: World, row: number): string {
  const conversation = world.conversations.get(world.log.conversationOf(row));
  if (!conversation) return '';
  const {type} = eventView(world, conversation, row);
  return textLine(world, {kind: 'event', conversation, row}, (_, text) => text) ?? type;
}
