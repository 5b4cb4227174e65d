import {type FuzzyMatch, fuzzy} from '../../text/fuzzy.js';
import {suggest} from '../../text/suggest.js';
import {type Argument, type Command, type CommandResult, carryOut as done, runCommand} from '../commands/command.js';
import {keysOf} from '../commands/key-names.js';
import {namedCommands as commands, namedGroups} from '../commands/named.js';
import {destination} from '../commands/palette.js';
import type {Model} from '../model.js';
import type {PaletteTyping} from '../view-state.js';
import {remember} from './history.js';
import type {Prompt} from './prompt.js';

/** One row of the palette: what Enter carries out, and what Tab writes. */
export type Entry = {
  name: string;
  /** Behind the name: what may be written there. */
  argument?: string;
  label: string;
  keys: readonly string[];
  /** Which letters of `name + ' ' + label` were found. */
  found: ReadonlySet<number>;
  /** Why it can do nothing now. */
  why?: string;
  /** The line that this entry stands for. */
  line: string;
  run: (model: Model) => CommandResult;
};

/** What the palette offers for a text; `trouble` when that is nothing. */
export type Offer = {entries: readonly Entry[]; trouble?: string};

/** Everybody knows the keys of these: without a text they come last. */
const plainMoves = new Set(
  namedGroups
    .filter(({name}) => name === 'Move' || name === 'Go to')
    .flatMap(group => group.commands.map(({id}) => id)),
);

const none: ReadonlySet<number> = new Set();

/** What a text could mean: a place in the stream, a command with what is written behind it, or the beginning of a name. */
export function offerOf(model: Model, text: string): Offer {
  const written = text.trim();
  const go = commands.find(({id}) => id === 'go');
  if (go && destination.test(written)) return {entries: [argued(model, go, written, `go to ${written}`)]};
  const [, name = '', argument = ''] = /^(\S+)\s+(.*)$/.exec(text.trimStart()) ?? [];
  const command = commands.find(({id}) => id === name.toLowerCase());
  if (command?.argument) return argumentsOf(model, command, command.argument, argument);
  const entries = search(model, written);
  return entries.length > 0 ? {entries} : {entries, trouble: unknown(written)};
}

function search(model: Model, written: string): Entry[] {
  const texts = commands.map(({id, label}) => `${id} ${label}`);
  const scored = fuzzy(written, texts);
  // Letters scattered over a sentence are no find where there is a good one.
  const top = scored[0]?.score ?? 0;
  const hits = scored.filter(({score}) => score >= top / 2).map(match => ({command: commands[match.index], match}));
  const rank = ({id}: Command, keys: readonly string[], {score, positions}: FuzzyMatch) => {
    if (written === '') return plainMoves.has(id) ? 1 : 0;
    if (id === written) return 0;
    if (keys.includes(written)) return 1;
    // A name says more than the sentence about it, unless its letters lie apart.
    return score >= top * 0.7 && positions.every(at => at < id.length) ? 2 : 3;
  };
  return hits
    .flatMap(({command, match}) => {
      if (!command || command.id === 'palette' || command.when?.(model) === false) return [];
      const {id, label, argument, unable} = command;
      const keys = keysOf(command, model.keys);
      const entry: Entry = {
        name: id,
        label,
        keys,
        found: new Set(match.positions),
        line: argument ? `${id} ` : id,
        run: now => runCommand(now, command),
        ...(argument && {argument: argument.name}),
      };
      const why = unable?.(model);
      return [{entry: {...entry, ...(why !== undefined && {why})}, rank: rank(command, keys, match)}];
    })
    .sort((a, b) => a.rank - b.rank)
    .map(({entry}) => entry);
}

function argumentsOf(model: Model, command: Command, argument: Argument, text: string): Offer {
  const written = text.trim();
  // What cannot be done at all is not looked up among what there would be.
  if (argument.closed && command.unable?.(model) !== undefined)
    return {entries: [argued(model, command, written, command.label)]};
  const options = argument.options?.(model, text) ?? [];
  const hits = argument.closed
    ? fuzzy(
        written,
        options.map(option => option.text),
      )
    : options.map((_, index) => ({index}));
  const offered = hits.flatMap(({index}) => {
    const option = options[index];
    return option ? [argued(model, command, option.text, option.hint)] : [];
  });
  if (argument.closed) {
    if (written === '' || offered.length > 0) return {entries: offered};
    const known = (argument.options?.(model, '') ?? []).map(option => option.text);
    const meant = suggest(written, known);
    const others = known.length > 12 ? '' : ` Known are ${known.join(', ')}.`;
    return {
      entries: [],
      trouble: `${command.id}: ${written} is not known.${meant ? ` Did you mean ${meant}?` : ''}${others}`,
    };
  }
  if (written === '') return {entries: [bare(model, command), ...offered]};
  return {
    entries: [
      argued(model, command, written, command.label),
      ...offered.filter(({line}) => line !== `${command.id} ${written}`),
    ],
  };
}

function bare(model: Model, command: Command): Entry {
  const {id, label} = command;
  return {
    name: id,
    label,
    keys: keysOf(command, model.keys),
    found: none,
    line: id,
    run: now => runCommand(now, command),
  };
}

function argued(model: Model, command: Command, written: string, label: string): Entry {
  const why = command.unable?.(model);
  return {
    name: `${command.id} ${written}`,
    label,
    keys: [],
    found: none,
    line: `${command.id} ${written}`,
    run: now => done(now, command, model => command.argument?.run(model, written) ?? {}),
    ...(why !== undefined && {why}),
  };
}

function unknown(written: string): string {
  const [word = ''] = written.split(' ');
  const near = suggest(
    word,
    commands.map(({id}) => id),
  );
  const beginning = fuzzy(
    word.slice(0, 2),
    commands.map(({id}) => id),
  ).slice(0, 3);
  const names = [...new Set([...(near ? [near] : []), ...beginning.flatMap(({index}) => commands[index]?.id ?? [])])];
  const nearest = names.slice(0, 3).join(', ');
  return `There is no command ${word}.${nearest ? ` Nearest: ${nearest}.` : ''}`;
}

export const palettePrompt: Prompt = {
  line: ({palette}) => palette,
  history: ({commandLines}) => commandLines,
  change: (model, line) => ({view: {...model.view, palette: {past: undefined, ...line, chosen: 0}}}),
  accept: model => whileTyped(model, palette => carryOut(model, palette)),
  cancel: close,
  complete: model => whileTyped(model, palette => complete(model, palette)),
};

function whileTyped({view: {palette}}: Model, change: (palette: PaletteTyping) => CommandResult): CommandResult {
  return palette ? change(palette) : {};
}

function close({view}: Model): CommandResult {
  return {view: {...view, palette: undefined}};
}

function carryOut(model: Model, palette: PaletteTyping): CommandResult {
  if (palette.text.trim() === '' && palette.chosen === 0) return close(model);
  const entry = entryOf(model, palette);
  if (!entry) return {};
  const view = {...model.view, palette: undefined, commandLines: remember(model.view.commandLines, entry.line)};
  if (entry.why !== undefined) return {view: {...view, message: {text: entry.why, tone: 'bad'}}};
  const change = entry.run({...model, view});
  return {...change, view: change.view ?? view};
}

function complete(model: Model, palette: PaletteTyping): CommandResult {
  const {entries} = offerOf(model, palette.text);
  const entry = entryOf(model, palette);
  // The line itself is the first entry where anything may be written: it would complete nothing.
  const next = entry?.line.trim() === palette.text.trim() ? entries[palette.chosen + 1] : entry;
  const text = (next ?? entry)?.line;
  return text === undefined ? {} : {view: {...model.view, palette: {text, cursor: text.length, chosen: 0}}};
}

/** Goes to another row; undefined where the row in front is the first one and above it lies what was entered before. */
export function chooseEntry(model: Model, by: number): CommandResult | undefined {
  const {palette} = model.view;
  if (!palette || (Math.abs(by) === 1 && (by < 0 ? palette.chosen === 0 : palette.past))) return undefined;
  const last = offerOf(model, palette.text).entries.length - 1;
  const chosen = Math.max(0, Math.min(last, palette.chosen + by));
  return {view: {...model.view, palette: {...palette, chosen}}};
}

function entryOf(model: Model, {text, chosen}: PaletteTyping): Entry | undefined {
  const {entries} = offerOf(model, text);
  return entries[Math.min(chosen, entries.length - 1)];
}
