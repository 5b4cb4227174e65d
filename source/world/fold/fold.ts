import type {Fact} from '../../call/fact.js';
import type {ControlObservation, Resent} from '../../call/observation.js';
import {CALL, LEG} from '../agenda.js';
import {type Changes, type Confirmed, noChanges} from '../changes.js';
import {ABSORBED, HISTORY, TOLD} from '../event-log.js';
import {endsAt} from '../read/ended.js';
import {nextMissedAt} from '../read/expectations.js';
import {lastOneUp} from '../read/expected-end.js';
import {nextProblemAt} from '../read/problems.js';
import {seqOrder} from '../seq-order.js';
import type {World} from '../world.js';
import {foldApi} from './api.js';
import {changeConversation, freeNumbers, touch} from './change.js';
import {witnessesOf} from './enter.js';
import {foldArmed, foldIntervened} from './intervene.js';
import {foldMedia} from './media.js';
import {compareRows} from './order.js';
import {foldSummary} from './summary.js';
import {foldReply, foldWebhook} from './webhook.js';

export type Folded = {world: World; changes: Changes};

/**
 * Takes what the next observation of a recording says into the World, and says what that altered. Pure in what matters: the same observations
 * give the same World, live or replayed; no clock, no random number, no file. The new World shares its maps and its log with the
 * old one, so only the newest may be folded further.
 */
export function fold(world: World, fact: Fact): Folded {
  const next = {...world, counts: {...world.counts}};
  const changes = noChanges();
  next.index.changes = changes;
  next.index.origin = fact.origin;
  if (fact.origin) next.origins.set(fact.origin.id, fact.origin.listener);
  next.seq = Math.max(next.seq, fact.seq);
  next.now = Math.max(next.now, fact.at);
  next.version++;
  const from = next.log.length;
  take(next, fact);
  changes.told = told(next, from);
  changes.confirmed = confirmed(next, from);
  passTime(next);
  for (const id of changes.legs) expectProblem(next, id);
  for (const id of changes.conversations) {
    const leg = lastOneUp(next, next.conversations.get(id));
    if (leg && !changes.legs.has(leg.id)) expectProblem(next, leg.id);
  }
  for (const id of changes.conversations) {
    judgeEnd(next, id);
    const call = next.conversations.get(id);
    next.index.agenda.set(CALL + id, call && nextMissedAt(next, call));
  }
  const due = next.index.agenda.next();
  next.due = Number.isFinite(due) ? due : undefined;
  return {world: next, changes};
}

function take(world: World, fact: Fact): void {
  switch (fact.source) {
    case 'webhook':
      foldWebhook(world, fact);
      break;
    case 'reply':
      foldReply(world, fact);
      break;
    case 'api':
      foldApi(world, fact);
      break;
    case 'media':
      foldMedia(world, fact);
      break;
    case 'health':
      world.health.set(fact.conversation ? `${fact.part}:${fact.conversation}` : fact.part, fact);
      if (fact.conversation) touch(world, fact.conversation);
      break;
    case 'control':
      // A later run of the same recording may be published no more.
      if (fact.setup) world.setup = {...world.setup, bus: undefined, ...fact.setup};
      foldNote(world, fact);
      if (fact.resent) foldResent(world, fact.seq, fact.resent);
      if (fact.action === 'start') world.startedAt = Math.max(world.startedAt ?? 0, fact.at);
      if (fact.intervened) foldIntervened(world, fact, fact.intervened);
      if (fact.armed) foldArmed(world, fact, fact.armed);
      break;
    case 'summary':
      foldSummary(world, fact.summed);
      break;
    case 'tick':
      break;
  }
}

/** Characters of a note that are kept: as many as can be typed. A recording may hold any. */
const LONGEST_NOTE = 500;

/** Keeps what a person wrote about an event, in the place of what was written before; an empty text takes that away. One's own, which is in no recording, stays. */
function foldNote(world: World, {seq, note}: ControlObservation): void {
  if (!note) return;
  const {log, index} = world;
  const row = log.rowOf(note.to, note.id);
  if (row === undefined) return;
  const known = log.comments.get(row);
  if (known && seqOrder(known.seq) > seqOrder(seq)) return;
  // Not a slice of it, which would keep all of it in memory.
  log.comments.set(row, {text: [...note.text.slice(0, LONGEST_NOTE)].join(''), seq});
  const speaker = log.speakerOf(row);
  index.changes.rows.add(speaker);
  index.changes.noted = speaker;
  touch(world, log.conversationOf(speaker));
}

/** How often sending one webhook again is remembered. */
const MOST_RESENT = 8;

/** That a webhook was sent to the application again changes nothing of its call. */
function foldResent({resent, log, index}: World, seq: number, {to}: Resent): void {
  const row = log.rowOf(to);
  if (row !== undefined) index.changes.resent = log.speakerOf(row);
  const all = [...(resent.get(to) ?? []), seq].sort((a, b) => seqOrder(a) - seqOrder(b));
  resent.set(to, all.slice(-MOST_RESENT));
}

/** The new rows that tell of something which no row before them told of. */
function told(world: World, from: number): number[] {
  const {log} = world;
  const rows: number[] = [];
  for (let row = from; row < log.length; row++) {
    if (log.has(row, ABSORBED | HISTORY)) continue;
    if (!witnessesOf(world, row).every(each => each >= from || log.has(each, HISTORY))) continue;
    log.flag(row, TOLD);
    rows.push(row);
  }
  return rows.length < 2 ? rows : rows.sort((a, b) => compareRows(log, a, b));
}

/** What a witness reports who did not before, of what was told before. */
function confirmed(world: World, from: number): Confirmed[] {
  const {log} = world;
  const all: Confirmed[] = [];
  for (const {row, witness} of world.index.changes.joined) {
    const speaker = log.has(row, ABSORBED) ? (log.primary[row] ?? 0) - 1 : row;
    const rows = witnessesOf(world, speaker).filter(each => !log.has(each, HISTORY));
    const isFirst = rows.every(each => each === row || !log.has(each, witness));
    if (isFirst && rows.some(each => each < from)) all.push({row: speaker, witness});
  }
  return all.length < 2 ? all : all.sort((a, b) => compareRows(log, a.row, b.row));
}

/** What time alone changes: a `completed` is missing by now, a call is over. */
function passTime(world: World): void {
  for (const about of world.index.agenda.take(world.now)) {
    const leg = about.startsWith(LEG) ? world.legs.get(about.slice(LEG.length)) : undefined;
    if (leg) world.index.changes.legs.add(leg.id);
    touch(world, leg?.conversation ?? (about.startsWith(CALL) ? about.slice(CALL.length) : about));
  }
}

function expectProblem(world: World, id: string): void {
  const leg = world.legs.get(id);
  world.index.agenda.set(LEG + id, leg && nextProblemAt(world, leg));
}

/** Enters when a call that has ended counts as over, or that it does by now. A named conversation may be called again. */
function judgeEnd(world: World, id: string): void {
  const conversation = world.conversations.get(id);
  const at = conversation && endsAt(world, conversation);
  if (conversation && at === undefined && conversation.over) changeConversation(world, id, {over: false});
  const isWaited = at !== undefined && !conversation?.over && at > world.now;
  world.index.agenda.set(id, isWaited ? at : undefined);
  if (!conversation || at === undefined || conversation.over || isWaited) return;
  freeNumbers(world, changeConversation(world, id, {over: true}));
  world.index.changes.over.push(id);
}
