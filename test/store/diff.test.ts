import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {diffJson, type JsonDifference} from '../../source/store/detail/diff.js';

const talk = (text: string) => ({action: 'talk', text});
const input = {action: 'input', type: ['dtmf']};

/** Differences as the screen writes them. */
const rows = (left: unknown, right: unknown) =>
  diffJson(left, right).differences.map(each => {
    const values = [
      ...(each.kind === 'added' ? [] : [JSON.stringify(each.left)]),
      ...(each.kind === 'removed' ? [] : [JSON.stringify(each.right)]),
    ];
    return `${{added: '+', removed: '-', changed: '≠'}[each.kind]} ${each.path} ${values.join(' → ')}`;
  });

describe('the difference of two lists', () => {
  it.each<[name: string, left: unknown, right: unknown, rows: string[]]>([
    ['one item put in front', [1, 2, 3], [0, 1, 2, 3], ['+ /0 0']],
    ['one item taken out', ['a', 'b', 'c'], ['a', 'c'], ['- /1 "b"']],
    [
      'an action put between two',
      [talk('Hi'), input],
      [talk('Hi'), talk('Bye'), input],
      ['+ /1 {"action":"talk","text":"Bye"}'],
    ],
    ['an item changed', [1, 2, 3], [1, 9, 3], ['≠ /1 2 → 9']],
    [
      'an action changed behind a new one: the path is that in the second',
      [talk('Hi'), input],
      [input, talk('Hello'), input],
      ['+ /0 {"action":"input","type":["dtmf"]}', '≠ /1/text "Hi" → "Hello"'],
    ],
    [
      'items that have nothing in common',
      [talk('Hi'), 1],
      [2],
      ['- /0 {"action":"talk","text":"Hi"}', '- /1 1', '+ /0 2'],
    ],
    ['fields in another order', [{a: 1, b: 2}], [{b: 2, a: 1}], []],
    ['a list in a list', [[1, 2, 3]], [[1, 3]], ['- /0/1 2']],
    ['lists without anything', [], [], []],
  ])('%s', (_, left, right, expected) => {
    expect(rows(left, right)).toEqual(expected);
  });

  it('is the second one when it is carried out on the first', () => {
    const json = fc.json({maxDepth: 4}).map(text => JSON.parse(text) as unknown);
    const list = fc.array(fc.oneof(fc.integer({min: 0, max: 4}), json), {maxLength: 8});
    fc.assert(
      fc.property(fc.oneof(list, json), fc.oneof(list, json), (left, right) => {
        const {differences} = diffJson(left, right);
        expect(carriedOut(left, differences)).toEqual(right);
        expect(diffJson(right, right).differences).toEqual([]);
      }),
      {numRuns: 500},
    );
  });

  it('has one row for each item that was put into a list', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5)), fc.array(fc.tuple(fc.nat(20), fc.constant('new'))), (list, added) => {
        const longer: (number | string)[] = [...list];
        for (const [at, item] of added) longer.splice(Math.min(at, longer.length), 0, item);
        const {differences} = diffJson(list, longer);
        expect(differences.map(({kind}) => kind)).toEqual(added.map(() => 'added'));
      }),
    );
  });

  it('is found place by place where aligning them would take too long, and says so', () => {
    const long = Array.from({length: 2000}, (_, i) => ({i}));
    const {differences, byPlace} = diffJson(
      long,
      long.map(({i}) => ({i: -i - 1})),
    );
    expect([differences.length, byPlace]).toEqual([2000, true]);
    expect(diffJson(long, ['new', ...long])).toMatchObject({
      byPlace: false,
      differences: [{path: '/0', kind: 'added'}],
    });
  });

  it('ends, however deep and however many lists there are', () => {
    let [deep, other]: [unknown, unknown] = [1, 2];
    for (let i = 0; i < 500; i++) [deep, other] = [[deep], [other]];
    expect(diffJson(deep, other).differences).toHaveLength(1);
    const many = (by: number) => Array.from({length: 60}, (_, i) => Array.from({length: 60}, (_, j) => i * j + by));
    expect(diffJson(many(0), many(0.5)).byPlace).toBe(true);
  });
});

/** The first value after the differences: what was removed out of it, from the end; then what was added and changed put in. */
function carriedOut(left: unknown, differences: readonly JsonDifference[]): unknown {
  const root = {value: JSON.parse(JSON.stringify(left))};
  for (const each of differences.toReversed()) if (each.kind === 'removed') place(root, each.path).remove();
  for (const each of differences)
    if (each.kind !== 'removed') place(root, each.path).put(each.right, each.kind === 'added');
  return root.value;
}

function place(root: {value: unknown}, path: string) {
  const keys = ['value', ...path.split('/').slice(1)].map(key => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = keys.pop() ?? '';
  let holder: Record<string, unknown> | unknown[] = root;
  for (const key of keys) holder = (holder as Record<string, typeof holder>)[key] ?? {};
  return {
    remove: () => (Array.isArray(holder) ? holder.splice(Number(last), 1) : delete holder[last]),
    put(value: unknown, isNew: boolean) {
      if (Array.isArray(holder) && isNew) holder.splice(Number(last), 0, value);
      else Object.defineProperty(holder, last, {value, writable: true, enumerable: true, configurable: true});
    },
  };
}
