import {afterEach, describe, expect, it} from 'vitest';
import {frameDrawer} from '../../source/screen/frame.js';
import type {Replaying} from '../../source/store/replayed/replayed.js';
import type {Store} from '../../source/store/store.js';
import {watchedCall} from '../helpers/session.js';

let store: Store;
afterEach(() => store.close());

function open(replaying?: () => Replaying | undefined) {
  const call = watchedCall({can: {resend: true}, replaying});
  store = call.store;
  const text = () => frameDrawer({depth: 'none', ascii: false})(store.getSnapshot()).join('\n');
  return {...call, view: () => store.getSnapshot().view, text};
}

const tally = {alike: 1, different: 1, new: 0, unanswered: 0, unsent: 0};
const about = {at: 0, route: 'event', method: 'POST', path: '/webhooks/event', event: 'ringing'} as const;
const before = {status: 200, ms: 2, by: 'application'} as const;
const results: Replaying['results'] = [
  {
    ...about,
    seq: 1,
    before,
    outcome: 'alike',
    now: {ms: 3, raw: {status: 200, headers: {}, body: ''}},
    differences: [],
  },
  {
    ...about,
    seq: 2,
    before,
    outcome: 'different',
    now: {ms: 4, raw: {status: 500, headers: {}, body: ''}},
    differences: [],
  },
];
const running: Replaying = {place: 'http://127.0.0.1:4000', speed: 'step', of: 9, tally, results, next: about};

describe('sending a call to the application again', () => {
  it('is done with every webhook of the call, at a pace from a list', () => {
    const {keys, effects, view, text} = open();
    keys('R');
    expect(text()).toContain('▸at once');
    keys('j Enter');
    expect(effects).toMatchObject([{type: 'replay', speed: 10}]);
    const [effect] = effects;
    // The answer webhook and eight events.
    expect(effect?.type === 'replay' && effect.webhooks.length).toBe(9);
    expect(view().overlay).toBe('replaying');
  });

  it.each([
    [': replay Enter', undefined],
    [': replay Space 10 Enter', 10],
    [': replay Space step Enter', 'step'],
  ])('is a command: %s', (sentence, speed) => {
    const {keys, effects, view} = open();
    keys(sentence);
    if (speed === undefined) expect([effects, view().overlay]).toEqual([[], 'replay']);
    else expect(effects).toMatchObject([{type: 'replay', speed}]);
  });

  it('shows each answer beside the one of then, how far it is, and what comes next', () => {
    const {keys, text} = open(() => running);
    keys('R Enter');
    expect(text()).toMatch(/Sending again — replay to http:\/\/127\.0\.0\.1:4000 .*2 of 9 webhooks/);
    expect(text()).toMatch(/ringing {2}POST .*200 → 500 +2ms → 4ms +different/);
    expect(text()).toContain('Next, when you say so: POST /webhooks/event ringing');
  });

  it('goes on, passes over and stops by keys, and is closed when it is over', () => {
    let now: Replaying = running;
    const {keys, effects, view} = open(() => now);
    keys('R Enter Enter s Esc');
    const turns = effects.slice(1).map(effect => effect.type === 'replay-turn' && effect.turn);
    expect(turns).toEqual(['send', 'skip', 'end']);
    now = {...running, next: undefined, ended: {how: 'stopped', left: 7}};
    store.resize(100, 30);
    keys('q');
    expect([effects.length, view().overlay]).toEqual([4, undefined]);
  });

  it('says what is missing where there is no application', () => {
    const {keys, effects, store: without} = watchedCall();
    store = without;
    keys('R');
    expect(effects).toEqual([]);
    expect(store.getSnapshot().view.message?.text).toContain('start with --forward and its URL');
  });
});
