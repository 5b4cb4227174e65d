import {describe, expect, it} from 'vitest';
import type {Draft} from '../../source/call/observation.js';
import {keysInForce} from '../../source/store/commands/choose-keys.js';
import {busy} from '../helpers/calls.js';
import {observe} from '../helpers/seed.js';
import {keysIn} from '../helpers/session.js';
import {frame, modelOf, pressed} from './frame.js';

const start: Draft = {source: 'control', action: 'start', setup: {version: '1.0.0', url: 'http://127.0.0.1:3000'}};
const keys = keysInForce(
  new Map<string, string[]>([
    ['help', ['F2']],
    ['quit', ['w']],
    ['pane-session', []],
    ['simulate', ['z']],
    ['pause', ['x']],
    ['acknowledge', ['b']],
    ['pane-problems', ['F6']],
    ['clear', ['B']],
  ]),
);
const shown = (model: ReturnType<typeof modelOf>, sentence = '') =>
  frame(pressed({...model, keys}, ...keysIn(sentence))).join('\n');

describe('keys of ones own, in what the screen says', () => {
  it('before the first call', () => {
    const first = shown({
      ...modelOf(observe([start])),
      mode: 'demo',
      can: {simulate: true, snapshot: true, scenarios: []},
    });
    expect(first).toContain('Press z to place a simulated call now.');
    expect(first).toContain('F2 help   :pane-session session   w quit');
  });

  it('in the row of judgement, in the title of the problems and where all is cleared', () => {
    const narrow = modelOf(busy, {columns: 80, rows: 24});
    expect(shown(narrow)).toMatch(/… press F6$/m);
    expect(shown(narrow, 'x')).toMatch(/x goes on$/m);
    expect(shown(narrow, 'F6')).toContain('· b ack');
    expect(shown(narrow, 'B y')).toContain('B or Esc shows all again.');
  });
});
