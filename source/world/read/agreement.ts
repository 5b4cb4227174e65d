import {highest, lowest} from '../../call/extremes.js';
import {API, type EventLog, HISTORY, RTC, UNSTAMPED, WEBHOOK} from '../event-log.js';
import {witnessesOf} from '../fold/enter.js';
import type {Conversation, Witness, World} from '../world.js';
import {witnessBits} from './history.js';
import {typeOf} from './state.js';

/** Stamps of one fact differ by milliseconds between witnesses; by more than this they disagree, ms. */
const SAME_TIME_MS = 1000;

/** How far past a fact a witness must have reported before its silence about it means something, ms. */
const SILENCE_MS = 2000;

type Parties = {direction?: string; from?: string; to?: string};

/** One field of a fact, and what each witness says of it. */
export type Difference = {field: 'direction' | 'from' | 'to' | 'at'; values: {witness: Witness; value: string}[]};

/** Where the witnesses of an event contradict each other, and which of them should have reported it and have not. */
export type Agreement = {differences: Difference[]; absent: Witness[]};

export function agreementOf(world: World, conversation: Conversation, row: number): Agreement {
  return {differences: differencesOf(world, row), absent: absentWitnesses(world, conversation, row)};
}

/** Direction and parties as one text, so that a row keeps them as one number; undefined when nothing is said. */
export function partiesText(direction?: string, from?: string, to?: string): string | undefined {
  return direction || from || to ? JSON.stringify([direction ?? null, from ?? null, to ?? null]) : undefined;
}

/**
 * Where the witnesses of a fact contradict each other (`≠`). A witness that says nothing of a field contradicts nobody, and
 * neither does `Unknown`, which Vonage writes where no caller id is set.
 */
export function differencesOf(world: World, row: number): Difference[] {
  const {log} = world;
  const rows = witnessesOf(world, row).filter(each => !log.has(each, HISTORY));
  if (rows.length < 2) return [];
  const differences = rows.every(each => log.parties[each] === log.parties[row]) ? [] : partiesThatDiffer(log, rows);
  const times = rows.some(each => log.has(each, UNSTAMPED)) ? [] : rows.map(each => log.at[each] ?? 0);
  if (times.length > 1 && highest(times) - lowest(times) > SAME_TIME_MS) {
    const values = rows.map((each, i) => ({
      witness: witnessOf(log, each),
      value: new Date(times[i] ?? 0).toISOString(),
    }));
    differences.push({field: 'at', values});
  }
  return differences;
}

function partiesThatDiffer(log: EventLog, rows: readonly number[]): Difference[] {
  const said = rows.map(each => ({witness: witnessOf(log, each), ...parties(log.partiesOf(each))}));
  const differences: Difference[] = [];
  for (const field of ['direction', 'from', 'to'] as const) {
    const values = said.flatMap(({witness, [field]: value}) =>
      value && value !== 'Unknown' ? [{witness, value}] : [],
    );
    if (new Set(values.map(({value}) => value)).size > 1) differences.push({field, values});
  }
  return differences;
}

function witnessOf(log: EventLog, row: number): Witness {
  return log.has(row, WEBHOOK) ? 'webhook' : log.has(row, API) ? 'api' : 'rtc';
}

function parties(text: string | undefined): Parties {
  if (text === undefined) return {};
  const [direction, from, to] = JSON.parse(text) as (string | null)[];
  return {direction: direction ?? undefined, from: from ?? undefined, to: to ?? undefined};
}

/**
 * Witnesses that should have spoken of a fact and have not (`∅`): they have reported what came well after it, and of its
 * kind they do report. Only ringing, answered and the hang-up have a counterpart on the other side; app legs never ring.
 */
export function absentWitnesses(world: World, conversation: Conversation, row: number): Witness[] {
  const {log} = world;
  const status = log.statusOf(row);
  const at = log.at[row] ?? 0;
  const absent: Witness[] = [];
  if (status === undefined || log.has(row, UNSTAMPED | HISTORY)) return absent;
  const seen = witnessBits(world, row);
  const silent = (bit: number, upTo: number | undefined) =>
    !(seen & bit) && upTo !== undefined && upTo > at + SILENCE_MS;
  const leg = world.legs.get(log.legOf(row) ?? '');
  const byPhone = leg !== undefined && ['phone', 'sip'].includes(typeOf(leg));
  if (silent(WEBHOOK, conversation.webhookUpTo)) absent.push('webhook');
  const told = (status === 'ringing' && leg?.direction === 'outbound') || status === 'answered';
  if (byPhone && told && silent(API, conversation.apiUpTo)) absent.push('api');
  if (byPhone && told && silent(RTC, conversation.rtcUpTo)) absent.push('rtc');
  return absent;
}
