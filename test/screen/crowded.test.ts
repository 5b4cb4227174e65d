import {describe, expect, it} from 'vitest';
import {runningShort} from '../../source/output/format.js';
import {busy, callee, crowd, menu, news, observed} from '../helpers/calls.js';
import {observe, rtcDraft, seedObservations} from '../helpers/seed.js';
import {frame, modelOf, pressed} from './frame.js';

const small = {columns: 60, rows: 15};
const three = observed(
  ...[1, 2, 3].map(i =>
    news(callee('a', `33123450${i}`), 'answered', i, {
      conversation_uuid: `CON-${i}0000000-0000-4000-8000-000000000000`,
      uuid: `${i}0000000-0000-4000-8000-000000000000`,
    }),
  ),
);

describe('A call in the list', () => {
  it('has its whole time in every layout, also an hour of it', () => {
    const long = (columns: number) => {
      const model = modelOf(busy.slice(0, 6), {columns, rows: 30});
      return frame({...model, now: model.now + 3_723_000, mode: 'live', isComplete: undefined}).join('\n');
    };
    for (const columns of [60, 80, 99, 100, 103, 104, 120, 139, 140, 160]) expect(long(columns)).toContain(' 1h02m ');
  });

  it('tells hours in five cells', () => {
    const times = [0, 59, 3599, 3600, 3723, 35_999, 36_000, 93_720].map(s => runningShort(s * 1000));
    expect(times).toEqual(['00:00', '00:59', '59:59', '1h00m', '1h02m', '9h59m', '10h00', '26h02']);
  });

  it('has the called number in the smallest terminal, a row each, and the events keep theirs', () => {
    const rows = frame(modelOf(three, {...small, focus: 'calls'}));
    expect(rows.filter(row => /│.*→ 33123450\d/.test(row))).toHaveLength(2);
    expect(rows.findIndex(row => row.includes(' answered  '))).toBeGreaterThan(0);
    expect(rows.slice(rows.findIndex(row => row.includes('3 Events')))[1]).toMatch(/^│.*L3 {2}● answered/);
  });

  it('loses the cost before the caller’s number', () => {
    const row = (columns: number) => frame(modelOf(busy, {columns, rows: 24}))[2];
    expect(row(72)).toContain('447700900001 → 447700900000');
    expect(row(68)).toContain(' → 447700900000');
    expect(row(68)).not.toContain('447700900001');
  });
});

describe('The title of a pane', () => {
  it('keeps the filter that hides calls, whatever else there is no room for', () => {
    for (const columns of [60, 80, 100, 120, 139, 140, 160]) {
      const model = pressed(modelOf(three, {columns, rows: 30, focus: 'calls'}), '/', ...'33123450', 'Enter');
      expect(frame(model)[1]).toContain('/33123450 · 3 shown');
    }
    const long = pressed(modelOf(three, {columns: 100, rows: 30, focus: 'calls'}), '/', ...'status:answered', 'Enter');
    expect(frame(long)[1]?.slice(0, 42)).toMatch(/^┌[─▸] 1 Calls ─+ \/status:answered · 3 shown ─┐$/);
  });

  it('ends in its border where there is no room for all', () => {
    const [, title] = frame(modelOf(seedObservations(), {columns: 100, rows: 30}));
    expect(title?.slice(0, 42)).toMatch(/^┌─ 1 Calls · 0 live · 1 total ─ start ▴ ─┐$/);
  });
});

describe('Where not all who take part can be seen', () => {
  const pane = (rows: readonly string[]) => {
    const top = rows.findIndex(row => /^┌─ [24] Legs/.test(row));
    return rows.slice(top, rows.indexOf('└', top) + 1 || undefined).slice(0, 8);
  };

  it('the members go first: two legs have the two rows of the smallest terminal', () => {
    const rows = pane(frame(modelOf(seedObservations(), small)));
    expect(rows[0]).toContain('Legs 2 · members 2');
    expect(rows.slice(1, 3).map(row => row.slice(3, 9))).toEqual(['L1 in ', 'L2 out']);
  });

  it('the lane of the NCCO keeps its row, whichever leg is chosen', () => {
    const model = modelOf(crowd, {columns: 80, rows: 24});
    for (const keys of [[], ['2', 'G'], ['2', 'G', '+']]) {
      expect(frame(pressed(model, ...keys)).join('\n')).toMatch(/NCCO {3}▸ 1\/1 conversation weekly +conversation─*/);
    }
    expect(frame(pressed(model, '2', 'G')).join('\n')).toContain('▸ L8');
  });

  it('a menu has its lane above its only member', () => {
    const joined = rtcDraft({
      type: 'member:joined',
      conversation_id: 'CON-11111111-0000-4000-8000-000000000000',
      timestamp: '2026-11-20T09:00:00.500Z',
      body: {channel: {id: 'aaaaaaaa-0000-4000-8000-000000000000', type: 'phone'}},
      from: 'MEM-1',
    });
    const rows = frame(modelOf([...menu.slice(0, 8), ...observe([joined]).map(each => ({...each, seq: 99}))]));
    const at = rows.findIndex(row => row.includes('NCCO '));
    expect(rows[at]).toMatch(/[▸✓] \d\/5 .+ t+·i+/);
    expect(rows[at + 1]).toContain(' M1 ');
  });

  it('no audio flows to who has left', () => {
    const told = (type: string, at: number, body: object) =>
      rtcDraft({
        type,
        conversation_id: 'CON-11111111-0000-4000-8000-000000000000',
        timestamp: `2026-11-20T09:00:0${at}.000Z`,
        from: 'MEM-1',
        body,
      });
    const drafts = [told('member:joined', 1, {media: {audio: true}}), told('member:left', 2, {})];
    const audio = (until: number) => {
      const seen = observe(drafts.slice(0, until)).map((each, i) => ({...each, seq: 90 + i}));
      return frame(modelOf([...busy, ...seen], {columns: 120, rows: 30})).find(row => row.includes(' M1 '));
    };
    expect(audio(1)).toMatch(/JOINED +♪ on/);
    expect(audio(2)).toMatch(/LEFT +– /);
  });

  it('a state has room for its longest word', () => {
    const rows = frame(
      modelOf(observed(news(callee('a', '331'), 'started', 0), news(callee('a', '331'), 'unanswered', 9))),
    );
    expect(rows[5]).toContain('⧖ unanswered ');
  });
});
