import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {narrows} from '../../source/filter/narrows.js';
import {parseFilter} from '../../source/filter/parse.js';
import {rowFilter} from '../../source/filter/row-filter.js';
import {emptyWorld} from '../../source/world/world.js';
import {anyText} from '../helpers/filters.js';
import {fold} from '../helpers/fold.js';
import {answerDraft, CALL, eventDraft, observe, tableWebhooks} from '../helpers/seed.js';

function isNarrower(next: string, before: string): boolean {
  const [a, b] = [parseFilter(next).filter, parseFilter(before).filter];
  return a !== undefined && b !== undefined && narrows(a, b);
}

describe('A filter', () => {
  it.each([
    ['ring', 'rin'],
    ['RINGING', 'ing'],
    ['ring leg:L1', 'ring'],
    ['ring leg:L1', 'leg:L1'],
    ['leg:L1 ring type:x', 'type:x rin'],
    ['ring', 'rin or busy'],
    ['!rin', '!ring'],
    ['(a1 or a2) b', 'a'],
  ])('%s is narrower than %s', (next, before) => expect(isNarrower(next, before)).toBe(true));

  it.each([
    ['rin', 'ring'],
    ['ring or busy', 'ring'],
    ['!ring', '!rin'],
    ['!ring', 'ring'],
    ['leg:L12', 'leg:L1'],
    ['/ring/', '/rin/'],
    ['lat>50', 'lat>5'],
  ])('%s is not said to be narrower than %s', (next, before) => expect(isNarrower(next, before)).toBe(false));

  it('that is narrower finds nothing that the other does not', () => {
    const world = fold(emptyWorld(), observe([answerDraft, ...tableWebhooks().map(eventDraft)]));
    const call = world.conversations.get(CALL);
    if (!call) throw new Error('no call');
    const found = (text: string) => {
      const {filter} = parseFilter(text);
      return filter ? call.rows.filter(rowFilter(world, call, filter)) : call.rows;
    };
    const words = fc.oneof(anyText, fc.constantFrom('ring', 'rin', 'a', 'an', '!a', '!an', 'leg:L1 a', 'a or b'));
    fc.assert(
      fc.property(words, fc.constantFrom('', ' ', ' or '), words, (one, between, other) => {
        const next = one + between + other;
        for (const before of [one, other]) {
          if (isNarrower(next, before)) expect(found(before)).toEqual(expect.arrayContaining([...found(next)]));
        }
      }),
    );
  });
});
