import {afterEach, describe, expect, it} from 'vitest';
import {chosenRow, streamOf} from '../../source/store/select.js';
import type {Store} from '../../source/store/store.js';
import {activeFilter} from '../../source/store/typing/active.js';
import {shownCalls} from '../../source/store/typing/found.js';
import {watchedCall} from '../helpers/session.js';

let store: Store;
afterEach(() => store.close());

function open() {
  const call = watchedCall();
  store = call.store;
  const model = () => store.getSnapshot();
  const types = () => streamOf(model()).map(row => model().world.log.typeOf(row));
  return {...call, model, types};
}

describe('the filter of the events', () => {
  it('applies as it is typed, and stays with Enter', () => {
    const {keys, types, model} = open();
    const all = types().length;
    keys('/ ringing');
    expect(types()).toEqual(['ringing', 'ringing']);
    expect(all).toBeGreaterThan(2);
    keys('Enter');
    expect([types(), model().view.filter, model().view.typing]).toEqual([['ringing', 'ringing'], 'ringing', undefined]);
  });

  it('applies as far as it can be read', () => {
    const {keys, types} = open();
    keys('/ ringing Space leg:');
    expect(types()).toEqual(['ringing', 'ringing']);
  });

  it('is what it was before, with what was chosen, after Esc', () => {
    const {keys, model} = open();
    keys('/ leg:L1 Enter k');
    const before = model().view;
    keys('/ C-u busy');
    expect(streamOf(model())).toEqual([]);
    keys('Esc');
    expect(model().view).toEqual(before);
  });

  it('leaves the chosen event chosen when it is taken away', () => {
    const {keys, model, types} = open();
    keys('/ leg:L2 Space ringing Enter k');
    const chosen = chosenRow(model());
    expect(types()).toEqual(['ringing']);
    keys('Esc');
    expect(types().length).toBeGreaterThan(1);
    expect(chosenRow(model())).toBe(chosen);
  });

  it('says what it leaves out of a filter that cannot be read', () => {
    const {keys, model} = open();
    keys('/ lge:L1 Enter');
    expect(model().view.message?.text).toMatch(/no such field: lge .* did you mean leg\?/);
  });

  it('takes what is pasted in at the cursor, and presses no key with it', () => {
    const {keys, model} = open();
    keys('/ leg: Home');
    store.paste('not q ');
    expect(model().view.typing).toMatchObject({text: 'not q leg:', cursor: 6});
    keys('Esc');
    store.paste('qqq');
    expect(activeFilter(model().view, 'events')).toBe('');
  });

  it('comes back from the history, newest first, and what was being typed behind it', () => {
    const {keys, model} = open();
    const text = () => model().view.typing?.text;
    keys('/ ringing Enter / C-u busy Enter / C-u le Up');
    expect(text()).toBe('busy');
    keys('Up');
    expect(text()).toBe('ringing');
    keys('Up');
    expect(text()).toBe('ringing');
    keys('Down Down');
    expect(text()).toBe('le');
  });
});

describe('Tab', () => {
  it.each([
    ['/ sta Tab', 'status:'],
    ['/ sta Tab Tab', 'status:started'],
    ['/ sta Tab Tab Tab', 'status:ringing'],
    ['/ sta Tab Tab Tab S-Tab', 'status:started'],
    ['/ sta Tab a Tab', 'status:answered'],
    ['/ leg: Tab Tab , Tab', 'leg:L2,L1'],
    ['/ busy Space leg: Home Right Right Tab', 'status:busy leg:'],
  ])('%s leaves %s', (sentence, text) => {
    const {keys, model} = open();
    keys(sentence);
    expect(model().view.typing?.text.trimEnd()).toBe(text);
  });
});

describe('the filter of the calls', () => {
  it('is typed where the calls are focused, and hides calls, not events', () => {
    const {keys, model, types} = open();
    const events = types();
    keys('1 / 000');
    expect(shownCalls(model())).toHaveLength(1);
    keys('9');
    expect(shownCalls(model())).toHaveLength(0);
    expect(types()).toEqual(events);
    keys('Enter Esc');
    expect(shownCalls(model())).toHaveLength(1);
  });

  it('finds calls by their events', () => {
    const {keys, model} = open();
    keys('1 / type:ringing Enter');
    expect([model().view.callFilter, shownCalls(model()).length]).toEqual(['type:ringing', 1]);
  });
});

describe('is:marked', () => {
  it('finds what was marked or bookmarked, as soon as it is', () => {
    const {keys, model, types} = open();
    keys('/ is:marked Enter');
    expect(types()).toEqual([]);
    keys('Esc : 2 Enter m : 4 Enter Space');
    const picked = [1, 3].map(at => streamOf(model())[at]);
    keys('/ is:marked Enter');
    expect(streamOf(model())).toEqual(picked);
    keys('Esc 1 / is:marked');
    expect(shownCalls(model())).toHaveLength(1);
  });
});

describe('marking', () => {
  it('hides nothing, and n and N go from match to match and round the end', () => {
    const {keys, model, types} = open();
    keys('\\ / ringing Enter');
    const rows = streamOf(model());
    const matches = rows.filter(row => model().world.log.typeOf(row) === 'ringing');
    expect(types()).toContain('answered');
    const at: (number | undefined)[] = [];
    for (const key of ['n', 'n', 'n', 'N']) {
      keys(key);
      at.push(chosenRow(model()));
    }
    const [first, second] = matches;
    expect(at).toEqual([first, second, first, second]);
  });

  it('is undone by the same key', () => {
    const {keys, types} = open();
    keys('/ ringing Enter \\');
    expect(types()).toContain('answered');
    keys('\\');
    expect(types()).toEqual(['ringing', 'ringing']);
  });

  it('says so when there is nothing to go to', () => {
    const {keys, model} = open();
    keys('n');
    expect(model().view.message?.text).toBe('No filter to go by: / starts one.');
    keys('\\ / nowhere Enter n');
    expect(model().view.message?.text).toBe('The filter finds none of these events.');
  });
});
