import {everything, explain, knownWords} from '../../call/explain.js';
import type {Option} from '../../filter/complete.js';
import {readMoment, type TimeRange} from '../../filter/measure.js';
import {suggest} from '../../text/suggest.js';
import type {Model} from '../model.js';
import {chosenCall, chosenRow, legOfChosenRow, wholeStream} from '../select.js';
import {clockOffset} from '../typing/active.js';
import {yetInCall} from '../yet.js';
import {type Command, type CommandResult, say} from './command.js';
import {jumpToIndex, jumpToTime} from './marks.js';

/** Rare verbs have no key: they are found by name. */
export const paletteCommands: readonly Command[] = [
  {
    id: 'palette',
    keys: [':'],
    label: 'find a command by name and carry it out',
    hint: ['command', 3],
    run: ({view}) => ({view: {...view, palette: {text: '', cursor: 0, chosen: 0}}}),
  },
  {
    id: 'go',
    keys: [],
    label: 'jump to an event by number or time; the word can be left out: :25, :12:04:11, :+30s',
    argument: {name: 'PLACE', run: goTo},
    run: model => say(model, 'Where to? An event’s number such as :25, a time such as :12:04:11, or :+30s.', 'good'),
  },
  {
    id: 'explain',
    keys: [],
    label: 'what a status, a detail or a SIP code means, and what to do about it',
    argument: {name: '[WORD]', closed: true, options: explainable, run: explainWord},
    run: explainChosen,
  },
];

/** How a place in the stream is written. */
export const destination = /^(\d{1,9}|\d{1,2}:\d\d(:\d\d(\.\d{1,3})?)?|\+\d[\d.]*(ms|s|m|min|h)?)$/;

function goTo(model: Model, written: string): CommandResult {
  if (wholeStream(model).length === 0) return say(model, `No events to go to${yetInCall(model)}.`);
  if (!destination.test(written))
    return say(model, `${written} is no event’s number and no time: write 25, 12:04:11 or +30s.`);
  if (/^\d+$/.test(written)) {
    const view = jumpToIndex(model, Number(written));
    const last = wholeStream(model).length;
    return view ? {view} : say(model, `There is no event ${written} here: they go from 1 to ${last}.`);
  }
  const moment = readMoment(written);
  if (!moment) return say(model, `${written} is no time of day: write hours, minutes and seconds, as in 12:04:11.`);
  const at = timeOf(model, moment);
  const view = jumpToTime(model, at);
  if (!view) return {};
  const isLater = at > (model.world.log.at[wholeStream(model).at(-1) ?? -1] ?? at);
  return isLater ? say({...model, view}, `All events are before ${written}: this is the last one.`, 'good') : {view};
}

const DAY_MS = 86_400_000;

/** A moment as ms since the epoch: a time of day is that of the call's first day, or of its second where it got so far. */
export function timeOf(model: Model, {of, from}: TimeRange): number {
  const {log} = model.world;
  const rows = chosenCall(model)?.rows ?? [];
  const [first, last] = [log.at[rows[0] ?? -1] ?? 0, log.at[rows.at(-1) ?? -1] ?? 0];
  if (of === 'sinceStart') return first + from;
  const clock = first + (clockOffset(model.view)?.(first) ?? 0);
  const at = first - (((clock % DAY_MS) + DAY_MS) % DAY_MS) + from;
  return at < first && at + DAY_MS <= last ? at + DAY_MS : at;
}

/** Words that can be explained and contain what is written; else what is written, where it is more than a word of a table. */
function explainable(_: Model, written: string): readonly Option[] {
  const wanted = written.trim().toLowerCase();
  const found = everything().filter(({word}) => word.toLowerCase().includes(wanted));
  const first = found.filter(({word}) => word.toLowerCase().startsWith(wanted));
  const hints = new Map([...first, ...found].map(({word, kind, meaning}) => [word, `${kind}: ${meaning}`]));
  if (hints.size > 0) return [...hints].map(([text, hint]) => ({text, hint}));
  return explain(written).map(({kind, meaning}) => ({text: written.trim(), hint: `${kind}: ${meaning}`}));
}

function explainWord(model: Model, word: string): CommandResult {
  if (explain(word).length > 0) return {view: {...model.view, overlay: 'explain', explained: word, scroll: 0}};
  const near = suggest(word, knownWords());
  return say(model, `Nothing is known of ${word}${near ? `: did you mean ${near}?` : '.'}`);
}

/** Without a word: what the chosen event says. */
function explainChosen(model: Model): CommandResult {
  const row = chosenRow(model);
  const {log, legs} = model.world;
  const leg = legs.get(legOfChosenRow(model) ?? '');
  const word = (row === undefined ? undefined : log.statusOf(row)) ?? leg?.status;
  if (word !== undefined) return explainWord(model, word);
  return say(model, 'The chosen event has no status. Write what to explain: :explain busy', 'good');
}
