import {describe, expect, it} from 'vitest';
import type {Model} from '../../source/store/model.js';
import {press} from '../../source/store/press.js';
import {sinceText} from '../../source/store/since-text.js';
import {offerOf} from '../../source/store/typing/palette-line.js';
import {talked} from '../helpers/calls.js';
import {keysIn} from '../helpers/session.js';
import {frame, modelOf, pressed} from '../screen/frame.js';

const now = new Date(2026, 10, 26, 12).getTime();
const HOUR = 3_600_000;

/** A screen that looks at a bus, as it has come since ten o'clock. */
const bus = (more: Partial<Model> = {}): Model => ({
  ...modelOf(talked, {columns: 80, rows: 24}),
  mode: 'attached',
  attachedTo: 'nats://bus.example.com:4222',
  bus: 'qa',
  follows: true,
  file: undefined,
  isComplete: undefined,
  now,
  since: now - 2 * HOUR,
  can: {simulate: false, snapshot: true, scenarios: [], anew: true},
  ...more,
});

/** What comes of a command. */
function entered(model: Model, line: string) {
  const typed = pressed(model, ':', ...keysIn(line.replaceAll(' ', ' Space ')));
  const {view, effect} = press(typed, 'Enter');
  return {effect, said: view?.message?.text};
}

describe(':since', () => {
  it.each([
    ['since 6h', now - 6 * HOUR],
    ['since 2026-11-25T09:00', new Date(2026, 10, 25, 9).getTime()],
    ['since all', undefined],
    ['since ALL', undefined],
  ])('has the bus read again: %s', (line, since) => {
    expect(entered(bus(), line).effect).toEqual({type: 'read-anew', since});
  });

  it.each([
    ['since yesterday', 'yesterday is no time to read from: give an age with its unit, such as 2h or 7d, or a time'],
    ['since 6', '6 is no time to read from'],
    ['since 2026-11-27T09:00', '2026-11-27T09:00 is still to come'],
    ['since ', 'Shown is what came from 10:00 on. Put behind it from when on it is to be read: :since 6h'],
  ])('says what it takes: %s', (line, text) => {
    const {effect, said} = entered(bus(), line);
    expect([effect, said]).toEqual([undefined, expect.stringContaining(text)]);
  });

  it('says that all is read already', () => {
    expect(entered(bus({since: undefined}), 'since ').said).toMatch(/^All is read that the stream still had\./);
  });

  it('offers times, and says which those are', () => {
    const offered = (text: string) => offerOf(bus(), text).entries.map(({name, label}) => `${name}: ${label}`);
    expect(offered('since ').slice(1)).toEqual([
      'since 2h: from 10:00 on',
      'since 6h: from 06:00 on',
      'since 24h: from 2026-11-25 12:00 on',
      'since 7d: from 2026-11-19 12:00 on',
      'since all: all that the stream still has',
    ]);
    expect(offered('since 2').slice(1)).toEqual(['since 2h: from 10:00 on', 'since 24h: from 2026-11-25 12:00 on']);
  });

  const can = {simulate: false, snapshot: true, scenarios: []};
  it.each<[string, Partial<Model>, string]>([
    [
      'at a monitor elsewhere',
      {bus: undefined, attachedTo: '127.0.0.1:4600', can},
      'What the monitor at 127.0.0.1:4600 has recorded is here from its beginning on.',
    ],
    ['in a monitor', {mode: 'live', attachedTo: undefined, can}, 'convo-monitor open shows what others recorded'],
    ['in a demo', {mode: 'demo', attachedTo: undefined, can}, 'This monitor shows what it has seen since it started'],
    ['in a recording', {mode: 'replay', attachedTo: undefined, can}, 'A recording is here from its first observation'],
    ['where something else forbids it', {can: {...can, anew: '--record keeps it.'}}, '--record keeps it.'],
  ])('says why it is not there %s', (_, more, text) => {
    for (const line of ['since', 'since 6h', 'since all'])
      expect(entered(bus(more), line)).toMatchObject({effect: undefined, said: expect.stringContaining(text)});
  });

  it('is named where somebody looks for what was before', () => {
    expect(frame(bus())[1]).toMatch(/^┌─ 1 Calls · 0 live · 1 total · since 10:00, :since for more ─/);
    expect(frame(pressed(bus(), '5')).join('\n')).toContain('since      10:00; :since 6h goes further back');
    const wide = bus();
    expect(frame({...wide, view: {...wide.view, columns: 160, rows: 48}})[0]).toContain(
      'following · since 10:00, :since for more',
    );
    const before = {...modelOf([], {columns: 80, rows: 24})};
    expect(frame(bus({world: before.world, latest: before.latest})).join(' ')).toContain(':since 6h goes further back');
    for (const model of [bus({since: undefined}), bus({can}), bus({mode: 'replay', since: undefined})])
      expect(frame(model).join('\n')).not.toContain(':since');
  });
});

describe('a bus that is read again', () => {
  const reading = {done: 12_000, of: 48_000, unit: 'messages', forMs: 900, leftMs: 3000} as const;
  const anew = {since: now - 30 * HOUR, reading};

  it('says how far that is, also while the display stands still', () => {
    const far = ' Reading since 2026-11-25 06:00 25 % of 48,000 messages · 3 s left   Esc leaves';
    expect(frame(bus({anew})).at(-3)).toBe(far);
    expect(frame(pressed(bus({anew}), 'p')).at(-3)).toBe(far);
    const {view, ...wide} = bus({anew});
    expect(frame({...wide, view: {...view, columns: 160, rows: 48}}).at(-3)).toContain(
      `06:00 ${'█'.repeat(10)}${'░'.repeat(30)} 25 % of 48,000 messages`,
    );
    expect(frame(bus({anew: {}})).at(-3)).toMatch(/^ Reading all … +Esc leaves$/);
    expect(frame(bus()).at(-3)).not.toContain('Reading');
  });

  it('is left by Esc, which first closes what lies over the panes', () => {
    expect(press(bus({anew}), 'Esc').effect).toEqual({type: 'leave-anew'});
    expect(press(pressed(bus({anew}), '?'), 'Esc').effect).toBeUndefined();
    expect(press(bus({anew}), 'q').effect).toEqual({type: 'quit'});
    // The first reading is left by quitting: nobody quits who has only had enough of the second one.
    expect(press(bus({anew, reading}), 'Esc').effect).toEqual({type: 'leave-anew'});
    expect(press(bus(), 'Esc').effect).toBeUndefined();
  });
});

describe('from when on a bus is read, in words', () => {
  it.each([
    [now - 60_000, '11:59'],
    [now - 12 * HOUR, '00:00'],
    [now - 12 * HOUR - 1, '2026-11-25 23:59'],
    [now + 13 * HOUR, '2026-11-27 01:00'],
    [new Date(2026, 0, 2, 3, 4).getTime(), '2026-01-02 03:04'],
  ])('%i', (at, text) => {
    expect(sinceText(at, now)).toBe(text);
  });
});
