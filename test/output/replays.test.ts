import {describe, expect, it} from 'vitest';
import type {Observation, Resent} from '../../source/call/observation.js';
import {lineSchema} from '../../source/output/lines-schema.js';
import {savedText} from '../../source/output/saved-text.js';
import {snapshotOf} from '../../source/output/snapshot.js';
import {snapshotSchema} from '../../source/output/snapshot-schema.js';
import {emptyWorld} from '../../source/world/world.js';
import {talked} from '../helpers/calls.js';
import {fold} from '../helpers/fold.js';
import {linesFrom} from '../helpers/lines.js';

/** The answer webhook was sent to the application again, which said something else by then. */
const asked = talked.find(each => each.source === 'answer')?.seq ?? 0;
const resent: Resent = {
  to: asked,
  ms: 12,
  status: 200,
  raw: {
    status: 200,
    headers: {'content-type': 'application/json'},
    body: '[{"action":"talk","text":"Call 447700900123"}]',
  },
  outcome: 'different',
  differences: [
    {what: 'NCCO', place: 'action 1 (talk) /text', kind: 'changed', before: 'Hi', now: 'Call 447700900123'},
  ],
};
const last = talked.at(-1);
const replayed: Observation = {
  ...{seq: talked.length + 1, at: last?.at ?? 0},
  ...{source: 'control', action: 'resend', resent},
};
const all = [...talked, replayed];
const payload = async (seq: number) => all.find(each => each.seq === seq);

describe('a webhook that was sent to the application again', () => {
  it('has a line of its own', () => {
    const lines = linesFrom({format: 'text'});
    lines.take(talked);
    expect(lines.take([replayed]).out).toEqual([
      expect.stringMatching(/ CON-1111 .* replay {4}answer sent to the application again: 200 in 12ms, different$/),
    ]);
  });

  it('has a line for programs, by the schema of lines', () => {
    const lines = linesFrom({format: 'ndjson'});
    lines.take(talked);
    const [line = ''] = lines.take([replayed]).out;
    expect(lineSchema.parse(JSON.parse(line))).toMatchObject({
      kind: 'replay',
      type: 'answer',
      status: 200,
      outcome: 'different',
      differences: resent.differences,
    });
  });

  it('is marked in a snapshot, and in nothing else of it', async () => {
    const options = {takenAt: 0, payload};
    const before = await snapshotOf(fold(emptyWorld(), talked), options);
    const after = await snapshotOf(fold(emptyWorld(), all), options);
    expect(snapshotSchema.parse(after)).toEqual(after);
    const marked = after.conversations[0]?.events.filter(({replays}) => replays !== undefined);
    expect(marked).toMatchObject([{type: 'answer', replays: [{status: 200, outcome: 'different', edited: false}]}]);
    for (const {events} of after.conversations) for (const event of events) delete event.replays;
    expect(after).toEqual(before);
  });

  it('is marked in a page, where numbers are hidden when that is asked for', async () => {
    const world = fold(emptyWorld(), all);
    const page = await savedText('html', world, {takenAt: 0, payload, ascii: false});
    expect(page).toMatch(/replay[\s\S]{0,200}200 when it was sent again \(replay\)/);
    const {conversations} = await snapshotOf(world, {takenAt: 0, payload, mask: true});
    expect(JSON.stringify(conversations)).toContain('Call 44••••••0123');
    expect(JSON.stringify(conversations)).not.toContain('447700900123');
  });
});
