import type {Model} from '../model.js';
import {type Mode, modeOf, modes, seesThrough} from '../modes.js';
import {type Command, holdsIn} from './command.js';
import {keysOf} from './key-names.js';
import {commands} from './table.js';

/** The commands of each key in each mode, the first of which that can be meant is. */
type Bindings = ReadonlyMap<Mode, ReadonlyMap<string, readonly Command[]>>;

const made = new WeakMap<Model['keys'], Bindings>();

function bindingsOf(keys: Model['keys']): Bindings {
  const known = made.get(keys);
  if (known) return known;
  const bindings = new Map(modes.map(mode => [mode, byKey(mode, keys)]));
  made.set(keys, bindings);
  return bindings;
}

function byKey(mode: Mode, keys: Model['keys']): ReadonlyMap<string, readonly Command[]> {
  const own = inOrder(commands.filter(command => holdsIn(command, mode)));
  const behind = seesThrough(mode) ? inOrder(commands.filter(command => holdsIn(command, 'panes'))) : [];
  const found = new Map<string, Command[]>();
  for (const command of [...own, ...behind]) {
    for (const key of keysOf(command, keys)) found.set(key, [...(found.get(key) ?? []), command]);
  }
  return found;
}

/** What is bound only somewhere comes before what is bound everywhere. */
function inOrder(some: readonly Command[]): readonly Command[] {
  return [...some.filter(({when}) => when), ...some.filter(({when}) => !when)];
}

/** What a key would carry out now. */
export function commandOf(model: Model, key: string): Command | undefined {
  return bindingsOf(model.keys)
    .get(modeOf(model.view))
    ?.get(key)
    ?.find(({when}) => when?.(model) ?? true);
}
