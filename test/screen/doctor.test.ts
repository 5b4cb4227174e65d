import {describe, expect, it} from 'vitest';
import type {Checkup} from '../../source/call/checkup.js';
import {press} from '../../source/store/press.js';
import {frame, modelOf, pressed} from './frame.js';

const checkup: Checkup = {
  at: 0,
  ms: 1234,
  hops: [
    {id: 'key', title: 'key', verdict: 'ok', seen: 'it can be read'},
    {
      ...{id: 'number', title: 'number', verdict: 'broken', seen: 'none is linked, not even 447700900123'},
      ...{asked: 'GET https://rest.nexmo.com/account/numbers', ms: 80, advice: 'Link one\u001b[2J.'},
    },
    {id: 'rtc-url', title: 'RTC event URL', verdict: 'unused', seen: 'it has none'},
  ],
};
const size = {columns: 80, rows: 24};
const live = {
  ...modelOf([], size),
  mode: 'live' as const,
  can: {simulate: false, snapshot: true, examine: true, scenarios: []},
};

describe('H', () => {
  it('has every hop checked, and says that it is under way', () => {
    const change = press(live, 'H');
    expect(change.effect).toEqual({type: 'examine'});
    expect(frame(pressed(live, 'H')).join('\n')).toMatch(/┌▸ Doctor ─[\s\S]*Every hop on the way of a call is checked/);
  });

  it('opens what is under way, and begins nothing anew', () => {
    const {effect, view} = press(pressed(live, 'H', 'Esc'), 'H');
    expect([effect, view?.overlay]).toEqual([undefined, 'doctor']);
  });

  it('checks again where a checkup is shown', () => {
    const shown = {...live, view: {...live.view, overlay: 'doctor' as const, checkup}};
    expect(press(shown, 'H')).toMatchObject({effect: {type: 'examine'}, view: {checkup: 'running'}});
  });

  it('says why not where no calls come to this program', () => {
    const {view, effect} = press(modelOf([], size), 'H');
    expect([effect, view?.overlay]).toEqual([undefined, undefined]);
    expect(view?.message?.text).toContain('convo-monitor doctor checks the hops');
  });
});

describe('a checkup on the screen', () => {
  const rows = (view: object = {}) =>
    frame({...live, view: {...live.view, overlay: 'doctor', checkup, ...view}})
      .map(row => row.replace(/^│|│$/g, '').trimEnd())
      .slice(2, 12);

  it('says what to do first, then a hop a line with its advice', () => {
    expect(rows()).toEqual([
      ' First: number. Link one\\e[2J.',
      '',
      ' ✓ key            it can be read',
      ' ✗ number         none is linked, not even 447700900123',
      '                  GET https://rest.nexmo.com/account/numbers, 80ms',
      '                  → Link one\\e[2J.',
      ' – RTC event URL  it has none',
      ...['', '', ''],
    ]);
  });

  it('hides numbers where they are hidden', () => {
    expect(rows({masking: 'on'}).join('\n')).toContain('not even 44••••••0123');
  });
});
