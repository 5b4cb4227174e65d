import {describe, expect, it} from 'vitest';
import type {Beat} from '../../../source/bus/beat.js';
import {createPresence} from '../../../source/run/bus/presence.js';
import {createSilence} from '../../../source/run/bus/silence.js';

const noon = 1_800_000_000_000;

/** Somebody who reads lines at a bus, and what time it is there. */
function atBus() {
  let now = noon;
  const presence = createPresence(() => now);
  presence.listens(true);
  const notices = createSilence(presence.look, () => now);
  return {
    presence,
    says(listener: string, more: Partial<Beat> = {}) {
      const names = {team: 'qa', application: '_', listener, recording: 'a'.repeat(32)};
      presence.heard({...names, at: now, behindMs: 0, version: '1.0.0', isOver: false, ...more});
    },
    passes(ms: number) {
      now += ms;
    },
    lines: () => notices().map(({state, code, text}) => `${state} ${code} ${text}`),
  };
}

const gone = (name: string, time: string) =>
  `failing listener-silent The listener ${name} has been silent for ${time}: look whether its monitor still runs, and reaches the bus.`;
const heard = (name: string) => `ok listener-heard The listener ${name} is heard again.`;

describe('the silence of a listener', () => {
  it('is said once, and so is its end; then the next', () => {
    const {says, passes, lines} = atBus();
    says('lab');
    says('laptop');
    passes(60_000);
    says('laptop');
    expect(lines()).toEqual([]);
    passes(1000);
    expect(lines()).toEqual([gone('lab', '1 min 1 s')]);
    passes(30_000);
    expect(lines()).toEqual([]);
    says('lab');
    expect(lines()).toEqual([heard('lab')]);
    expect(lines()).toEqual([]);
    passes(61_000);
    expect(lines()).toEqual([gone('lab', '1 min 1 s'), gone('laptop', '1 min 32 s')]);
  });

  it('is none where the bus was away: who was silent before is heard again only when it says something', () => {
    const {presence, says, passes, lines} = atBus();
    says('lab');
    says('laptop');
    passes(61_000);
    says('laptop');
    expect(lines()).toEqual([gone('lab', '1 min 1 s')]);
    presence.listens(false);
    passes(600_000);
    expect(lines()).toEqual([]);
    presence.listens(true);
    expect(lines()).toEqual([]);
    says('laptop');
    passes(50_000);
    expect(lines()).toEqual([]);
    passes(12_000);
    expect(lines()).toEqual([gone('laptop', '1 min 2 s')]);
    says('lab');
    expect(lines()).toEqual([heard('lab')]);
  });

  it('is none of a listener that has ended, nor of one that never said that it is there', () => {
    const {presence, says, passes, lines} = atBus();
    says('lab', {isOver: true});
    presence.published(['old'], true);
    presence.published(['older'], false);
    passes(61_000);
    expect(lines()).toEqual([]);
    says('ci');
    passes(61_000);
    expect(lines()).toEqual([gone('ci', '1 min 1 s')]);
    says('ci', {isOver: true});
    expect(lines()).toEqual(['ok listener-heard The listener ci is heard again: it has ended.']);
  });

  it('is not said a thousand times where all are cut off together', () => {
    const {says, passes, lines} = atBus();
    const all = Array.from({length: 300}, (_, i) => i);
    for (const i of all) says(`lab-${i}`, {recording: i.toString(16).padStart(32, '0')});
    passes(61_000);
    expect(lines()).toHaveLength(6);
    for (const i of all) says(`lab-${i}`, {recording: i.toString(16).padStart(32, '0')});
    expect(lines().at(-1)).toBe('ok listener-heard Heard again, too: 295 listeners more.');
    passes(61_000);
    expect(lines().at(-1)).toBe('failing listener-silent Silent, too: 295 listeners more.');
  });
});
