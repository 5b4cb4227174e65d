import {describe, expect, it} from 'vitest';
import {copy} from '../../source/terminal/clipboard.js';

const sequence = '\x1b]52;c;Q09OLTE=\x07';

describe('copy', () => {
  it('sends the text to the terminal as OSC 52', () => {
    expect(copy('CON-1', 'conversation id', {})).toEqual({
      bytes: sequence,
      message: "conversation id copied (5 bytes sent to the terminal's clipboard)",
    });
  });

  it('goes through tmux', () => {
    const {bytes, message} = copy('CON-1', 'conversation id', {TMUX: '/tmp/tmux-0/default,1,0'});
    expect(bytes).toBe(`${sequence}\x1bPtmux;\x1b${sequence}\x1b\\`);
    expect(message).toContain('set -g set-clipboard on');
  });

  it('goes through screen, in pieces that it passes on', () => {
    const {bytes} = copy('漢'.repeat(400), 'name', {STY: '1.pts'});
    const pieces = bytes.split('\x1b\\').filter(piece => piece !== '');
    for (const piece of pieces) expect(piece.length).toBeLessThan(256);
    const inside = pieces.map(piece => piece.slice(2)).join('');
    expect(inside).toBe(`\x1b]52;c;${Buffer.from('漢'.repeat(400)).toString('base64')}\x07`);
  });

  it('cannot be left by the text', () => {
    expect(copy('\x07\x1b\\\x1b]0;PWNED\x07', 'header', {}).bytes).toMatch(/^\x1b\]52;c;[\w+/=]+\x07$/);
  });

  it.each([
    ['the end of a paste', 'a\x1b[201~\nrm -rf /', 'a\\e[201~\nrm -rf /'],
    ['controls of eight bits, and DEL', 'a\x9b31m\x7fb', 'a\\u{9B}31m\\u{7F}b'],
    ['letters that turn round', 'a\u202eb\u2069', 'a\\u{202E}b\\u{2069}'],
    ['a tab', 'a\tb', 'a\\tb'],
    ['a last line end, which is Enter', 'ls\r\nls\n\n', 'ls\nls'],
  ])('sends nothing that acts when it is pasted: %s', (_, text, pasted) => {
    const [, sent = ''] = /^\x1b\]52;c;([\w+/=]+)\x07$/.exec(copy(text, 'header', {}).bytes) ?? [];
    expect(Buffer.from(sent, 'base64').toString()).toBe(pasted);
  });

  it.each<[string, string, Record<string, string>]>([
    ['more than terminals take', 'x'.repeat(100_000), {}],
    ['TERM=dumb', 'x', {TERM: 'dumb'}],
  ])('says why it did not: %s', (why, text, env) => {
    const {bytes, message} = copy(text, 'event JSON', env);
    expect(bytes).toBe('');
    expect(message).toMatch(/^event JSON not copied: /);
    expect(message).toContain(why);
  });
});
