import {describe, expect, it} from 'vitest';
import {chosenRow, openProblems} from '../../source/store/select.js';
import {answer, caller, news, observed} from '../helpers/calls.js';
import {keysIn} from '../helpers/session.js';
import {frame, modelOf, pressed} from '../screen/frame.js';

const anna = caller('a', '447700900001');
/** Four problems, of which the first is only a hint. */
const troubled = modelOf(
  observed(
    news(anna, 'ringing', 1),
    news(anna, 'started', 0),
    {...news(anna, 'answered', 2), reply: {status: 500, ms: 3, body: 'Internal Server Error'}},
    answer(anna, 2.5, [{action: 'tlak', text: 'Hello'}]),
    news(anna, 'failed', 9, {sip_code: 503}),
  ),
);
const all = openProblems(troubled).map(({code}) => code);
const after = (keys: string) => pressed(troubled, ...keysIn(keys));
const gone = (keys: string) => all.filter(code => openProblems(after(keys)).every(problem => problem.code !== code));

describe('acknowledging a problem', () => {
  it('takes the one at the chosen event', () => {
    const here = chosenRow(after('g e'));
    const [code] = openProblems(troubled).flatMap(({code, row}) => (row === here ? [code] : []));
    expect([code, ...gone('g e a')]).toEqual([code, code]);
    expect(gone('E a')).toEqual(['unhappy-end']);
  });

  it('takes the one that the row of judgement tells of where no event is chosen', () => {
    expect(gone('a')).toEqual(['unhappy-end']);
    expect(gone('a a a a')).toEqual(all);
  });

  it('takes the chosen one in the pane of problems', () => {
    expect(gone('6 a')).toEqual(all.slice(0, 1));
    expect(gone('6 j a')).toEqual(all.slice(1, 2));
  });

  it('says which one where the problems are not in front', () => {
    expect(after('a').view.message?.text).toMatch(/^Acknowledged: failed: /);
    expect(after('6 a').view.message).toBeUndefined();
  });

  it('is not counted beside its call any more', () => {
    const counted = (keys: string) =>
      /!\d/.exec(frame(after(keys)).find(row => row.includes('447700900000')) ?? '')?.[0];
    expect([counted('Home'), counted('a a a a')]).toEqual(['!1', undefined]);
  });

  it('leaves one chosen that Enter opens, when the last of the list goes', () => {
    expect(after('6 G a Enter').view.overlay).toBe('detail');
  });
});
