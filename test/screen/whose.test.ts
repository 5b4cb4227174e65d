import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Draft, Observation} from '../../source/call/observation.js';
import {parseFilter} from '../../source/filter/parse.js';
import {rowFilter} from '../../source/filter/row-filter.js';
import {csv} from '../../source/output/csv.js';
import {snapshotOf} from '../../source/output/snapshot.js';
import {textLine} from '../../source/output/text-line.js';
import {penOf} from '../../source/screen/pane-view.js';
import {eventsPane} from '../../source/screen/panes/events.js';
import {panes} from '../../source/screen/panes.js';
import type {Part} from '../../source/screen/row.js';
import {chooseRow} from '../../source/store/commands/moving.js';
import {commands} from '../../source/store/commands/table.js';
import {createFeed} from '../../source/store/feed.js';
import type {Model} from '../../source/store/model.js';
import {streamOf} from '../../source/store/select.js';
import {createStore} from '../../source/store/store.js';
import {factOf} from '../../source/vonage/facts.js';
import {legLabel} from '../../source/world/read/event-view.js';
import {ladderOf} from '../../source/world/read/ladder.js';
import {legOfRow} from '../../source/world/read/leg-of-row.js';
import {marksOf} from '../../source/world/read/marks.js';
import {busy, crowd, menu, moved, talked} from '../helpers/calls.js';
import {ALICE, apiDraft, BOB, CALL, observe, rtcDraft, sample, seedObservations} from '../helpers/seed.js';

const saying = (member: string, type: string, s: number) => ({
  id: 900 + s,
  type,
  from: member,
  timestamp: `2018-10-25T09:27:0${s}.000Z`,
  body: {text: 'Hello'},
});

/** The concept page's call, in which both also hear something: such events name the member and no leg. One names nobody. */
const spoken: Observation[] = observe([
  ...seedObservations().slice(0, 12),
  apiDraft('events', [saying(ALICE.member, 'audio:say', 1), saying(ALICE.member, 'audio:say:done', 3)]),
  rtcDraft({...saying(BOB.member, 'audio:play', 5), conversation_id: CALL}),
  rtcDraft({...(sample('conversation/v1-java-event-audio-say.json') as object), conversation_id: CALL}),
] as Draft[]);

const calls = [seedObservations(), spoken, talked, busy, menu, moved, crowd];

/** A screen that has seen this much of a call. */
function seen(observations: readonly Observation[]): Model {
  const feed = createFeed(factOf);
  const store = createStore({feed, panes, now: () => 0, onEffect: () => undefined, payload: async () => undefined});
  feed.take(observations);
  store.resize(120, 40);
  const model = store.getSnapshot();
  store.close();
  return model;
}

const textOf = (parts: readonly Part[]): string =>
  parts.map(part => (Array.isArray(part) ? part[1] : part || '')).join('');

describe('Whose an event is', () => {
  it('is the only leg of the member who hears or speaks, where no leg is named', () => {
    const {world} = seen(spoken);
    const [call] = world.conversations.values();
    const whose = call?.rows.map(row => `${world.log.typeOf(row)} ${legLabel(world, legOfRow(world, call, row))}`);
    expect(whose).toEqual(
      expect.arrayContaining(['audio:say L1', 'audio:say:done L1', 'audio:play L2', 'audio:say undefined']),
    );
  });

  it('is the same for a row, L and its title, the filter, lines, exports, marks and the ladder', async () => {
    const anyBeginning = fc
      .constantFrom(...calls)
      .chain(all => fc.integer({min: 1, max: all.length}).map(count => all.slice(0, count)));
    await fc.assert(
      fc.asyncProperty(anyBeginning, fc.nat(), async (observations, at) => {
        const model = seen(observations);
        const {world} = model;
        const [call] = world.conversations.values();
        const row = call?.rows[at % call.rows.length];
        if (!call || row === undefined) return;
        const label = legLabel(world, legOfRow(world, call, row));
        const its = call.rows.filter(each => legLabel(world, legOfRow(world, call, each)) === label);

        const view = {...chooseRow(model, row), focus: 'events' as const, call: {item: call.id, anchor: 0}};
        const pressed = {
          ...model,
          view: {...view, ...commands.find(({id}) => id === 'only-leg')?.run({...model, view}).view},
        };
        expect(streamOf(pressed)).toEqual(label === undefined ? call.rows : its);
        const pane = eventsPane(pressed, penOf(pressed, 'none'), {width: 110, height: 40});
        if (label !== undefined) expect(textOf(pane.title)).toContain(`only ${label}`);

        for (const each of its) {
          const line = textLine(world, {kind: 'event', conversation: call, row: each}, (_, text) => text);
          expect(line?.split(/ +/)[2]).toBe(label ?? '–');
        }
        const exported = await snapshotOf(world, {
          takenAt: 0,
          payload: async () => undefined,
          conversations: [call.id],
        });
        const [names = '', ...lines] = csv(exported).split('\r\n').slice(0, -1);
        const place = names.split(',').indexOf('legLabel');
        expect(lines.filter(line => line.split(',')[place] === (label ?? ''))).toHaveLength(its.length);

        if (label === undefined) return;
        const {filter} = parseFilter(`leg:${label}`);
        expect(filter && call.rows.filter(rowFilter(world, call, filter))).toEqual(its);
        for (const mark of marksOf(world, call)) expect(mark.leg).toBe(legOfRow(world, call, mark.row));
        const {lanes, steps} = ladderOf(world, call, its);
        for (const {signal} of steps)
          expect(signal && lanes[signal.lane]).toEqual(signal && expect.objectContaining({label}));
      }),
    );
  });
});
