import {statuses, statusNames} from '../../call/status.js';
import {describeFilter, type FilterHelp} from '../../filter/describe.js';
import {type Command, holdsIn} from '../../store/commands/command.js';
import {keyFor, keyName, keysOf} from '../../store/commands/key-names.js';
import {commandGroups, commands} from '../../store/commands/table.js';
import type {Model} from '../../store/model.js';
import {fit, printable, type Safe, safe, wrap} from '../../text/printable.js';
import {lookOf} from '../look.js';
import type {Part} from '../row.js';

/** Some entries of the help under their name; each takes a row, or several. */
export type HelpBlock = {readonly name: Safe; readonly entries: readonly HelpEntry[]};
/** `also` is found as well, though it is not written: the name of a command that has a key. */
export type HelpEntry = {readonly rows: readonly (readonly Part[])[]; readonly also?: string};

/** Every key, out of the one command table, those of the focused pane first; then the filters, and what the signs mean. */
export function helpBlocks(model: Model, width: number): HelpBlock[] {
  return [
    keyBlock(`In the ${model.view.focus} pane`, here(model), model),
    ...commandGroups.map(({name, commands}) => keyBlock(name, commands, model)),
    ...filterHelp(width),
    ...meanings(model),
  ];
}

/** What is about the focused pane, and what means something else there. */
function here(model: Model): readonly Command[] {
  const {focus} = model.view;
  return commands.filter(
    command => holdsIn(command, 'panes') && (command.panes?.includes(focus) === true || command.when?.(model) === true),
  );
}

function keyBlock(name: string, some: readonly Command[], model: Model): HelpBlock {
  const entries = some.map((command): HelpEntry => {
    const {id, label, argument} = command;
    const keys = keysOf(command, model.keys).map(keyName).join(' ');
    const named = holdsIn(command, 'panes') ? `:${id}${argument === undefined ? '' : ` ${argument.name}`}` : '';
    const why = command.unable?.(model);
    const row: Part[] = [
      ['info', safe`   ${fit(printable(keys || named), 16)} `],
      [why === undefined ? 'plain' : 'dim', printable(label)],
      argument !== undefined && keys !== '' && ['dim', safe`  ${printable(named)}`],
    ];
    return {rows: [row], also: named};
  });
  return {name: printable(name), entries};
}

const filterGroups: Readonly<Record<FilterHelp['group'], string>> = {
  text: 'Filter: text',
  joining: 'Filter: putting together',
  fields: 'Filter: fields',
  words: 'Filter: words that some fields know',
};

/** Cells of what can be written, before what that finds. */
const EXAMPLE = 26;

/** The filter language, from the table that reads it, in rows of at most `width` cells. */
function filterHelp(width: number): HelpBlock[] {
  const room = Math.max(20, width - EXAMPLE - 4);
  return Object.entries(filterGroups).map(([group, name]) => ({
    name: printable(name),
    entries: describeFilter()
      .filter(each => each.group === group)
      .map(({write, finds}) => ({
        rows: wrap(printable(finds), room).map((row, i): Part[] => [
          ['info', safe`   ${fit(printable(i === 0 ? write : ''), EXAMPLE)} `],
          row,
        ]),
      })),
  }));
}

function meanings(model: Model): HelpBlock[] {
  return [
    {
      name: safe`Signs`,
      entries: signs(id => keyFor(model, id)).map(([sign, meaning]) => ({
        rows: [[['info', safe`   ${fit(printable(sign), 16)} `], printable(meaning)]],
      })),
    },
    {
      name: safe`Statuses of a leg`,
      entries: statusNames.map(status => {
        const {glyph, word, role} = lookOf(status);
        return {rows: [[[role, safe`   ${glyph} ${fit(word, 14)} `], printable(statuses[status].meaning)]]};
      }),
    },
  ];
}

const signs = (key: (command: string) => string): readonly [string, string][] => [
  ['W R A M', 'seen by the Voice webhook, the RTC webhook, the Conversation API; on the WebSocket of the leg'],
  ['= ≡', 'seen by two of them, by all three: one event, several witnesses'],
  ['⇅', 'arrived out of order: behind a later event of its leg'],
  ['×2', 'delivered twice'],
  ['≠', 'its witnesses contradict each other: the detail says where, its tab compare shows them side by side'],
  ['∅A', 'the Conversation API (W: the webhook, R: the RTC webhook) should have reported it by now, and did not'],
  [
    '◆ ★',
    `marked for the diff (${key('mark')}), bookmarked (${key('bookmark')}); before a call: marked to be compared`,
  ],
  ['!', `a problem: ${key('next-problem')} and ${key('previous-problem')} go from one to the next`],
  ['+0.011', 'seconds since the call’s first event; +91ms at the end: from Vonage’s stamp to its arrival here'],
  ['░ ▒ █', 'set-up, ringing, talking'],
  ['d s r ×', 'on a bar: digits, speech, both ends of a recording; this party hung up'],
];
