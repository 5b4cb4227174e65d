import {describe, expect, it} from 'vitest';
import {isApart, listenersText, listenerText} from '../../source/store/listeners-text.js';
import type {ListenerVitals} from '../../source/store/vitals.js';

const now = 1_800_000_000_000;
const lab: ListenerVitals = {name: 'lab', state: 'here', heardAt: now - 4000, behindMs: 3, version: '1.0.0'};
const heard = {strange: 0, isDeaf: false};

describe('how a listener is, in a few words', () => {
  it.each<[string, Partial<ListenerVitals>]>([
    ['here', {}],
    ['here', {clockMs: 2000}],
    ['here', {behindMs: 1999}],
    ['12 s late', {behindMs: 12_345}],
    ['its clock is 3.2 s ahead of this machine’s', {clockMs: 3210}],
    ['its clock is 1 h 0 min behind this machine’s', {clockMs: -3_600_000}],
    ['12 s late, its clock is 3.2 s ahead of this machine’s', {behindMs: 12_345, clockMs: 3210}],
    ['? silent for 1 min 15 s', {state: 'silent', heardAt: now - 75_300, behindMs: 12_345}],
    ['? not heard', {state: 'silent', heardAt: undefined}],
    ['not heard yet', {state: 'unheard', heardAt: undefined}],
    ['ended', {state: 'over'}],
  ])('%s', (text, more) => {
    expect(listenerText({...lab, ...more}, now)).toBe(text);
    expect(isApart({...lab, ...more})).toBe(text.includes('clock'));
  });
});

describe('which listeners there are', () => {
  const silent: ListenerVitals = {...lab, name: 'laptop', state: 'silent', heardAt: now - 75_300};
  it('names those first of which there is something, and not all of many', () => {
    expect(listenersText({...heard, all: []}, now)).toBeUndefined();
    expect(listenersText({...heard, all: [lab, silent], strange: 2}, now)).toBe(
      'laptop (? silent for 1 min 15 s), lab, 2 messages of none',
    );
    const many = Array.from({length: 40}, (_, i) => ({...lab, name: `lab-${i}`}));
    expect(listenersText({...heard, all: [...many, silent]}, now)).toMatch(/^laptop \(.*\), lab-0, .*lab-28, 11 more$/);
  });

  it('says what they cannot be heard for', () => {
    expect(listenersText({all: [], strange: 0, isDeaf: true}, now)).toContain('subscribe to convo-here.>');
  });
});
