import * as fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type Beat, beatIn, beatMessage, beatSubjects} from '../../source/bus/beat.js';
import {placeIn} from '../../source/bus/subject.js';

const beat: Beat = {
  team: 'qa',
  application: '_',
  listener: 'lab',
  recording: 'b'.repeat(32),
  at: 1_800_000_000_000,
  behindMs: 0,
  version: '0.1.0',
  isOver: false,
};

const bytes = (text: string): Uint8Array => Buffer.from(text);
const sent = (said: Beat) => {
  const {subject, body} = beatMessage(said);
  return {subject, body: bytes(body)};
};

describe('what a listener says of itself', () => {
  it('is read as it was sent, and stands where no stream takes it', () => {
    for (const said of [beat, {...beat, isOver: true}, {...beat, behindMs: 12_345.6, application: 'app'}]) {
      expect(beatIn(sent(said))).toEqual(said);
      expect(placeIn(sent(said).subject)).toBeUndefined();
    }
    expect(beatMessage(beat).subject).toBe('convo-here.qa._.lab');
    expect(beatSubjects({team: 'qa'})).toBe('convo-here.qa.*.*');
  });

  const said = JSON.parse(beatMessage(beat).body);
  it.each<[string, string, object | string]>([
    ['has a subject', 'convo-here.qa._', said],
    ['has a subject', 'convo-here.qa._.lab.more', said],
    ['has a subject', 'convo-here.qa._.l\x1bb', said],
    ['is not convo-monitor/here@1', 'convo-here.qa._.lab', 'x'],
    ['is not convo-monitor/here@1', 'convo-here.qa._.lab', {...said, schema: 'convo-monitor/here@2'}],
    ['is not convo-monitor/here@1', 'convo-here.qa._.lab', {...said, recording: 'b'}],
    ['is not convo-monitor/here@1', 'convo-here.qa._.lab', {...said, at: -1}],
    ['is not convo-monitor/here@1', 'convo-here.qa._.lab', {...said, at: 'now'}],
    ['is not convo-monitor/here@1', 'convo-here.qa._.lab', {...said, behindMs: null}],
    ['is not convo-monitor/here@1', 'convo-here.qa._.lab', {...said, version: 'v'.repeat(65)}],
    ['are read at most', 'convo-here.qa._.lab', {...said, more: 'm'.repeat(2048)}],
  ])('is none where it %s: %s', (why, subject, body) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    expect(beatIn({subject, body: bytes(text)})).toContain(why);
  });

  it('is read whoever sent it, and whatever that is', () => {
    fc.assert(
      fc.property(fc.string(), fc.oneof(fc.uint8Array({maxLength: 4000}), fc.json().map(bytes)), (subject, body) => {
        expect(typeof beatIn({subject, body})).toBe('string');
        const read = beatIn({subject: 'convo-here.qa._.lab', body});
        expect(typeof read === 'string' || Number.isSafeInteger(read.at)).toBe(true);
      }),
    );
  });
});
