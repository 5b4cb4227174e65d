import {describe, expect, it} from 'vitest';
import {callPart} from '../../source/page/parts/call.js';
import {callsPart} from '../../source/page/parts/calls.js';
import {type PageWish, shownOf} from '../../source/page/shown.js';
import {agentCall} from '../helpers/agent-call.js';
import {eventDraft} from '../helpers/seed.js';
import {calls} from '../helpers/several-calls.js';
import {arrive, worldOf} from '../output/seed-call.js';

const several = worldOf(calls(['busy', 0], ['menu', 60], ['talked', 120]));
const wish: PageWish = {calls: 10, events: 100};
const shown = (more: Partial<PageWish> = {}, world = several) => shownOf(world, {...wish, ...more}, world.now);

describe('what the page shows', () => {
  it('is the newest call, and all of them with the newest first', () => {
    const {calls, count, up, chosen} = shown();
    expect(calls.map(({index, outcome: [, word], problems, isUp}) => [index, word, problems > 0, isUp])).toEqual([
      [3, 'completed', false, false],
      [2, 'answered', false, true],
      [1, 'busy', true, false],
    ]);
    expect([count, up]).toEqual([3, 1]);
    expect(chosen?.taken.call.id).toBe(calls[0]?.id);
    expect(calls[0]).toMatchObject({
      began: expect.stringMatching(/^\d\d:\d\d:\d\d$/),
      lasts: expect.stringMatching(/^\d\d:\d\d$/),
    });
  });

  it('is the call that somebody chose, as long as it is there', () => {
    const [, , oldest] = shown().calls;
    expect(shown({call: oldest?.id}).chosen?.taken.call.id).toBe(oldest?.id);
    expect(shown({call: 'CON-gone'}).chosen?.taken.call.id).toBe(shown().calls[0]?.id);
  });

  it('is as many calls and events as are wanted, the newest', () => {
    expect(shown({calls: 2}).calls.map(({index}) => index)).toEqual([3, 2]);
    const {chosen} = shown({events: 3});
    const rows = [...several.conversations.values()].at(-1)?.rows ?? [];
    expect(chosen?.rows).toEqual(rows.slice(-3));
    expect(chosen?.older).toBe(rows.length - 3);
    expect(chosen?.taken.call.events).toHaveLength(3);
  });

  it('has what belongs to no call behind the calls, and never by itself', () => {
    const loose = worldOf(
      arrive([eventDraft({}), eventDraft({uuid: 'a', conversation_uuid: 'CON-1', status: 'started'})]),
    );
    const {calls, count, chosen} = shown({}, loose);
    expect(calls.map(({id}) => id)).toEqual(['CON-1', '']);
    expect([count, chosen?.taken.call.id]).toEqual([1, 'CON-1']);
  });

  it('says what of the monitor fails', () => {
    const failing = worldOf([
      {source: 'health', part: 'poller', state: 'failing', code: 'x', text: 'Nobody answers.', seq: 1, at: 0},
    ]);
    expect(shown({}, failing)).toMatchObject({
      calls: [],
      count: 0,
      chosen: undefined,
      failing: ['poller: Nobody answers.'],
    });
  });
});

describe('the parts of the page', () => {
  it('lead to one call with the tab key, the one that is shown', () => {
    const {calls} = shown();
    const text = (id: string | undefined) => callsPart(shown(), {id, isChosen: true, isWhole: true}).text;
    for (const {id, index} of calls) {
      const entries = [...text(id).matchAll(/data-call="(\d)" aria-current="(\w+)" tabindex="(-?\d)"/g)];
      const chosen = entries.filter(([, , current]) => current === 'true').map(([, call]) => Number(call));
      expect([chosen, entries.filter(([, , , tab]) => tab === '0').map(([, call]) => Number(call))]).toEqual([
        [index],
        [index],
      ]);
    }
    expect(text('CON-not-in-the-list')).toContain('tabindex="0"');
    expect(text(undefined).match(/tabindex="0"/g)).toHaveLength(1);
  });

  it('say that there is no call only where all is known', () => {
    const none = shown({}, worldOf([]));
    const about = {id: undefined, isChosen: false};
    expect(callsPart(none, {...about, isWhole: true}).text).toContain('No call yet');
    expect(callsPart(none, {...about, isWhole: false}).text).not.toContain('No call yet');
  });

  it('have steps of the ladder that lead to their events, and say what there is no room for', () => {
    const part = (events: number) => {
      const {chosen} = shown({events});
      return chosen ? callPart(chosen, 900).text : '';
    };
    const steps = [...part(100).matchAll(/data-event="([\w-]+)"/g)].map(([, id]) => id);
    expect(steps.length).toBeGreaterThan(5);
    for (const id of steps) expect(part(100)).toContain(`<li id="${id}">`);
    expect(part(100)).not.toContain('data-do="older"');
    expect(part(4)).toContain('begin with the newest 4 events. <button type="button" class="more" data-do="older">');
  });

  it('have the levels of a WebSocket', () => {
    const {chosen} = shown({}, worldOf(agentCall));
    expect(chosen && callPart(chosen, 900).text).toContain('Levels of WebSockets');
  });
});
