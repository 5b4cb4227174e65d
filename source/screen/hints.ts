import {isEmptied} from '../store/cleared.js';
import {commandOf, keyName, keysOf} from '../store/commands/bindings.js';
import {commands} from '../store/commands/table.js';
import type {Model} from '../store/model.js';
import type {Overlay, ViewState} from '../store/view-state.js';
import {printable, type Safe, safe, widthOf} from '../text/printable.js';
import {type Part, type Row, rowOf} from './row.js';

type Hint = readonly [keys: string, word: string];

/** Keys of what lies over the panes: they are not in the command table, because there every letter is typed or means itself. */
const modes: readonly {is: (view: ViewState) => boolean; hints: readonly Hint[]}[] = [
  {
    is: view => view.palette !== undefined,
    hints: [
      ['Enter', 'run'],
      ['Tab', 'complete'],
      ['↑ ↓', 'choose, earlier'],
      ['Esc', 'close'],
      ['Ctrl-u', 'empty'],
    ],
  },
  {
    is: view => view.overlay === 'filters',
    hints: [
      ['Enter', 'filter'],
      ['Space', 'pick several'],
      ['/', 'go on writing'],
      ['j k', 'choose'],
      ['Esc', 'close'],
    ],
  },
  {
    is: view => view.overlay === 'save',
    hints: [
      ['Enter', 'save'],
      ['Tab', 'name the file'],
      ['j k', 'choose'],
      ['Esc', 'close'],
    ],
  },
  {
    is: view => view.overlay === 'help' || view.overlay === 'explain',
    hints: [
      ['j k', 'scroll'],
      ['Esc', 'close'],
    ],
  },
];

/** Last row: the keys worth knowing here, as many as fit, out of the command table. */
export function hintBar(model: Model): Row {
  const {view} = model;
  const question = view.overlay && questions[view.overlay];
  if (question) {
    const [text, key] = question;
    return rowOf([['warn', text], ['strong', key], safe` yes   any other key: no`]);
  }
  return hints(view.columns, modes.find(({is}) => is(view))?.hints ?? paneHints(model));
}

const questions: Partial<Record<Overlay, readonly [text: Safe, key: Safe]>> = {
  'confirm-quit': [safe` A call is still up: monitoring it ends here. Quit? `, safe`q`],
  'confirm-clear': [safe` Clear the display? The recording keeps all. `, safe`C`],
};

/** What is about the focused pane comes before most of what is about everything; the help stays in front. */
const NEARER = 4.5;

/** What is of use while there is no call. */
const beforeACall = new Set(['help', 'palette', 'simulate', 'quit']);

function paneHints(model: Model): Hint[] {
  const merged = new Map<string, {keys: string[]; rank: number}>();
  const isEmpty = model.world.conversations.size === 0 || isEmptied(model);
  for (const command of commands) {
    const {id, hint, panes, when, unable} = command;
    if (!hint || (panes && !panes.includes(model.view.focus))) continue;
    if (isEmpty && !beforeACall.has(id)) continue;
    const [key] = keysOf(command, model.keys);
    if (key === undefined || when?.(model) === false || unable?.(model) !== undefined) continue;
    // Here the key means something else that is worth knowing.
    const taker = commandOf(model, key);
    if (taker !== command && taker?.hint) continue;
    const [named, rank] = hint;
    const word = typeof named === 'string' ? named : named(model);
    const before = merged.get(word);
    merged.set(word, {
      keys: [...(before?.keys ?? []), keyName(key)],
      rank: before?.rank ?? (panes ? Math.max(0.5, rank - NEARER) : rank),
    });
  }
  return [...merged].sort(([, a], [, b]) => a.rank - b.rank).map(([word, {keys}]) => [keys.join(' '), word]);
}

function hints(width: number, list: readonly Hint[]): Row {
  const parts: Part[] = [];
  let room = width;
  for (const [key, hint] of list) {
    const before = parts.length === 0 ? safe` ` : safe`  `;
    const text = safe` ${printable(hint)}`;
    const size = widthOf(before) + widthOf(printable(key)) + widthOf(text);
    if (size > room) continue;
    room -= size;
    parts.push(before, ['strong', printable(key)], ['dim', text]);
  }
  return rowOf(parts);
}
