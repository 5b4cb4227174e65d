import type {Model} from '../model.js';

type Bound = {id: string; keys: readonly string[]};

/** The keys that carry out a command. */
export function keysOf({id, keys}: Bound, inForce: Model['keys']): readonly string[] {
  return inForce.get(id) ?? keys;
}

/** What to press for a command, by its id: its first key, or its name in the palette where it has none. */
export function keyFor({keys}: Pick<Model, 'keys'>, id: string): string {
  const [key] = keys.get(id) ?? [];
  return key === undefined ? `:${id}` : keyName(key);
}

const written: ReadonlyMap<string, string> = new Map([
  ['Up', '↑'],
  ['Down', '↓'],
  ['Left', '←'],
  ['Right', '→'],
]);

/** A key as people write it: `Ctrl-d`, `Shift-Tab`, `↑`. */
export function keyName(key: string): string {
  const [, held = '', bare = key] = /^((?:[MCS]-)*)(.+)$/.exec(key) ?? [];
  const modifiers = held.replace('M-', 'Alt-').replace('C-', 'Ctrl-').replace('S-', 'Shift-');
  return modifiers + (written.get(bare) ?? bare);
}
