import {describe, expect, it} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {createAnnouncer} from '../../source/page/announce.js';
import type {LinkState} from '../../source/page/link-state.js';
import {placeByKey} from '../../source/page/list-keys.js';
import {standingOf} from '../../source/page/parts/bar.js';
import {noticePart} from '../../source/page/parts/notice.js';
import {cutOffAt, shownOf} from '../../source/page/shown.js';
import type {World} from '../../source/world/world.js';
import {talked} from '../helpers/calls.js';
import {worldOf} from '../output/seed-call.js';

const feedSays = (state: 'ok' | 'failing', at: number): Observation => ({
  ...{source: 'health', part: 'feed', state, code: 'x', text: 'The connection was lost.', seq: talked.length, at},
});

const about = {now: 1000, hasAll: true, asOf: '12:04:01'};

describe('how it stands with the monitor', () => {
  it.each<[LinkState, string, string, string]>([
    [{is: 'asking'}, 'Not connected', 'The monitor wants its token.', '<form class="token">'],
    [{is: 'connecting'}, 'Connecting', 'The monitor is asked.', ''],
    [{is: 'live'}, 'Live', 'What happens is shown as it happens.', ''],
    [
      {is: 'away', hasEnded: false, retryAt: 3500},
      'Away',
      'The connection is lost. It is tried again in 3 seconds. What is shown is of 12:04:01 UTC.',
      'data-do="retry"',
    ],
    [
      {is: 'away', hasEnded: true, retryAt: 0},
      'Away',
      'The monitor has ended. It is tried again in 0 seconds. What is shown is of 12:04:01 UTC.',
      'data-do="retry"',
    ],
    [
      {is: 'refused'},
      'Refused',
      'The monitor wants another token: it said which when it started.',
      '<form class="token">',
    ],
    [
      {is: 'full', text: 'Too many.', retryAt: 2000},
      'Refused',
      'Too many. It is tried again in 1 second.',
      'data-do="retry"',
    ],
    [
      {is: 'foreign', version: '9.9'},
      'Other version',
      'The monitor is of another version now (9.9): load this page again.',
      'data-do="reload"',
    ],
  ])('%j: %s', (state, word, text, wants) => {
    const standing = standingOf(state, about);
    expect(standing).toMatchObject({word, text});
    const notice = noticePart(state, standing, []).text;
    expect(notice).toContain(wants);
    expect(notice.includes('<section')).toBe(wants !== '');
  });

  it('is catching up until all that was recorded is taken in', () => {
    expect(standingOf({is: 'live'}, {...about, hasAll: false}).word).toBe('Catching up');
  });

  it('is not live, and says since when, where nothing comes to the monitor; nor is what still goes on', () => {
    const failing = worldOf([...talked, feedSays('failing', 90_000)]);
    expect(cutOffAt(failing)).toBe(90_000);
    const standing = standingOf({is: 'live'}, {...about, cutOff: '00:01:30'});
    expect(standing).toMatchObject({
      ...{role: 'warn', word: 'Not live since 00:01:30'},
      text: 'Nothing comes to the monitor. What is shown is of 12:04:01 UTC.',
    });
    expect(noticePart({is: 'live'}, standing, shownOf(failing, {calls: 9, events: 9}, 0).failing).text).toBe(
      '<p class="notice bad">feed: The connection was lost.</p>',
    );
    expect(standingOf({is: 'live'}, {...about, hasAll: false, cutOff: '00:01:30'}).word).toBe('Catching up');
    expect(standingOf({is: 'away', hasEnded: false, retryAt: 0}, {...about, cutOff: '00:01:30'}).word).toBe('Away');
    expect(cutOffAt(worldOf([...talked, feedSays('failing', 90_000), feedSays('ok', 95_000)]))).toBeUndefined();
  });

  it('has what the monitor says of itself as text', () => {
    const standing = standingOf({is: 'live'}, about);
    expect(noticePart({is: 'live'}, standing, ['<b>poller']).text).toBe('<p class="notice bad">&#60;b&#62;poller</p>');
  });
});

describe('what is read out', () => {
  const chosenOf = (world: World) => shownOf(world, {calls: 9, events: 9}, world.now).chosen;
  const next = (announcer: ReturnType<typeof createAnnouncer>, count: number, link = 'Live') =>
    announcer.next({link, chosen: chosenOf(worldOf(talked.slice(0, count)))});

  it('is how it stands, each state of a call once, and why it ended', () => {
    const announcer = createAnnouncer();
    expect(announcer.next({link: 'Live', chosen: undefined})).toBe('Live.');
    const said = talked.map((_, i) => next(announcer, i + 1)).filter(text => text !== undefined);
    expect(said.length).toBeGreaterThan(2);
    expect(said.length).toBeLessThan(talked.length / 2);
    expect(said[0]).toMatch(/^Call from 447700900001 to /);
    expect(said.at(-1)).toMatch(/^completed\. Talked for .*hung up\./);
    expect(said.join(' ')).not.toContain('Waiting');
    expect(next(announcer, talked.length)).toBeUndefined();
    expect(next(announcer, talked.length, 'Away')).toBe('Away.');
  });
});

it('what belongs to no call is read out as that, and not as a call from nobody', () => {
  const stranger = {source: 'media', socket: 'S', event: {kind: 'open', path: '/x', ms: 1, to: 'http://x'}} as const;
  const world = worldOf([{seq: 1, at: 0, ...stranger}]);
  const chosen = shownOf(world, {calls: 9, events: 9}, world.now).chosen;
  const announcer = createAnnouncer();
  expect(announcer.next({link: 'Live', chosen})).toBe('Live. What belongs to no call.');
  expect(announcer.next({link: 'Live', chosen})).toBeUndefined();
});

describe('a key in a list', () => {
  it.each([
    ['ArrowDown', 0, 3, 1],
    ['ArrowDown', 2, 3, 2],
    ['ArrowUp', 2, 3, 1],
    ['ArrowUp', 0, 3, 0],
    ['Home', 2, 3, 0],
    ['End', 0, 3, 2],
    ['Enter', 0, 3, undefined],
    ['constructor', 0, 3, undefined],
    ['End', 0, 0, undefined],
  ])('%s at %i of %i: %s', (key, place, count, to) => {
    expect(placeByKey(key, place, count)).toBe(to);
  });
});
