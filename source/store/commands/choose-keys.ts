import {suggest} from '../../text/suggest.js';
import type {Model} from '../model.js';
import {isPrompt, modes} from '../modes.js';
import {typedBy} from '../typing/line.js';
import {type Command, holdsIn} from './command.js';
import {keyName} from './key-names.js';
import {commands} from './table.js';

/** Somebody's keys for a command, and where that is written. */
export type KeyChoice = {command: string; keys: readonly string[]; origin: string};

/** What was chosen, by the command's id, what makes them unusable, and what to know about them. */
export type ChosenKeys = {keys: Model['keys']; clashes: readonly string[]; remarks: readonly string[]};

/** Whatever else is chosen, there is a way out: of a line that is typed, and of all else. */
const WAY_OUT = {commands: ['interrupt', 'cancel'], key: 'C-c'};

/**
 * The keys of every command, where some are chosen. A key that is chosen for a command is taken from those that have it by
 * themselves in one of its modes.
 */
export function keysInForce(chosen: Model['keys']): Model['keys'] {
  const choices = commands.filter(({id}) => chosen.has(id));
  const isTaken = (command: Command, key: string) =>
    choices.some(other => isFresh(other, key, chosen) && meet(other, command));
  return new Map(
    commands.map(command => [command.id, chosen.get(command.id) ?? command.keys.filter(key => !isTaken(command, key))]),
  );
}

/** Whether a key was chosen for a command that does not have it by itself. */
function isFresh({id, keys}: Command, key: string, chosen: Model['keys']): boolean {
  return chosen.get(id)?.includes(key) === true && !keys.includes(key);
}

/** Whether two commands hold in the same mode. */
function meet(one: Command, other: Command): boolean {
  return modes.some(mode => holdsIn(one, mode) && holdsIn(other, mode));
}

/**
 * Holds what somebody chose against the command table. Two commands chosen for one key clash, where they hold in the same mode.
 * A key that a command has by itself goes to the command that it was chosen for: that is meant, and said.
 */
export function chooseKeys(choices: readonly KeyChoice[]): ChosenKeys {
  const known = choices.flatMap(choice => {
    const row = commands.find(({id}) => id === choice.command);
    return row ? [{...choice, keys: withWayOut(choice), row}] : [];
  });
  const chosen = new Map(known.map(({command, keys}) => [command, keys]));
  const inForce = keysInForce(chosen);
  return {
    keys: chosen,
    clashes: known.flatMap((choice, i) => [...unusable(choice), ...clashes(choice, known.slice(i + 1))]),
    remarks: [
      ...choices.filter(({command}) => !chosen.has(command)).map(unknown),
      ...known.flatMap(choice => losses(choice, chosen, inForce)),
    ],
  };
}

type Known = KeyChoice & {row: Command};

function withWayOut({command, keys}: KeyChoice): readonly string[] {
  return WAY_OUT.commands.includes(command) ? [...new Set([...keys, WAY_OUT.key])] : keys;
}

/** Keys that can never carry the command out. */
function unusable({command, keys, origin, row}: Known): string[] {
  const isTyping = modes.every(mode => !holdsIn(row, mode) || isPrompt(mode));
  return keys.flatMap(key => {
    const chosen = `${keyName(key)} (keys.${command}, ${origin})`;
    if (!WAY_OUT.commands.includes(command) && key === WAY_OUT.key)
      return [`${chosen} always leads out: choose another key for ${command}.`];
    if (isTyping && typedBy(key) !== undefined)
      return [`${chosen} is typed where ${command} holds: choose a key without a character, such as F2 or Ctrl-t.`];
    return [];
  });
}

function clashes({command, keys, origin, row}: Known, others: readonly Known[]): string[] {
  return others
    .filter(other => meet(row, other.row))
    .flatMap(other =>
      keys
        .filter(key => other.keys.includes(key))
        .map(key => {
          const where = other.origin === origin ? `both ${origin}` : `${origin} and ${other.origin}`;
          return `The key ${keyName(key)} is chosen for ${command} and for ${other.command} (${where}): give one of them another key.`;
        }),
    );
}

function unknown({command, origin}: KeyChoice): string {
  const near = suggest(
    command,
    commands.map(({id}) => id),
  );
  const advice = near ? `did you mean ${near}?` : 'convo-monitor keys lists them.';
  return `There is no command ${command.slice(0, 40)} (keys, ${origin}): ${advice}`;
}

/** Commands that lose a key which somebody chose for another. */
function losses({command, keys, origin, row}: Known, chosen: Model['keys'], inForce: Model['keys']): string[] {
  const losers = commands.filter(
    loser => !chosen.has(loser.id) && !WAY_OUT.commands.includes(loser.id) && meet(row, loser),
  );
  return keys
    .filter(key => isFresh(row, key, chosen))
    .flatMap(key =>
      losers
        .filter(loser => loser.keys.includes(key))
        .map(loser => {
          const rest = inForce.get(loser.id) ?? [];
          const none = holdsIn(loser, 'panes') ? `has none left: :${loser.id} finds it` : 'has none left';
          const left = rest.length > 0 ? `keeps ${rest.map(keyName).join(' ')}` : none;
          return `${keyName(key)} is ${command} now (${origin}), no longer ${loser.id}, which ${left}.`;
        }),
    );
}
