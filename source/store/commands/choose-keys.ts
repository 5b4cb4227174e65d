import {suggest} from '../../text/suggest.js';
import type {Model} from '../model.js';
import {keyName, takenKeys} from './bindings.js';
import {commands} from './table.js';

/** Somebody's keys for a command, and where that is written. */
export type Choice = {command: string; keys: readonly string[]; origin: string};

/** Keys as they are in force, what makes them unusable, and what to know about them. */
export type Chosen = {keys: Model['keys']; clashes: readonly string[]; remarks: readonly string[]};

/** Whatever else is chosen, there is a way out. */
const WAY_OUT = {command: 'interrupt', key: 'C-c'};

/**
 * Holds what somebody chose against the command table. Two commands chosen for one key clash. A key that a command has by
 * itself goes to the command that it was chosen for: that is meant, and said.
 */
export function chooseKeys(choices: readonly Choice[]): Chosen {
  const known = choices.filter(({command}) => commands.some(({id}) => id === command));
  const keys = new Map(known.map(choice => [choice.command, withWayOut(choice)] as const));
  return {
    keys,
    clashes: known.flatMap((choice, i) => clashesOf(choice, known.slice(i + 1))),
    remarks: [
      ...choices.filter(choice => !known.includes(choice)).map(unknown),
      ...known.flatMap(choice => losses(choice, keys)),
    ],
  };
}

function withWayOut({command, keys}: Choice): readonly string[] {
  return command === WAY_OUT.command ? [...new Set([...keys, WAY_OUT.key])] : keys;
}

function clashesOf({command, keys, origin}: Choice, others: readonly Choice[]): string[] {
  const own = command !== WAY_OUT.command && keys.includes(WAY_OUT.key);
  const wayOut = `${keyName(WAY_OUT.key)} (keys.${command}, ${origin}) always quits: choose another key for ${command}.`;
  const doubles = others.flatMap(other =>
    keys
      .filter(key => other.keys.includes(key))
      .map(key => {
        const where = other.origin === origin ? `both ${origin}` : `${origin} and ${other.origin}`;
        return `The key ${keyName(key)} is chosen for ${command} and for ${other.command} (${where}): give one of them another key.`;
      }),
  );
  return [...(own ? [wayOut] : []), ...doubles];
}

function unknown({command, origin}: Choice): string {
  const near = suggest(
    command,
    commands.map(({id}) => id),
  );
  const advice = near ? `did you mean ${near}?` : 'convo-monitor keys lists them.';
  return `There is no command ${command.slice(0, 40)} (keys, ${origin}): ${advice}`;
}

/** Commands that lose a key which somebody chose for another. */
function losses({command, keys, origin}: Choice, chosen: Model['keys']): string[] {
  const losers = commands.filter(({id}) => id !== command && !chosen.has(id));
  const taken = takenKeys(chosen);
  return keys
    .filter(key => taken.has(key))
    .flatMap(key =>
      losers
        .filter(loser => loser.keys.includes(key) && loser.id !== WAY_OUT.command)
        .map(loser => {
          const rest = loser.keys.filter(each => !taken.has(each));
          const left =
            rest.length > 0 ? `keeps ${rest.map(keyName).join(' ')}` : `has none left: :${loser.id} finds it`;
          return `${keyName(key)} is ${command} now (${origin}), no longer ${loser.id}, which ${left}.`;
        }),
    );
}
