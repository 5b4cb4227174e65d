import {afterEach, describe, expect, it} from 'vitest';
import {saveFormats} from '../../source/store/save-formats.js';
import type {Store} from '../../source/store/store.js';
import {watchedCall} from '../helpers/session.js';

let store: Store;
afterEach(() => store.close());

function open() {
  const call = watchedCall();
  store = call.store;
  return {...call, message: () => store.getSnapshot().view.message?.text, view: () => store.getSnapshot().view};
}

describe('what is saved', () => {
  it.each([
    ['everything where nothing is limited', '', [], undefined],
    ['what the filter finds', '/ answered Enter', ['filter answered'], 2],
    ['everything where the filter only marks', '/ answered Enter \\', [], undefined],
    ['what a leg is about', 'g L', ['leg L1'], undefined],
    ['bookmarks', 'g m j m M', ['bookmarks'], 2],
    ['marked events, where there are any', 'g Space j Space j Space', ['marks'], 3],
    ['everything again without the marks', 'g Space Space', [], undefined],
    ['all limits together', '/ answered Enter g Space', ['filter answered', 'marks'], 1],
  ])('is %s', (_, before, limits, count) => {
    const {keys, effects} = open();
    keys(`${before} : save Space csv Enter`);
    const [effect] = effects;
    expect(effect).toMatchObject({type: 'save', format: 'csv', excerpt: {limits}});
    if (effect?.type !== 'save') return;
    if (limits.length === 0) expect(effect.excerpt).not.toHaveProperty('rows');
    else if (count !== undefined) expect(effect.excerpt.rows).toHaveLength(count);
    else expect(effect.excerpt.rows?.length).toBeGreaterThan(0);
  });

  it('is nothing where nothing is left, and the message says why', () => {
    const {keys, effects, message} = open();
    keys('/ answered Enter g Space C-u / C-u ringing Enter : save Space csv Enter');
    expect(effects).toEqual([]);
    expect(message()).toBe('Nothing is saved: limited by filter ringing, marks, no event of this call is left.');
  });

  it('is the whole call in a snapshot', () => {
    const {keys, effects} = open();
    keys('/ answered Enter s');
    expect(effects).toMatchObject([{type: 'save', format: 'json', excerpt: {limits: []}}]);
  });
});

describe('the formats', () => {
  it('are chosen from a list', () => {
    const {keys, effects, view} = open();
    keys('S j j Enter');
    expect(effects).toMatchObject([{type: 'save', format: 'csv'}]);
    expect(view().overlay).toBeUndefined();
  });

  it.each<[string, object]>([
    ...saveFormats.map(({name}): [string, object] => [name, {format: name}]),
    ['md', {format: 'markdown'}],
    ['CSV calls.csv', {format: 'csv', file: 'calls.csv'}],
    ['text two words.log', {format: 'text', file: 'two words.log'}],
    ['call.md', {format: 'markdown', file: 'call.md'}],
    ['call.ladder.txt', {format: 'ladder', file: 'call.ladder.txt'}],
  ])('are named behind the command: :save %s', (written, effect) => {
    const {keys, effects} = open();
    keys(`: save Space ${written.replaceAll(' ', ' Space ')} Enter`);
    expect(effects).toMatchObject([{type: 'save', ...effect}]);
  });

  it('that are not known are said to be so', () => {
    const {keys, effects, message} = open();
    keys(': save Space xml Enter');
    expect([effects, message()]).toEqual([
      [],
      'xml is no format, and no file that ends like one. Known are json, ndjson, csv, html, markdown, mermaid, text, ladder.',
    ]);
  });

  it('open the palette for a file’s name', () => {
    const {keys, view} = open();
    keys('S j Tab');
    expect(view().palette?.text).toBe('save ndjson ');
  });
});
