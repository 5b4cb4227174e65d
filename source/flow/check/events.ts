import {witnessesOf} from '../../world/fold/enter.js';
import type {Call} from '../../world/read/calls.js';
import {nameOf} from '../../world/read/event-view.js';
import {isNccoDue} from '../../world/read/ncco-due.js';
import type {World} from '../../world/world.js';
import {partingOf, type Sequence, sequenceText} from '../file/sequence.js';
import type {ReplyShape} from '../file/shape.js';
import type {Mismatch} from '../flow.js';
import {namesOf, outOfBounds, type SeenWord} from './mismatch.js';

/** The actions of all NCCOs that Vonage takes from the replies, in their order. */
export function actionsOf(call: Call): SeenWord[] {
  const {world} = call;
  const rows = call.rows().filter(row => world.log.nccos.has(row) && isNccoDue(world, row));
  return rows.flatMap(row =>
    (world.log.nccos.get(row)?.actions ?? []).map(({name, text}) => ({word: name, also: [text], row})),
  );
}

/** How an input's note says what was typed, and what was understood. */
const DIGITS = /^digits=(\S+)/;
const SPEECH = /^speech="(.*)"/;

/** What the caller typed at each input, in order. Without an input, what was typed at all. */
export function digitsOf(call: Call): SeenWord[] {
  const inputs = wordsOf(call, 'input', DIGITS);
  if (inputs.length > 0) return inputs;
  const keys = wordsOf(call, 'audio:dtmf', /^(\S+)/);
  const [first] = keys;
  return first ? [{...first, word: keys.map(({word}) => word).join('')}] : [];
}

/** What was understood at each input, in order. */
export const speechOf = (call: Call): SeenWord[] => wordsOf(call, 'input', SPEECH);

function wordsOf(call: Call, type: string, form: RegExp): SeenWord[] {
  const {log} = call.world;
  return call.rows().flatMap(row => {
    const word = log.typeOf(row) === type ? form.exec(log.noteOf(row) ?? '')?.[1] : undefined;
    return word === undefined ? [] : {word, row};
  });
}

/** Everything that happened, by the name that lines call it, with what else it goes by. */
export function eventsOf(call: Call): SeenWord[] {
  return call.rows().map(row => eventOf(call.world, row));
}

function eventOf(world: World, row: number): SeenWord {
  const {log} = world;
  return {word: nameOf(log, row), also: witnessesOf(world, row).map(each => log.typeOf(each)), row};
}

/** Whether events come in an order, others between them; else what has not come. */
export function missingOrder(due: Sequence, call: Call): Mismatch | undefined {
  const words = eventsOf(call);
  const spaced: Sequence = ['gap', ...due.flatMap(step => [step, 'gap'] as const)];
  const parting = partingOf(spaced, words.map(namesOf));
  if (!parting) return undefined;
  const missing = parting.expected.filter(each => each !== 'the end').at(-1) ?? '';
  const found = words.findLast(each => due.some(step => step !== 'gap' && namesOf(each).some(step.matches)));
  const {word, row} = found ?? {};
  return {
    expected: sequenceText(due),
    seen: word === undefined ? 'none of them' : `last of them ${word}`,
    note: `${missing} has not come${word === undefined ? '' : ' in its place'}`,
    row: row ?? words.at(-1)?.row,
  };
}

/** What came that must not. */
export function whatMustNot(due: Sequence, call: Call): Mismatch | undefined {
  const isMeant = (each: SeenWord) => due.some(step => step !== 'gap' && namesOf(each).some(step.matches));
  const found = eventsOf(call).filter(isMeant);
  const [first] = found;
  if (!first) return undefined;
  const times = found.length === 1 ? '' : ` (and ${found.length - 1} more)`;
  const words = due.flatMap(step => (step === 'gap' ? [] : step.words));
  return {expected: `never ${words.join(', ')}`, seen: `${first.word}${times}`, row: first.row};
}

/** The replies to webhooks of a kind: `answer`, `fallback`, `event` for all others, or `any`. */
export function wrongReply(kind: string, field: keyof ReplyShape, due: ReplyShape, call: Call): Mismatch | undefined {
  const {log} = call.world;
  const rows = call.rows().filter(row => log.replyStatus[row] && (kind === 'any' || kindOf(nameOf(log, row)) === kind));
  if (field === 'count') return due.count && outOfBounds(due.count, rows.length, {row: rows.at(-1)});
  const bounds = due[field];
  const values = field === 'status' ? log.replyStatus : log.replyMs;
  if (!bounds) return undefined;
  if (rows.length === 0)
    return outOfBounds(bounds, undefined, {note: `no ${kind === 'any' ? 'webhook' : `${kind} webhook`} was answered`});
  for (const row of rows) {
    const wrong = outOfBounds(bounds, values[row], {row});
    if (wrong) return wrong;
  }
  return undefined;
}

const kindOf = (name: string): string => (name === 'answer' || name === 'fallback' ? name : 'event');
