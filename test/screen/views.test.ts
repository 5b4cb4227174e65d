import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Look} from '../../source/screen/look.js';
import {streamPane} from '../../source/screen/panes/stream.js';
import {chosenRow} from '../../source/store/select.js';
import {eventsViews, timeModes} from '../../source/store/view-state.js';
import {widthOf} from '../../source/text/printable.js';
import {busy, callee, caller, crowd, menu, news, observed, talked} from '../helpers/calls.js';
import {seedObservations} from '../helpers/seed.js';
import {frame, linesOf, modelOf, penFor, pressed} from './frame.js';

const plain: Look = {depth: 'none', ascii: false};
describe('The views of the events', () => {
  const calls = {seed: seedObservations(), busy, talked, menu, crowd};
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
          const lines = linesOf(streamPane(shown, penFor(), {width, height}).rows, width, {...plain, ascii});
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
