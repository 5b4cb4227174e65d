import type {Model} from '../model.js';
import {type Change, type Command, say} from './command.js';
import {commands} from './table.js';

/** Which keys carry out what, after the person's own choice: the one answer for handler, hints, help and palette. */
type Bindings = {byKey: ReadonlyMap<string, readonly Command[]>; byCommand: ReadonlyMap<string, readonly string[]>};

const made = new WeakMap<Model['keys'], Bindings>();

/** A key that somebody chose for one command is taken from the command that has it by itself. */
function bindingsOf(chosen: Model['keys']): Bindings {
  const known = made.get(chosen);
  if (known) return known;
  const taken = takenKeys(chosen);
  const byCommand = new Map(
    commands.map(({id, keys}) => [id, chosen.get(id) ?? keys.filter(key => !taken.has(key))] as const),
  );
  // What is bound only somewhere comes before what is bound everywhere.
  const inOrder = [...commands.filter(({when}) => when), ...commands.filter(({when}) => !when)];
  const byKey = new Map<string, Command[]>();
  for (const command of inOrder) {
    for (const key of byCommand.get(command.id) ?? []) byKey.set(key, [...(byKey.get(key) ?? []), command]);
  }
  const bindings = {byKey, byCommand};
  made.set(chosen, bindings);
  return bindings;
}

/** Keys that were chosen for a command which does not have them by itself. */
export function takenKeys(chosen: Model['keys']): ReadonlySet<string> {
  const fresh = commands.flatMap(({id, keys}) => (chosen.get(id) ?? []).filter(key => !keys.includes(key)));
  return new Set(fresh);
}

/** The keys that carry out a command. */
export function keysOf(command: Command, chosen: Model['keys']): readonly string[] {
  return bindingsOf(chosen).byCommand.get(command.id) ?? [];
}

/** What to press for a command, by its id: its first key, or its name in the palette where it has none. */
export function keyFor({keys}: Pick<Model, 'keys'>, id: string): string {
  const [key] = bindingsOf(keys).byCommand.get(id) ?? [];
  return key === undefined ? `:${id}` : keyName(key);
}

/** What a key would carry out now. */
export function commandOf(model: Model, key: string): Command | undefined {
  return bindingsOf(model.keys)
    .byKey.get(key)
    ?.find(({when}) => when?.(model) ?? true);
}

/** Carries out what a key is bound to; nothing, where it is bound to nothing. */
export function runKey(model: Model, key: string): Change {
  const command = commandOf(model, key);
  return command ? runCommand(model, command) : {};
}

/** Carries out a command, or says why that cannot be done now. */
export function runCommand(model: Model, command: Command): Change {
  const why = command.unable?.(model);
  return why === undefined ? command.run(model) : say(model, why);
}

const written: ReadonlyMap<string, string> = new Map([
  ['Up', '↑'],
  ['Down', '↓'],
  ['Left', '←'],
  ['Right', '→'],
]);

/** A key as people write it: `Ctrl-d`, `Shift-Tab`, `↑`. */
export function keyName(key: string): string {
  return written.get(key) ?? key.replace(/^C-/, 'Ctrl-').replace(/^S-/, 'Shift-');
}
