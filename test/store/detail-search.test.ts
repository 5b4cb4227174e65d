import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {regex} from '../../source/filter/regex/match.js';
import {hitsOf} from '../../source/store/detail/hits.js';
import type {DetailRow} from '../../source/store/detail/row.js';
import {detailRows} from '../../source/store/detail/rows.js';
import {readSearch, spansOf} from '../../source/store/detail/spans.js';
import {press} from '../../source/store/press.js';
import {foundInDetail} from '../../source/store/typing/search-line.js';
import {answerDraft, eventDraft, observe, tableWebhooks} from '../helpers/seed.js';
import {keysIn} from '../helpers/session.js';
import {modelOf, pressed} from '../screen/frame.js';

const found = (search: string, text: string): string[] => {
  const {value} = readSearch(search);
  const spans = value ? spansOf(value, text, {left: 100_000}) : [];
  return spans.map(({from, to}) => text.slice(from, to));
};

describe('what is typed to search the detail', () => {
  it.each<[search: string, text: string, found: string[]]>([
    ['busy', 'Busy or BUSY', ['Busy', 'BUSY']],
    ['two words', 'two  words, two words', ['two words']],
    ['aa', 'aaaaa', ['aa', 'aa']],
    ['/b.s/', 'bus Bus bos', ['bus', 'bos']],
    ['/b.s/i', 'bus Bus bos', ['bus', 'Bus', 'bos']],
    ['/unfinish', 'an unfinished one', ['unfinish']],
    ['/\\bst\\w+/', 'first status, start', ['status', 'start']],
    ['/^a|a$/', 'aba', ['a', 'a']],
    ['/a|a.*b/', 'axxab', ['axxab']],
    ['/x*/', 'axxb', ['xx']],
    ['/webhooks/event', 'POST /webhooks/event', ['/webhooks/event']],
    ['"/x/"', 'a /x/ b', ['/x/']],
    ['/(/', '(', []],
    ['"', '"', []],
    ['ß', 'STRASSE straße', ['ß']],
    ['i', 'İi', ['i']],
    ['e', 'e\u0301', ['e\u0301']],
    ['/./', '😀', ['😀', '😀']],
  ])('%s in %s', (search, text, expected) => {
    expect(found(search, text)).toEqual(expected);
  });

  it('says why it cannot be used', () => {
    expect(readSearch('/(/').errors[0]?.text).toMatch(/a \( is not closed/);
    expect(readSearch('/(?=a)/').errors[0]?.text).toMatch(/look-around/);
    expect(readSearch('nothing [wrong').errors).toEqual([]);
  });
});

describe('a regular expression', () => {
  it('is found where JavaScript finds it, where both mean the same', () => {
    const part = fc.constantFrom('a', 'b', '[ab]', 'a+', 'b?', '(ab)+', '\\b', '^', '$', '.', ' ');
    const text = fc.string({unit: fc.constantFrom('a', 'b', ' ', 'c'), maxLength: 20});
    fc.assert(
      fc.property(fc.array(part, {minLength: 1, maxLength: 4}), text, (parts, text) => {
        const source = parts.join('');
        const one = regex(source, '').find(text, 0, {left: 1e6});
        const first = [...text.matchAll(new RegExp(source, 'g'))].find(([match]) => match !== '');
        expect(one?.from).toBe(first?.index);
        if (one) expect(one.to).toBeGreaterThanOrEqual(one.from + (first?.[0].length ?? 0));
      }),
      {numRuns: 500},
    );
  });

  it.each(['(a+)+$', '(a|a)*b', '(a|b)*a(a|b){9}c', 'a|a.*b'])('never takes long, whatever it says: %s', source => {
    const steps = {left: 200_000};
    const {value} = readSearch(`/${source}/`);
    if (!value) throw new Error('Not read.');
    const spans = spansOf(value, `${'a'.repeat(20_000)}!`, steps);
    expect(steps.left).toBeGreaterThan(-2 * regex(source, '').size);
    for (const {from, to} of spans) expect(to).toBeGreaterThan(from);
  });
});

describe('the places that a search finds', () => {
  const rows: DetailRow[] = [{kind: 'blank'}, {kind: 'text', text: 'a b a'}, {kind: 'header', name: 'x-a', value: 'b'}];

  it('are counted in the order in which they are read', () => {
    expect(hitsOf(rows, 'a').list.map(({row, from, nth}) => [row, from, nth])).toEqual([
      [1, 0, 0],
      [1, 4, 1],
      [2, 2, 0],
    ]);
  });

  it('are no more than anybody goes through', () => {
    const {list, more} = hitsOf([{kind: 'text', text: 'a'.repeat(20_000)}], 'a');
    expect([list.length, more]).toEqual([9999, true]);
  });
});

const model = modelOf(observe([answerDraft, ...tableWebhooks().map(eventDraft)]));
const after = (keys: string) => pressed(model, ...keysIn(keys));
const place = (keys: string) => {
  const now = after(keys);
  const {list, at} = foundInDetail(now);
  const row = detailRows(now)[now.view.scroll];
  return [at + 1, list.length, row?.kind === 'json' ? row.path : row?.kind];
};

describe('the search of the detail', () => {
  it.each<[keys: string, place: unknown[]]>([
    ['k k Enter / status', [1, 1, 'hook/status']],
    ['k k Enter / 4477 Enter', [1, 2, 'hook/from']],
    ['k k Enter / 4477 Enter n', [2, 2, 'hook/to']],
    ['k k Enter / 4477 Enter n n', [1, 2, 'hook/from']],
    ['k k Enter / 4477 Enter N', [2, 2, 'hook/to']],
    ['k k Enter / 4477 Enter j j', [0, 2, 'hook/uuid']],
    ['k k Enter / 4477 Enter j j N', [2, 2, 'hook/to']],
    ['k k Enter G / 4477 Enter', [1, 2, 'hook/from']],
    ['k k Enter } / 4477 Enter n', [2, 2, 'text']],
    ['k k Enter } } / json Enter', [1, 1, 'header']],
    ['k k Enter j j j / zzz', [0, 0, 'fact']],
  ])('goes with %s to its place', (keys, expected) => {
    expect(place(keys)).toEqual(expected);
  });

  it('unfolds what hides a place, and Esc while typing folds it again', () => {
    const folded = after('k k Enter j j j j j h');
    expect(detailRows(folded).some(({kind}) => kind === 'json')).toBe(false);
    const typed = pressed(folded, ...keysIn('/ status'));
    expect([foundInDetail(typed).list.length, typed.view.detail.folded.size]).toEqual([1, 0]);
    expect(pressed(typed, 'Esc').view).toEqual({...folded.view, searching: undefined});
    const kept = pressed(typed, 'Enter', 'h', 'h', 'n');
    expect(detailRows(kept)[kept.view.scroll]).toMatchObject({key: 'status'});
  });

  it('ends with Esc before the detail closes', () => {
    const searched = after('k k Enter / status Enter');
    const cleared = pressed(searched, 'Esc');
    expect([cleared.view.detail.search, cleared.view.overlay, cleared.view.scroll]).toEqual([
      undefined,
      'detail',
      searched.view.scroll,
    ]);
    expect(pressed(cleared, 'Esc').view.overlay).toBe(undefined);
    expect(pressed(searched, 'q', 'q').view.overlay).toBe(undefined);
  });

  it('goes on with the next event, and comes back with ↑', () => {
    const next = after('k k Enter / 4477 Enter Enter');
    expect(foundInDetail(pressed(model, ...keysIn('k k Enter / 4477 Enter Esc / Up'))).list).toHaveLength(2);
    expect(next.view.detail.search).toBe('4477');
  });

  it('says what it cannot use, and that there is none', () => {
    expect(after('k k Enter / /(/ Enter').view.message?.text).toMatch(/^Not searched: .*not closed/);
    expect(after('k k Enter n').view.message?.text).toBe('No search to go by: / starts one.');
    expect(after('k k Enter / zzz Enter n').view.message?.text).toBe('The search finds nothing on this tab.');
  });

  it('filters the events elsewhere', () => {
    expect(press(model, '/').view?.typing?.list).toBe('events');
  });
});
