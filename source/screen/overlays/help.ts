import {statuses, statusNames} from '../../call/status.js';
import {type Command, holdsIn} from '../../store/commands/command.js';
import {keyFor, keyName, keysOf} from '../../store/commands/key-names.js';
import {commandGroups, commands} from '../../store/commands/table.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {firstSeen} from '../../store/scroll.js';
import {fit, printable, safe} from '../../text/printable.js';
import {pressingFor} from '../click.js';
import {lookOf} from '../look.js';
import type {PaneView, Pen} from '../pane-view.js';
import {filled, type Part, rowOf} from '../row.js';
import {filterHelp} from './filter-help.js';

/** Every key, out of the one command table, those of the focused pane first; then the filters, and what the signs mean. */
export function helpOverlay(model: Model, _: Pen, {width, height}: Inside): PaneView {
  const key = (id: string) => printable(keyFor(model, id));
  const columns = width >= TWO_COLUMNS ? 2 : 1;
  const columnWidth = Math.floor(width / columns);
  const rows = [
    ...keyRows(`In the ${model.view.focus} pane`, here(model), model),
    ...commandGroups.flatMap(({name, commands}) => keyRows(name, commands, model)),
    ...filterHelp(columnWidth),
    ...meanings(model),
  ];
  const length = Math.ceil(rows.length / columns);
  const start = firstSeen(model.view.scroll, length, height);
  return {
    title: [safe`Help`],
    right: [
      ['dim', key('down'), pressingFor(model, 'down')],
      safe` `,
      ['dim', key('up'), pressingFor(model, 'up')],
      ['dim', safe` scroll · `],
      ['dim', safe`${key('back')} close`, pressingFor(model, 'back')],
      ['dim', safe` · ${Math.min(length, start + height)}/${length}`],
    ],
    rows: Array.from({length: Math.min(height, length - start)}, (_, i) => {
      const left = rows[start + i] ?? [];
      return rowOf(columns === 1 ? left : [...filled(left, columnWidth), ...(rows[length + start + i] ?? [])]);
    }),
  };
}

/** From this many cells the help stands in two columns. */
const TWO_COLUMNS = 150;

/** What is about the focused pane, and what means something else there. */
function here(model: Model): readonly Command[] {
  const {focus} = model.view;
  return commands.filter(({panes, when}) => panes?.includes(focus) === true || when?.(model) === true);
}

function keyRows(name: string, some: readonly Command[], model: Model): Part[][] {
  if (some.length === 0) return [];
  const rows = some.map((command): Part[] => {
    const {id, label, argument} = command;
    const keys = keysOf(command, model.keys).map(keyName).join(' ');
    const named = holdsIn(command, 'panes') ? `:${id}${argument === undefined ? '' : ` ${argument.name}`}` : '';
    const why = command.unable?.(model);
    return [
      ['info', safe`   ${fit(printable(keys || named), 16)} `],
      [why === undefined ? 'plain' : 'dim', printable(label)],
      argument !== undefined && keys !== '' && ['dim', safe`  ${printable(named)}`],
    ];
  });
  return [[['title', safe` ${printable(name)}`]], ...rows, []];
}

function meanings(model: Model): Part[][] {
  return [
    [['title', safe` Signs`]],
    ...signs(id => keyFor(model, id)).map(([sign, meaning]): Part[] => [
      ['info', safe`   ${fit(printable(sign), 16)} `],
      printable(meaning),
    ]),
    [],
    [['title', safe` Statuses of a leg`]],
    ...statusNames.map((status): Part[] => {
      const {glyph, word, role} = lookOf(status);
      return [[role, safe`   ${glyph} ${fit(word, 14)} `], printable(statuses[status].meaning)];
    }),
  ];
}

const signs = (key: (command: string) => string): readonly [string, string][] => [
  ['W R A', 'seen by the Voice webhook, the RTC webhook, the Conversation API'],
  ['= ≡', 'seen by two of them, by all three: one event, several witnesses'],
  ['⇅', 'arrived out of order: behind a later event of its leg'],
  ['×2', 'delivered twice'],
  ['≠', 'its witnesses contradict each other: the detail says where, its tab compare shows them side by side'],
  ['∅A', 'the Conversation API (W: the webhook, R: the RTC webhook) should have reported it by now, and did not'],
  ['◆ ★', `marked for the diff (${key('mark')}), bookmarked (${key('bookmark')})`],
  ['!', `a problem: ${key('next-problem')} and ${key('previous-problem')} go from one to the next`],
  ['+0.011', 'seconds since the call’s first event; +91ms at the end: from Vonage’s stamp to its arrival here'],
  ['░ ▒ █', 'set-up, ringing, talking'],
  ['d s r ×', 'on a bar: digits, speech, both ends of a recording; this party hung up'],
];
