import {isAnyUp, placedAndUp} from '../store/calls-up.js';
import {isEmpty} from '../store/cleared.js';
import {commandOf} from '../store/commands/bindings.js';
import type {Command} from '../store/commands/command.js';
import {keyName, keysOf} from '../store/commands/key-names.js';
import {commands} from '../store/commands/table.js';
import type {Model} from '../store/model.js';
import {isQuestion, type Mode, modeOf, type QuestionMode} from '../store/modes.js';
import {maskNumbers} from '../text/numbers.js';
import {printable, type Safe, safe} from '../text/printable.js';
import {pressing} from './click.js';
import {type Part, type Row, rowOf, widthOfParts} from './row.js';

/** What a key or several are for. */
type Hint = {keys: readonly string[]; word: string};

/** Last row: the keys worth knowing here, as many as fit, out of the command table. */
export function hintBar(model: Model): Row {
  const mode = modeOf(model.view);
  const list = hintsOf(model);
  if (!isQuestion(mode)) return hints(model.view.columns, list);
  return rowOf([
    ['warn', questions[mode](model)],
    ...list.flatMap(({keys: [key = ''], word}): Part[] => [
      ['strong', printable(keyName(key)), pressing(key)],
      ['plain', safe` ${printable(word)}`, pressing(key)],
      safe`   `,
    ]),
    ['plain', safe`any other key: no`, pressing('Esc')],
  ]);
}

/** The hints at the right of a line that is typed. */
export function promptHints(model: Model): Part[] {
  const list = hintsOf(model);
  return list.flatMap((hint, i): Part[] => [
    i === 0 && ['plain', safe` `],
    ...partsOf(hint),
    ['plain', i < list.length - 1 ? safe`  ` : safe` `],
  ]);
}

/** Each key, and the word, can be clicked. */
function partsOf({keys, word}: Hint): Part[] {
  return [
    ...keys.flatMap((key, i): Part[] => [
      i > 0 && ['plain', safe` `],
      ['strong', printable(keyName(key)), pressing(key)],
    ]),
    ['dim', safe` ${printable(word)}`, pressing(keys[0])],
  ];
}

const questions: Readonly<Record<QuestionMode, (model: Model) => Safe>> = {
  // Calls go on while it is asked.
  'confirm-quit': model => {
    if (placedAndUp(model).length > 0) return safe` A call that you placed is up. Quit? `;
    return isAnyUp(model)
      ? safe` A call is still up: monitoring it ends here. Quit? `
      : safe` No call is up any more. Quit? `;
  },
  'confirm-clear': () => safe` Clear the display? The recording keeps all. `,
  'confirm-control': ({view: {question, masking}}) => {
    const ask = question?.ask ?? 'Do it?';
    return safe` ${printable(masking === 'off' ? ask : maskNumbers(ask), LONGEST_QUESTION)} `;
  },
};

/** Columns of a question: what answers it is to be seen beside it at 80. */
const LONGEST_QUESTION = 46;

/** What is about the focused pane comes before most of what is about everything; the help stays in front. */
const NEARER = 4.5;

/** What is of use while there is no call. */
const beforeACall = new Set(['help', 'palette', 'simulate', 'quit']);

function hintsOf(model: Model): Hint[] {
  const mode = modeOf(model.view);
  const merged = new Map<string, {keys: string[]; rank: number}>();
  for (const command of commands) {
    const [named, rank = 0] = (isWorthKnowing(model, mode, command) && hintIn(mode, command)) || [];
    const [key] = keysOf(command, model.keys);
    if (named === undefined || key === undefined) continue;
    // Here the key means something else that is worth knowing.
    const taker = commandOf(model, key);
    if (taker !== command && taker && hintIn(mode, taker)) continue;
    const word = typeof named === 'string' ? named : named(model);
    if (word === '') continue;
    const before = merged.get(word);
    const isNearer = mode === 'panes' && command.panes !== undefined;
    merged.set(word, {
      keys: [...(before?.keys ?? []), key],
      rank: before?.rank ?? (isNearer ? Math.max(0.5, rank - NEARER) : rank),
    });
  }
  return [...merged].sort(([, a], [, b]) => a.rank - b.rank).map(([word, {keys}]) => ({keys, word}));
}

function hintIn(mode: Mode, {hint, modes}: Command) {
  return mode === 'panes' ? hint : modes?.[mode];
}

function isWorthKnowing(model: Model, mode: Mode, {id, panes, when, unable}: Command): boolean {
  if (when?.(model) === false || unable?.(model) !== undefined) return false;
  if (mode !== 'panes') return true;
  return (!panes || panes.includes(model.view.focus)) && (!isEmpty(model) || beforeACall.has(id));
}

function hints(width: number, list: readonly Hint[]): Row {
  const parts: Part[] = [];
  let room = width;
  for (const hint of list) {
    const more = [parts.length === 0 ? safe` ` : safe`  `, ...partsOf(hint)];
    const size = widthOfParts(more);
    if (size > room) continue;
    room -= size;
    for (const part of more) parts.push(part);
  }
  return rowOf(parts);
}
