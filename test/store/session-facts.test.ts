import {describe, expect, it, onTestFinished} from 'vitest';
import {sessionFacts} from '../../source/store/session-facts.js';
import type {Vitals} from '../../source/store/vitals.js';
import {watchedCall} from '../helpers/session.js';

/** What the session pane says beside a name, at the time of the watched call. */
function said(name: string, vitals?: Vitals) {
  const {store} = watchedCall({vitals: () => vitals});
  onTestFinished(() => store.close());
  return sessionFacts(store.getSnapshot()).filter(fact => fact.name === name);
}
const now = Date.UTC(2018, 9, 25, 9, 27);

describe('the session', () => {
  it.each([
    [{conversations: 0, failures: 0}, '0 calls'],
    [{conversations: 1, last: '200', failures: 0, nextAt: now + 400}, '1 call, last 200, next now'],
    [{conversations: 2, last: '200', failures: 0, nextAt: now + 14_600}, '2 calls, last 200, next in 15 s'],
    [
      {conversations: 2, last: '429', failures: 3, nextAt: now + 8000},
      '2 calls, last 429 (failed 3 times), next in 8 s',
    ],
  ])('says how the asking of the API goes: %j', (polls, text) => {
    expect(said('asks', {memory: 1, ceiling: 512e6, polls})).toEqual([{name: 'asks', kind: 'text', text}]);
  });

  it('says how much memory the monitor takes, in steps', () => {
    expect(said('memory', {memory: 141_300_000, ceiling: 512e6})).toEqual([
      {name: 'memory', kind: 'text', text: 'about 150 of 512 MB'},
    ]);
  });

  it('has no word of either in a recording that is opened', () => {
    expect([...said('asks'), ...said('memory')]).toEqual([]);
  });
});
