import {type SignatureResult, signatureResults} from '../../call/signature-result.js';
import type {Status} from '../../call/status.js';
import {BY_APPLICATION, type EventLog, OUT_OF_ORDER, PROBLEM, UNSTAMPED} from '../event-log.js';
import {witnessesOf} from '../fold/enter.js';
import {memberOfLeg} from '../fold/leg.js';
import type {Conversation, Leg, Witness, World} from '../world.js';
import {commentOf} from './comment.js';
import {witnessNames} from './history.js';
import {legOfRow} from './leg-of-row.js';

/** One row of the stream, with everything that a row of the log says of it. Times in ms since the epoch. */
export type EventView = {
  row: number;
  /** Names the event within its conversation, the same in whatever order things arrived. */
  key: string;
  /** As `nameOf` says. */
  type: string;
  /** What the Conversation API calls it, where that is another word and it has been seen there. */
  apiType?: string;
  status?: Status;
  /** The Conversation API's event id. */
  id?: number;
  /** Vonage's stamp; an estimate from the arrival when `stamped` is false. */
  at: number;
  stamped: boolean;
  arrivedAt: number;
  leg?: string;
  member?: string;
  note?: string;
  /** What a person wrote about it. */
  comment?: string;
  witnesses: Witness[];
  /** How often it was pushed; above 1 it is a duplicate delivery. */
  deliveries: number;
  outOfOrder: boolean;
  problem: boolean;
  /** What was answered to the webhook: HTTP status, ms, and by whom. */
  reply?: {status: number; ms: number; by: 'monitor' | 'application'};
  signature?: SignatureResult['state'];
};

/**
 * What a row is called: a status by its own word whichever witness came first (`ringing`, not what the API calls it), else a
 * kind of webhook (`input`) or a type of the API's events. So no line changes its name when the next witness comes.
 */
export const nameOf = (log: EventLog, row: number): string => log.statusOf(row) ?? log.typeOf(row);

export function eventView(world: World, conversation: Conversation, row: number): EventView {
  const {log} = world;
  const rows = witnessesOf(world, row);
  const withId = rows.find(each => log.id[each]);
  const id = withId === undefined ? undefined : log.id[withId];
  const type = nameOf(log, row);
  const apiType = log.typeOf(withId ?? row);
  const at = log.at[row] ?? 0;
  const withLeg = rows.find(each => log.leg[each]);
  const leg = withLeg === undefined ? undefined : log.legOf(withLeg);
  const status = log.statusOf(row);
  const replyStatus = log.replyStatus[row];
  const signature = signatureResults[(log.signature[row] ?? 0) - 1];
  return {
    row,
    key:
      status && leg
        ? `${leg}/${status}/${at}`
        : id
          ? `event/${id}`
          : `${type}/${leg ?? ''}/${log.has(row, UNSTAMPED) ? '' : at}`,
    type,
    apiType: apiType === type ? undefined : apiType,
    status,
    id,
    at,
    stamped: !log.has(row, UNSTAMPED),
    arrivedAt: rows.reduce((least, each) => Math.min(least, log.arrived[each] ?? least), Number.POSITIVE_INFINITY),
    leg: leg ?? legOfRow(world, conversation, row),
    member: log.memberOf(row) ?? (leg === undefined ? undefined : memberOfLeg(world.legs.get(leg), conversation.id)),
    note: log.noteOf(row),
    comment: commentOf(world, row),
    witnesses: witnessNames(world, row),
    deliveries: rows.reduce((most, each) => Math.max(most, log.deliveries[each] ?? most), 1),
    outOfOrder: log.has(row, OUT_OF_ORDER),
    problem: rows.some(each => log.has(each, PROBLEM)),
    reply: replyStatus
      ? {status: replyStatus, ms: log.replyMs[row] ?? 0, by: log.has(row, BY_APPLICATION) ? 'application' : 'monitor'}
      : undefined,
    signature,
  };
}

/** The observations that hold what was received for an event, first delivery first. */
export function observationsOf(world: World, row: number): number[] {
  const {log} = world;
  return witnessesOf(world, row).flatMap(each => [log.seq[each] ?? 0, ...(log.more.get(each) ?? [])]);
}

/** `L1`, `L2`, …: what a leg is called, from its first sight to its end, wherever it goes. */
export const labelOf = ({number}: Leg): string => `L${number}`;

/** The same of a leg's id; undefined when no such leg is known. */
export function legLabel(world: World, id: string | undefined): string | undefined {
  const leg = id === undefined ? undefined : world.legs.get(id);
  return leg && labelOf(leg);
}
