import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Look} from '../../source/screen/look.js';
import {streamPane} from '../../source/screen/panes/stream.js';
import {chosenRow} from '../../source/store/select.js';
import {eventsViews, timeModes} from '../../source/store/view-state.js';
import {widthOf} from '../../source/text/printable.js';
import {agentCall} from '../helpers/agent-call.js';
import {busy, callee, caller, crowd, menu, news, observed, talked} from '../helpers/calls.js';
import {seedObservations} from '../helpers/seed.js';
import {frame, linesOf, modelOf, penFor, pressed} from './frame.js';

const plain: Look = {depth: 'none', ascii: false};
describe('The views of the events', () => {
  const calls = {seed: seedObservations(), busy, talked, menu, crowd, agentCall};
  it('fill every row exactly, whatever the names, the width, the time and the selection', () => {
    const hostile = ['漢字漢字漢字漢字漢字', 'Ann\x1b[2J\u202e', '😀😀😀😀', 'क्षमा é', '\ud800', ''].flatMap(
      (name, i) => {
        const leg = i === 0 ? caller('a', name) : callee('bcdefg'.charAt(i), name);
        return [
          news(leg, 'started', i),
          news(leg, i % 2 ? 'answered' : 'ringing', i + 2),
          news(leg, 'completed', i + 20),
        ];
      },
    );
    const models = [modelOf(observed(...hostile)), ...Object.values(calls).map(call => modelOf(call))];
    fc.assert(
      fc.property(
        fc.record({
          model: fc.constantFrom(...models),
          width: fc.integer({min: 58, max: 200}),
          height: fc.integer({min: 3, max: 40}),
          eventsAs: fc.constantFrom(...eventsViews),
          time: fc.constantFrom(...timeModes),
          first: fc.nat(9),
          ups: fc.nat(20),
          ascii: fc.boolean(),
        }),
        ({model, width, height, eventsAs, time, first, ups, ascii}) => {
          const view = {...model.view, columns: width + 2, rows: height + 6, time};
          const moved = pressed({...model, view}, ...new Array<string>(ups).fill('k'));
          const lanes = {first, event: chosenRow(moved)};
          const shown = {...moved, view: {...moved.view, eventsAs, lanes}};
          const lines = linesOf(streamPane.draw(shown, penFor(), {width, height}).rows, width, {...plain, ascii});
          expect(lines.length).toBeLessThanOrEqual(height);
          for (const row of lines) {
            expect(widthOf(row)).toBe(width);
            if (ascii) expect(row).toMatch(/^[\x20-\x7e]*$/);
          }
        },
      ),
      {numRuns: 300},
    );
  });
});

describe('The ladder', () => {
  const ladder = pressed(modelOf(talked), 'v');
  const rows = (model = ladder) => frame(model).slice(4, -4);

  it('selects the event that the list selects, and keeps it when the view changes', () => {
    const up = pressed(ladder, 'k', 'k', 'k');
    expect(rows(up).find(row => row.includes('▸ 09:'))).toContain('dtmf 5');
    expect(frame(up).at(-2)).toContain('audio:dtmf');
    expect(pressed(up, 'v', 'v', 'v').view).toMatchObject({eventsAs: 'list', event: up.view.event});
  });

  it('has the rows that pass the filter, and says what the others took', () => {
    const filtered = pressed(ladder, '/', ...'answered', 'Enter');
    expect(rows(filtered).filter(row => /answered|talk/.test(row))).toHaveLength(3);
    expect(rows(filtered).join('\n')).toContain('talk 7.5s');
    expect(frame(filtered)[1]).toContain('/answered');
  });

  it('counts on the talk that goes on', () => {
    const answered = pressed(modelOf(menu.slice(0, 6)), 'v');
    const later = {...answered, now: answered.now + 15_000};
    expect(rows(later).join('\n')).toContain('╪═══ talk 00:15 ═══╪');
    expect(frame(later)[3]).toContain('L1 ● 00:15');
  });

  it('scrolls the parties by h and l, one at a press, and says where the others are', () => {
    const crowded = pressed(modelOf(crowd), 'v');
    const heads = (model: typeof crowded) =>
      frame(model)[2]
        ?.trimEnd()
        .replace(/.*your app +/, '');
    expect(heads(crowded)).toBe('…00900002 …00900100│');
    expect(frame(crowded)[1]).toContain('h l ▸ lanes 3 of 8');
    const right = pressed(crowded, 'l', 'l');
    expect(heads(right)).toBe('…00900101 …00900102│');
    expect(frame(right)[1]).toContain('◂ h l ▸ lanes 3 of 8');
    expect(frame(right).join('\n')).toContain('◂── L8 ──');
    const end = pressed(crowded, ...'lllllllllll');
    expect(heads(end)).toContain('…00900105');
    expect(heads(pressed(end, 'h'))).toBe('…00900104 …00900105│');
    expect(pressed(end, ...'hhhhhhhh').view.lanes?.first).toBe(0);
  });

  it('leaves h and l to the panes in the other views, and Esc and q go back to the list', () => {
    expect(pressed(modelOf(crowd), 'l').view.focus).toBe('members');
    expect(pressed(modelOf(crowd), 'v', 'v', 'l').view.focus).toBe('members');
    expect(pressed(ladder, 'Esc').view.eventsAs).toBe('list');
    expect(pressed(ladder, 'q').view).toMatchObject({eventsAs: 'list', overlay: undefined});
    for (const key of ['Esc', 'q']) {
      expect(pressed(ladder, 'k', key).view).toMatchObject({eventsAs: 'ladder', event: undefined});
      expect(pressed(ladder, 'k', key, key).view.eventsAs).toBe('list');
    }
    expect(frame(ladder).at(-1)).toContain('q back');
    expect(frame(pressed(ladder, 'q')).at(-1)).toContain('q quit');
  });

  it('shows repeated and late deliveries, and a failing application', () => {
    const anna = caller('a', '447700900001');
    const late = observed(news(anna, 'ringing', 1), news(anna, 'started', 0), news(anna, 'ringing', 1), {
      ...news(anna, 'answered', 2),
      reply: {status: 500, ms: 3, body: ''},
    });
    const shown = rows(pressed(modelOf(late), 'v')).join('\n');
    expect(shown).toMatch(/\+0\.000⇅│─+ started/);
    expect(shown).toContain('POST ringing ×2');
    expect(shown).toMatch(/POST answered ─*▸│ 500 3ms/);
  });
});

describe('The media view', () => {
  const model = modelOf(agentCall, {columns: 100, rows: 30});
  const media = pressed(model, '2', 'j', 'v');

  it('is the next view of a WebSocket leg, and of calls that have one', () => {
    expect(media.view).toMatchObject({eventsAs: 'media', focus: 'events'});
    expect(pressed(model, 'v', 'v', 'v', 'v').view.eventsAs).toBe('media');
    expect(pressed(modelOf(talked), 'v', 'v', 'v', 'v').view.eventsAs).toBe('list');
    expect(pressed(media, 'q').view.eventsAs).toBe('list');
  });

  it('draws both sides over time, turns and interruptions at their moments, and says what was measured', () => {
    const lines = linesOf(streamPane.draw(media, penFor(), {width: 98, height: 19}).rows, 98).map(row => row.trimEnd());
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "        0s                2s                4s                6s                8s           10.0s
                       ▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃
                       ██████████████████
                       ██████████████████
       caller ▁▁▁▁▁▁▁▁▁██████████████████▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁

                                                ▅▅▅▅▅▅▅▅▅▅▅
                                                ███████████
       agent  ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁███████████
       turns                                    ◂840 ms          × c
       L2 · /agent · to http://127.0.0.1:5000 · open after 12 ms · rat… closed by the application, 4001
       in  ███████░░░  -18 dB  peak -3  50.0/s  jitter 1.6 ms  0 gaps  silent 30 %  500 frames
       out ███████░░░  -18 dB  peak -3  50.0/s  jitter 1.6 ms  0 gaps  silent 30 %  500 frames
       queue 0 ms ahead  most 4 s  broke off 0  cleared 2.3 s
       turns 1  median 840 ms  last 840 ms  interrupted once
       09:00:10.140 · closed by the application, 4001 enough \\e[2J
       09:00:07.440 → barge-in clear after 200 ms, silent after 220 ms
       09:00:07.041 → cleared
       09:00:07.040 ← clear"
    `);
  });

  describe('of WebSockets of which no leg is known', () => {
    /** Two of strangers, one after the other: who are they is known by where they asked, and when. */
    const strangers = ['/one', '/two'].flatMap((path, i) =>
      [
        {kind: 'open', path: `${path}?key=1`, ms: 5, to: 'http://127.0.0.1:5000'} as const,
        {
          kind: 'text',
          from: 'vonage',
          body: '{"event":"websocket:connected","content-type":"audio/l16;rate=16000"}',
        } as const,
      ].map((event, j) => ({
        ...{seq: i * 2 + j + 1, at: Date.UTC(2026, 10, 26, 9, 0, i * 2 + j), source: 'media' as const, socket: path},
        event,
      })),
    );
    const open = pressed(modelOf(strangers, {columns: 120, rows: 30}), 'v', 'v', 'v', 'v');
    const text = (model: typeof open) =>
      linesOf(streamPane.draw(model, penFor(), {width: 118, height: 19}).rows, 118).join('\n');

    it('says where each was asked for and since when it is open, and shows that of the chosen event', () => {
      expect(text(open)).toMatch(/ of no known leg · \/two\?key=1 · since 09:00:02\.000 · to http/);
      expect(text(pressed(modelOf(strangers, {columns: 120, rows: 30}), 'g', 'v', 'v', 'v', 'v'))).toMatch(
        / of no known leg · \/one\?key=1 · since 09:00:00\.000 · to http/,
      );
    });

    it('is called so in the list, the row of the chosen event and its detail', () => {
      const list = frame(modelOf(strangers, {columns: 160, rows: 30}));
      expect(list.join('\n')).toMatch(/websocket:connected {2}of \/one {2}audio\/l16/);
      expect(list.at(-2)).toMatch(/ websocket:connected {2}of \/two open since 09:00:02\.000 {2}seen by media/);
      const narrow = frame(modelOf(strangers, {columns: 80, rows: 24})).join('\n');
      expect(narrow).toMatch(/websocket:connected {2}of \/one /);
      const detail = frame(pressed(modelOf(strangers, {columns: 160, rows: 30}), 'Enter')).join('\n');
      expect(detail).toMatch(/socket {4}\/two open since 09:00:02\.000/);
    });
  });

  it('says why there is nothing to see', () => {
    const none = {...modelOf(talked), view: {...modelOf(talked).view, eventsAs: 'media' as const}};
    expect(linesOf(streamPane.draw(none, penFor(), {width: 120, height: 5}).rows, 120).join(' ')).toContain(
      '--forward-socket',
    );
  });

  it('shows the levels of this moment in the row of the leg, until the socket closes', () => {
    const meter = {queueAhead: 1200, vonage: -12, application: -40, vonageSpeaks: true, applicationSpeaks: false};
    const vitals = {memory: 1, ceiling: 2, meters: {S: meter}};
    const open = {...modelOf(agentCall.slice(0, 12), {columns: 100, rows: 30}), vitals};
    expect(frame(open).find(row => row.includes('L2 out'))).toContain('▇▃ ws');
    expect(frame({...model, vitals}).find(row => row.includes('L2 out'))).toContain('L2 out ws wss');
  });
});
