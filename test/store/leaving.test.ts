import {describe, expect, it, onTestFinished} from 'vitest';
import {panes} from '../../source/screen/panes.js';
import {commands} from '../../source/store/commands/table.js';
import {createFeed} from '../../source/store/feed.js';
import {modeOf} from '../../source/store/modes.js';
import {createStore, type Store} from '../../source/store/store.js';
import {factOf} from '../../source/vonage/facts.js';
import {tableWebhooks} from '../helpers/seed.js';
import {watchedCall} from '../helpers/session.js';

/** Whoever moves, goes to a pane or goes back sees where that ends. */
const needNoWord = /^(up|down|first|last|half-.*|page-.*|pane-.*|list|back)$/;

const said = (store: Store) => store.getSnapshot().view.message?.text;

describe('Ctrl-C', () => {
  it.each([
    ['a filter that is typed', '/ leg', 'filter'],
    ['a search in the detail', '3 Enter / leg', 'search'],
    ['a command that is typed', ': snap', 'palette'],
    ['the list of filters', 'f', 'filters'],
    ['the list of formats', 'S', 'save'],
    ['the help', '?', 'reading'],
    ['the question whether to clear', 'C', 'confirm-clear'],
  ])('leaves %s', (_, way, mode) => {
    const {store, effects, keys} = watchedCall();
    onTestFinished(() => store.close());
    keys(way);
    expect(modeOf(store.getSnapshot().view)).toBe(mode);
    keys('C-c');
    expect(modeOf(store.getSnapshot().view)).toBe('panes');
    expect(effects).toEqual([]);
  });

  it('quits at the top, with the status of an interruption', () => {
    const {store, effects, keys} = watchedCall();
    onTestFinished(() => store.close());
    keys('C-c');
    expect(effects).toEqual([{type: 'quit', interrupted: true}]);
  });

  it('asks first while a call is up, and quits when it comes again', () => {
    const {store, effects} = watchedCall({}, tableWebhooks().slice(0, 4));
    onTestFinished(() => store.close());
    store.press('C-c');
    expect([store.getSnapshot().view.overlay, effects]).toEqual(['confirm-quit', []]);
    store.press('C-c');
    expect(effects).toEqual([{type: 'quit', interrupted: true}]);
  });
});

describe('what a key says', () => {
  it('goes with the next key', () => {
    const {store, keys} = watchedCall();
    onTestFinished(() => store.close());
    keys('e');
    expect(said(store)).toMatch(/problem/);
    keys('k');
    expect(said(store)).toBe(undefined);
  });

  it('is what shows the keys, where it does nothing', () => {
    const {store, keys} = watchedCall();
    onTestFinished(() => store.close());
    keys('x');
    expect(said(store)).toBe('x does nothing here: ? shows the keys.');
    store.press('C-Up');
    expect(said(store)).toBe('Ctrl-↑ does nothing here: ? shows the keys.');
  });

  it('is something, or it does something, whatever the key: also where there is no call', () => {
    const feed = createFeed(factOf);
    const silent = commands
      .filter(({id, modes}) => (!modes || modes.panes !== undefined) && !needNoWord.test(id))
      .flatMap(command => command.keys.map(key => [command.id, key] as const))
      .filter(([, key]) => {
        const effects: unknown[] = [];
        const store = createStore({
          feed,
          panes,
          now: () => 0,
          onEffect: each => effects.push(each),
          payload: async () => undefined,
        });
        const before = store.getSnapshot().view;
        store.press(key);
        const {view} = store.getSnapshot();
        store.close();
        return effects.length === 0 && JSON.stringify(view) === JSON.stringify(before);
      });
    expect(silent).toEqual([]);
  });

  it('is that a paste was ignored, where nothing is typed', () => {
    const {store, keys} = watchedCall();
    onTestFinished(() => store.close());
    store.paste('qQ');
    expect(said(store)).toBe('What was pasted is ignored: paste behind / for a filter, or behind : for a command.');
    keys('/');
    store.paste('leg:L1');
    expect(store.getSnapshot().view.typing?.text).toBe('leg:L1');
  });
});
