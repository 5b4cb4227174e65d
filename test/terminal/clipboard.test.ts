import {describe, expect, it} from 'vitest';
import {sendingOf} from '../../source/terminal/clipboard.js';

const sequence = '\x1b]52;c;Q09OLTE=\x07';
const bytesOf = (text: string, env: Record<string, string>) => {
  const sending = sendingOf(text, env);
  return 'bytes' in sending ? sending.bytes : '';
};

describe('sendingOf', () => {
  it('sends the text to the terminal as OSC 52', () => {
    expect(sendingOf('CON-1', {})).toEqual({bytes: sequence});
  });

  it('goes through tmux', () => {
    expect(bytesOf('CON-1', {TMUX: '/tmp/tmux-0/default,1,0'})).toBe(`${sequence}\x1bPtmux;\x1b${sequence}\x1b\\`);
  });

  it('goes through screen, in pieces that it passes on', () => {
    const pieces = bytesOf('漢'.repeat(400), {STY: '1.pts'})
      .split('\x1b\\')
      .filter(piece => piece !== '');
    for (const piece of pieces) expect(piece.length).toBeLessThan(256);
    const inside = pieces.map(piece => piece.slice(2)).join('');
    expect(inside).toBe(`\x1b]52;c;${Buffer.from('漢'.repeat(400)).toString('base64')}\x07`);
  });

  it('cannot be left by the text', () => {
    expect(bytesOf('\x07\x1b\\\x1b]0;PWNED\x07', {})).toMatch(/^\x1b\]52;c;[\w+/=]+\x07$/);
  });

  it.each<[string, string, Record<string, string>]>([
    ['100000 bytes are more than terminals take (74994)', 'x'.repeat(100_000), {}],
    ['this terminal (TERM=linux) has no clipboard', 'x', {TERM: 'linux'}],
    ['this terminal (TERM=dumb) has no clipboard', 'x', {TERM: 'dumb'}],
  ])('says why it cannot: %s', (why, text, env) => {
    expect(sendingOf(text, env)).toEqual({why});
  });
});
