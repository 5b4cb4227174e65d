import {panes} from '../../source/screen/panes.js';
import type {Effect} from '../../source/store/effects.js';
import {createFeed} from '../../source/store/feed.js';
import {createStore, type Store, type StoreOptions} from '../../source/store/store.js';
import {factOf} from '../../source/vonage/facts.js';
import {answerDraft, eventDraft, observe, tableWebhooks} from './seed.js';

/** A store that has seen the concept page's call: its answer webhook and eight event webhooks, or those that are given. */
export function watchedCall(
  options: Partial<StoreOptions> = {},
  webhooks = tableWebhooks(),
): {store: Store; effects: Effect[]; keys: Keys} {
  const effects: Effect[] = [];
  const feed = createFeed(factOf);
  const store = createStore({
    feed,
    panes,
    now: () => Date.UTC(2018, 9, 25, 9, 27),
    onEffect: effect => effects.push(effect),
    payload: async () => undefined,
    ...options,
  });
  feed.take(observe([answerDraft, ...webhooks.map(eventDraft)]));
  // Any change draws a frame at once.
  store.resize(80, 24);
  return {store, effects, keys: keys(store)};
}

/** Presses keys by name, as a sentence: `/ l e g : L 1 Enter`; a word of several letters that is no key's name is typed. */
export type Keys = (sentence: string) => void;

const named = /^([CSM]-.+|F\d+|Enter|Esc|Tab|Space|Up|Down|Left|Right|Home|End|PgUp|PgDn|Backspace|Delete)$/;

/** The names of the keys in a sentence. */
export function keysIn(sentence: string): string[] {
  return sentence.split(' ').flatMap(word => (word === '' || named.test(word) ? word || [] : [...word]));
}

function keys(store: Store): Keys {
  return sentence => {
    for (const key of keysIn(sentence)) store.press(key);
  };
}
