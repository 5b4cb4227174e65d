import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Observation, SummaryObservation} from '../../source/call/observation.js';
import {conversationObject} from '../../source/output/snapshot.js';
import {callsPane} from '../../source/screen/panes/calls.js';
import {callsOf, liveCount, sortedCalls} from '../../source/store/call-order.js';
import type {Model} from '../../source/store/model.js';
import {chosenCall, streamOf} from '../../source/store/select.js';
import {shownCalls} from '../../source/store/typing/found.js';
import {MOST_SUMMED} from '../../source/world/fold/summary.js';
import {frozen} from '../../source/world/frozen.js';
import {emptyWorld} from '../../source/world/world.js';
import {busy, CON, crowd, menu, talked} from '../helpers/calls.js';
import {fold} from '../helpers/fold.js';
import {rounds} from '../helpers/rounds.js';
import {calls} from '../helpers/several-calls.js';
import {summariesOf} from '../helpers/summaries.js';
import {worldOf} from '../output/seed-call.js';
import {frame, linesOf, modelOf, penFor, pressed} from '../screen/frame.js';

const kinds = {busy, crowd, menu, talked};

/** Rows of the list of calls. */
function listed(model: Model, width = 140): string[] {
  return linesOf(callsPane.draw(model, penFor(), {width, height: 16}).rows, width).map(row => row.trimEnd());
}

/** Those of one conversation, from the first number on. */
const ids = (all: readonly {id: string}[]) => all.map(({id}) => id);

/** Many calls, of which some go on at the same time. */
const many = calls(['talked', 0], ['busy', 5], ['menu', 10], ['talked', 300], ['busy', 400]);

describe('a call that is known by its summary', () => {
  it.each(Object.keys(kinds) as (keyof typeof kinds)[])('has the row that its events give it: %s', kind => {
    const summaries = summariesOf(kinds[kind]);
    expect(listed(modelOf(summaries))).toEqual(listed(modelOf(kinds[kind])));
    expect(listed(modelOf(summaries), 60)).toEqual(listed(modelOf(kinds[kind]), 60));
  });

  it('is live as long as its summary says so', () => {
    const live = talked.slice(0, 8);
    const [world] = [worldOf(summariesOf(live))];
    expect(liveCount(world)).toBe(1);
    expect(liveCount(fold(world, summariesOf(talked)))).toBe(0);
  });

  it('is in the order, and found by the filter, of all calls', () => {
    const model = modelOf(summariesOf(many));
    const whole = modelOf(many);
    for (const sort of ['start', 'state', 'problems', 'duration'] as const)
      expect(ids(sortedCalls(model.world, sort))).toEqual(ids(sortedCalls(whole.world, sort)));
    for (const callFilter of [
      'is:problem',
      'status:busy',
      'to:4477',
      'from:447700900001 is:ended',
      'duration>60s',
      'legs>1',
    ])
      expect([callFilter, ids(shownCalls({...model, view: {...model.view, callFilter}}))]).toEqual([
        callFilter,
        ids(shownCalls({...whole, view: {...whole.view, callFilter}})),
      ]);
  });

  it('keeps its place and its number, whatever a later summary says', () => {
    const [first, second] = [summariesOf(many), summariesOf(many.slice(0, 12))];
    const before = worldOf([...second, ...first]);
    expect(ids(callsOf(before))).toEqual(ids(callsOf(worldOf(first))));
    expect(callsOf(before).map(({index}) => index)).toEqual([1, 2, 3, 4, 5]);
    const [changed] = first;
    const after = fold(frozen(before), [
      {...changed, summed: {...changed?.summed, ending: 'Otherwise.'}},
    ] as Observation[]);
    expect(callsOf(after)[0]?.summed?.ending).toBe('Otherwise.');
    expect(callsOf(before)[0]?.summed?.ending).not.toBe('Otherwise.');
    expect(callsOf(after)[0]?.index).toBe(1);
  });

  it('says why its events are not to be seen, in each view, and nothing of it is saved or marked', () => {
    const model = modelOf(summariesOf(busy), {columns: 120, rows: 40});
    for (const views of [[], ['v'], ['v', 'v'], ['v', 'v', 'v'], ['v', 'v', 'v', 'v']])
      expect(frame(pressed(model, ...views)).join('\n')).toContain('Its events are being read …');
    const text = 'Its events were dropped.';
    const said = {
      source: 'health',
      part: 'feed',
      state: 'ok',
      code: 'unread',
      conversation: CON,
      text,
      seq: 0,
      at: 0,
    } as const;
    const told = modelOf([...summariesOf(busy), said], {columns: 120, rows: 40});
    expect(frame(told).join('\n')).toContain(text);
    const long = {...said, text: 'word '.repeat(20).trim()};
    const narrow = frame(modelOf([...summariesOf(busy), long], {columns: 80, rows: 24})).join('\n');
    expect(narrow.match(/\bword\b/g)).toHaveLength(20);
    expect(pressed(told, 's').view.message?.text).toBe(`No snapshot is written. ${text}`);
    expect(pressed(told, '1', 'Space').view.message?.text).toBe(`The call is not marked. ${text}`);
    expect(pressed(told, 'S', 'Enter').view.message?.text).toBe(`Nothing to save. ${text}`);
  });

  it('gives way to its events, wherever summaries come between them', () => {
    const whole = worldOf(many);
    fc.assert(
      fc.property(
        fc.array(fc.record({upTo: fc.nat({max: many.length}), at: fc.nat({max: many.length})}), {maxLength: 12}),
        taken => {
          const all: Observation[] = [];
          for (const [i, each] of [...many, undefined].entries()) {
            for (const {upTo, at} of taken) if (at === i) all.push(...summariesOf(many.slice(0, upTo)));
            if (each) all.push(each);
          }
          const world = worldOf(all);
          for (const [id, call] of whole.conversations) {
            const found = world.conversations.get(id);
            expect(found && {...conversationObject(world, found, []), index: 0}).toEqual({
              ...conversationObject(whole, call, []),
              index: 0,
            });
            expect(callsOf(world).find(each => each.id === id)).toBe(found);
          }
          expect(callsOf(world)).toHaveLength(whole.conversations.size);
        },
      ),
      {numRuns: rounds(20, 200)},
    );
  });

  it('is listed by the summary again once that has heard of it later, and shows the events that are here', () => {
    const half = talked.slice(0, 8);
    const model = modelOf([...summariesOf(half), ...half, ...summariesOf(talked)]);
    expect(callsOf(model.world)[0]?.summed?.state).toBe('ended');
    expect(chosenCall(model)).toBe(model.world.conversations.get(CON));
    expect(streamOf(model).length).toBeGreaterThan(0);
    expect(liveCount(model.world)).toBe(0);
  });

  it('is not asked what happened in it, which is said', () => {
    const model = modelOf(summariesOf(many), {columns: 120, rows: 40});
    const typed = (text: string) => frame(pressed(model, '1', '/', ...text)).join('\n');
    expect(typed('type:dtmf')).toContain('Shows 0 of 5 calls. type is known only of calls that were read.');
    expect(typed('status:busy')).toMatch(/Shows 2 of 5 calls\. *\n/);
    expect(frame(pressed(model, 'Z')).join('\n')).toContain('Figures — the calls that were read');
    expect(frame(pressed(modelOf(many, model.view), '1', '/', ...'type:dtmf')).join('\n')).not.toContain('known only');
  });

  it('is not taken back in time, for others were read before it', () => {
    const model = modelOf([...summariesOf(many), ...talked]);
    expect(pressed(model, ',').view.message?.text).toContain('attach with --conversation ID');
    expect(pressed(model, ',').view.moment).toBeUndefined();
  });

  it('is one of the newest, where there are more than are kept', () => {
    const [one] = summariesOf(busy);
    let world = emptyWorld();
    const named = (i: number): SummaryObservation[] =>
      one ? [{...one, summed: {...one.summed, conversation: `CON-${i}`}}] : [];
    for (let i = 0; i < MOST_SUMMED + 3; i++) world = fold(world, named(i));
    expect(callsOf(world)).toHaveLength(MOST_SUMMED);
    expect(callsOf(world)[0]?.id).toBe('CON-3');
  });
});
