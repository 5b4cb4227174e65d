import {describe, expect, it} from 'vitest';
import type {Note, Observation} from '../../source/call/observation.js';
import {parseFilter} from '../../source/filter/parse.js';
import {rowFilter} from '../../source/filter/row-filter.js';
import {lineSchema} from '../../source/output/lines-schema.js';
import {savedText} from '../../source/output/saved-text.js';
import {snapshotOf} from '../../source/output/snapshot.js';
import {snapshotSchema} from '../../source/output/snapshot-schema.js';
import {readSnapshot} from '../../source/recording/from-snapshot.js';
import {createFeed} from '../../source/store/feed.js';
import {saveFormats} from '../../source/store/save-formats.js';
import {factOf} from '../../source/vonage/facts.js';
import {commentOf} from '../../source/world/read/comment.js';
import {nameOf} from '../../source/world/read/event-view.js';
import type {World} from '../../source/world/world.js';
import {busy, CON, caller, news, observed, polled, talked} from '../helpers/calls.js';
import {linesFrom} from '../helpers/lines.js';
import {calls} from '../helpers/several-calls.js';
import {payloadOf, worldOf} from './seed-call.js';

/** The observations with notes behind them. */
function withNotes(observations: readonly Observation[], ...notes: Note[]): Observation[] {
  const last = observations.at(-1);
  const at = last?.at ?? 0;
  return [
    ...observations,
    ...notes.map(
      (note, i): Observation => ({source: 'control', action: 'note', note, seq: (last?.seq ?? 0) + 1 + i, at}),
    ),
  ];
}

/** The `seq` of the observation that reports this status first. */
const seqOf = (observations: readonly Observation[], status: string): number =>
  observations.find(o => o.source === 'event' && o.raw.body.includes(`"status":"${status}"`))?.seq ?? -1;

/** Which events have which notes. */
function notesOf(world: World): string[] {
  return [...world.conversations.values()].flatMap(({rows}) =>
    rows.flatMap(row => {
      const comment = commentOf(world, row);
      return comment === undefined ? [] : [`${nameOf(world.log, row)}: ${comment}`];
    }),
  );
}

const TEXT = 'he is always busy on Mondays';
const noted = withNotes(busy, {to: seqOf(busy, 'busy'), text: TEXT});

describe('a note', () => {
  it('belongs to the event whose observation it names; the last one counts, and an empty one takes it away', () => {
    const to = seqOf(busy, 'busy');
    expect(notesOf(worldOf(noted))).toEqual([`busy: ${TEXT}`]);
    expect(notesOf(worldOf(withNotes(busy, {to, text: 'one'}, {to, text: 'two'})))).toEqual(['busy: two']);
    expect(notesOf(worldOf(withNotes(busy, {to, text: 'one'}, {to, text: ''})))).toEqual([]);
    expect(notesOf(worldOf(withNotes(busy, {to: 4000, text: 'of nothing'})))).toEqual([]);
  });

  it('belongs to the event of that id, where the API told of several at once', () => {
    const anna = caller('a', '447700900001');
    const page = observed(
      polled(
        {id: 3, type: 'audio:record', at: 2, leg: anna},
        {id: 4, type: 'audio:dtmf', at: 3, leg: anna},
        {id: 5, type: 'audio:say', at: 4, leg: anna},
      ),
    );
    expect(notesOf(worldOf(withNotes(page, {to: 1, id: 4, text: 'typed'})))).toEqual(['audio:dtmf: typed']);
  });

  it('stays with its event when another witness comes to speak for that', () => {
    const anna = caller('a', '447700900001');
    const api = polled({id: 1, type: 'leg:status:update', at: 0, leg: anna, body: {status: 'answered'}});
    const both = observed(api, news(anna, 'answered', 0));
    for (const to of [1, 2]) {
      const notes = notesOf(worldOf(withNotes(both, {to, text: 'here'})));
      expect(notes).toEqual(['answered: here']);
    }
    const [first, ...rest] = both as [Observation, ...Observation[]];
    const note = {source: 'control', action: 'note', note: {to: 1, text: 'here'}, seq: 99, at: first.at} as const;
    expect(notesOf(worldOf([first, note, ...rest]))).toEqual(['answered: here']);
  });

  it('of one’s own, which is in no recording, stays whatever others write, about whichever witness, and in every order', () => {
    const anna = caller('a', '447700900001');
    const api = polled({id: 1, type: 'leg:status:update', at: 0, leg: anna, body: {status: 'answered'}});
    const both = observed(api, news(anna, 'answered', 0));
    const note = (seq: number, to: number, text: string): Observation =>
      ({
        ...{source: 'control', action: 'note', note: {to, text}},
        ...{seq, at: both.at(-1)?.at ?? 0},
      }) as Observation;
    const written = [note(-1, 1, 'own'), note(3, 1, 'recorded'), note(4, 2, 'recorded later')];
    for (const order of [
      [0, 1, 2],
      [1, 0, 2],
      [1, 2, 0],
      [2, 1, 0],
    ])
      expect(notesOf(worldOf([...both, ...order.flatMap(i => written[i] ?? [])]))).toEqual(['answered: own']);
    expect(notesOf(worldOf([...both, ...written, note(-2, 1, 'own, again')]))).toEqual(['answered: own, again']);
    expect(notesOf(worldOf([...both, ...written, note(-2, 1, '')]))).toEqual([]);
  });

  it('goes with the calls that are let go, and stays with the others', () => {
    const all = calls(['busy', 0], ['talked', 100], ['busy', 200]);
    const busies = all.filter(o => o.source === 'event' && o.raw.body.includes('"status":"busy"'));
    const feed = createFeed(factOf);
    feed.take(withNotes(all, ...busies.map(({seq}, i) => ({to: seq, text: `call ${i}`}))));
    expect(notesOf(feed.world())).toEqual(['busy: call 0', 'busy: call 1']);
    feed.forget(0.4);
    expect(notesOf(feed.world())).toEqual(['busy: call 1']);
  });

  it('has a line of its own when it is written, and stands in the event', () => {
    const text = linesFrom({format: 'text'});
    expect(text.take(noted).out.filter(line => line.includes(TEXT))).toEqual([
      expect.stringMatching(/^09:00:04\.\d{3} CON-1111 L2 note +busy: “he is always busy on Mondays”$/),
    ]);
    const programs = linesFrom({format: 'ndjson'});
    const lines = programs
      .take(withNotes(noted, {to: seqOf(busy, 'busy'), text: ''}))
      .out.map(line => lineSchema.parse(JSON.parse(line)));
    expect(lines.filter(({kind}) => kind === 'note')).toMatchObject([
      {conversation: CON, type: 'busy', text: TEXT},
      {conversation: CON, type: 'busy', text: null},
    ]);
  });

  it.each(saveFormats)('is saved as $name', async ({name}) => {
    const world = worldOf(noted);
    const options = {takenAt: 0, payload: payloadOf(noted)};
    const words = (text: string) => text.replaceAll(/[^\w]+|#\d+;/g, ' ');
    expect(words(await savedText(name, world, options))).toContain(TEXT);
    expect(words(await savedText(name, worldOf(busy), options))).not.toContain(TEXT);
  });

  it('is in a snapshot, and opens with it', async () => {
    const page = polled({id: 3, type: 'audio:record', at: 2}, {id: 4, type: 'audio:dtmf', at: 3});
    const all = withNotes(
      observed(news(caller('a', '447700900001'), 'answered', 0), page),
      {to: 1, text: 'one'},
      {to: 3, id: 4, text: 'four'},
    );
    const snapshot = await snapshotOf(worldOf(all), {takenAt: 0, payload: payloadOf(all)});
    expect(snapshotSchema.safeParse(snapshot).error).toBeUndefined();
    const again = worldOf(await readSnapshot(JSON.stringify(snapshot)));
    expect(notesOf(again)).toEqual(['answered: one', 'audio:dtmf: four']);
    expect(notesOf(again)).toEqual(notesOf(worldOf(all)));
  });

  it.each([
    ['is:noted', ['busy']],
    ['note:mondays', ['busy']],
    ['Mondays', ['busy']],
    ['-is:noted status:busy', []],
    ['is:noted leg:L1', []],
  ])('is found by %s', (text, expected) => {
    const world = worldOf(noted);
    const call = world.conversations.get(CON);
    const {filter} = parseFilter(text);
    if (!call || !filter) throw new Error('nothing to look in');
    expect(call.rows.filter(rowFilter(world, call, filter)).map(row => nameOf(world.log, row))).toEqual(expected);
  });

  it('of somebody else’s recording is bounded, and printable in every form', async () => {
    const text = `\u001b]0;owned\u0007\u202e<script>alert(1)</script> =cmd|' /C calc'!A0\n| \`x\` ${'long '.repeat(10_000)}`;
    const hostile = withNotes(talked, {to: 1, text});
    const world = worldOf(hostile);
    expect(notesOf(world).join('').length).toBeLessThan(600);
    const options = {takenAt: 0, payload: payloadOf(hostile)};
    for (const {name} of saveFormats) {
      const saved = await savedText(name, world, options);
      expect(saved, name).not.toMatch(/[\u001b\u0007\u202e]/);
      if (name === 'html') expect(saved).not.toContain('<script>alert');
    }
    for (const format of ['text', 'ndjson'] as const)
      expect(linesFrom({format}).take(hostile).out.join('')).not.toMatch(/[\u001b\u0007\u202e\n]/);
  });
});
