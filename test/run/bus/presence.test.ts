import * as fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Beat} from '../../../source/bus/beat.js';
import {createPresence} from '../../../source/run/bus/presence.js';

const noon = 1_800_000_000_000;
const idOf = (n: number): string => n.toString(16).padStart(32, '0');

/** Somebody who listens to listeners, and what time it is there. */
function ear(options?: Parameters<typeof createPresence>[1]) {
  let now = noon;
  const presence = createPresence(() => now, options);
  presence.listens(true);
  return {
    ...presence,
    /** What comes `late` ms after it was said by a clock that is so far ahead, ms. */
    hears(listener: string, more: Partial<Beat> = {}, {ahead = 0, late = 0} = {}) {
      const at = now - late + ahead;
      const names = {team: 'qa', application: '_', listener};
      presence.heard({...names, recording: idOf(1), at, behindMs: 0, version: '1.0.0', isOver: false, ...more});
    },
    passes(ms: number) {
      now += ms;
    },
    states: () => presence.look().all.map(({name, state}) => `${name} ${state}`),
  };
}

describe('who is there of the listeners of a bus', () => {
  it('is whoever says so; nobody knows of one that says nothing for a minute', () => {
    const {hears, passes, states} = ear();
    hears('lab');
    hears('laptop');
    passes(59_000);
    hears('laptop');
    expect(states()).toEqual(['lab here', 'laptop here']);
    passes(2000);
    expect(states()).toEqual(['lab silent', 'laptop here']);
    hears('lab');
    expect(states()).toEqual(['lab here', 'laptop here']);
  });

  it('is nobody that has said that it ends, and one of a name as long as one of its monitors is', () => {
    const {hears, passes, states} = ear();
    hears('lab');
    hears('lab', {recording: idOf(2)});
    hears('lab', {isOver: true});
    expect(states()).toEqual(['lab here']);
    hears('lab', {recording: idOf(2), isOver: true});
    expect(states()).toEqual(['lab over']);
    passes(120_000);
    expect(states()).toEqual(['lab over']);
    hears('lab', {recording: idOf(3)});
    passes(61_000);
    expect(states()).toEqual(['lab silent']);
  });

  it('is not doubted while, and for a minute after, nobody could be heard here', () => {
    const {hears, listens, passes, states} = ear();
    hears('lab');
    listens(false);
    passes(300_000);
    expect(states()).toEqual(['lab here']);
    listens(true);
    passes(59_000);
    expect(states()).toEqual(['lab here']);
    passes(2000);
    expect(states()).toEqual(['lab silent']);
  });

  it('is whoever publishes, too, where it is too old to say so; not who only did before', () => {
    const {hears, published, passes, states} = ear();
    published(['lab', 'old', 'ci'], false);
    published(['old'], true);
    hears('lab');
    expect(states()).toEqual(['ci unheard', 'lab here', 'old here']);
    passes(50_000);
    published(['old'], true);
    hears('lab');
    passes(11_000);
    expect(states()).toEqual(['ci silent', 'lab here', 'old here']);
    passes(60_000);
    expect(states()).toEqual(['ci silent', 'lab silent', 'old silent']);
  });

  it('is doubted of nobody where it may not be heard', () => {
    const {published, deaf, passes, states, look} = ear();
    published(['ci'], false);
    published(['lab'], true);
    deaf();
    passes(120_000);
    expect(states()).toEqual(['ci unheard', 'lab here']);
    expect(look().isDeaf).toBe(true);
  });

  it('has a clock by the word that was under way for the shortest time, once there are several', () => {
    const {hears, look} = ear();
    const clock = () => look().all.map(({clockMs}) => clockMs);
    hears('lab', {}, {ahead: 3200, late: 9000});
    hears('lab', {}, {ahead: 3200, late: 40});
    expect(clock()).toEqual([undefined]);
    hears('lab', {}, {ahead: 3200, late: 700});
    expect(clock()).toEqual([3160]);
    // Set right: as soon as what was said before is no longer looked at.
    for (let i = 0; i < 12; i += 1) hears('lab', {}, {late: 5});
    expect(clock()).toEqual([-5]);
  });

  it('judges a clock never wrong by more than the shortest time that a word was under way', () => {
    const lates = fc.array(fc.integer({min: 0, max: 60_000}), {minLength: 3, maxLength: 12});
    fc.assert(
      fc.property(lates, fc.integer({min: -1e7, max: 1e7}), (all, ahead) => {
        const {hears, look} = ear();
        for (const late of all) hears('lab', {}, {ahead, late});
        const shortest = all.toSorted((a, b) => a - b)[0] ?? 0;
        expect(look().all[0]?.clockMs).toBe(ahead - shortest);
      }),
    );
  });

  it('says the newest of what one says, and remembers no more than a thousand', () => {
    const {hears, passes, look} = ear({nameOf: ({team, listener}) => `${team}/${listener}`, enough: 1});
    hears('lab', {behindMs: 5000});
    passes(1);
    hears('lab', {behindMs: 20, version: '1.1.0', recording: idOf(2)});
    expect(look()).toEqual({
      all: [{name: 'qa/lab', state: 'here', heardAt: noon + 1, behindMs: 20, version: '1.1.0', clockMs: 0}],
      strange: 0,
      isDeaf: false,
    });
    for (let n = 0; n < 1000; n += 1) hears(`other-${n}`);
    expect(look().all).toHaveLength(1000);
    expect(look().all.some(({name}) => name === 'qa/lab')).toBe(false);
  });
});
