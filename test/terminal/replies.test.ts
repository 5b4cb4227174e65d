import {describe, expect, it, vi} from 'vitest';
import {Keyboard} from '../../source/terminal/keyboard.js';
import {replyOf, type TerminalReply} from '../../source/terminal/replies.js';

describe('replyOf', () => {
  it.each<[string, TerminalReply | undefined]>([
    ['\x1b[2;7R', {of: 'width', isEven: true}],
    ['\x1b[2;13R', {of: 'width', isEven: false}],
    ['\x1b[1;2R', undefined],
    ['\x1b[?1;2c', {of: 'all'}],
    ['\x1b[?64;1;2;52c', {of: 'all'}],
    ['\x1b]11;rgb:ffff/ffff/ffff\x1b\\', {of: 'background', is: 'light'}],
    ['\x1b]11;rgb:fd/f6/e3\x07', {of: 'background', is: 'light'}],
    ['\x1b]11;rgb:0000/2b2b/3636\x07', {of: 'background', is: 'dark'}],
    ['\x1b]11;rgb:f/f/f\x07', {of: 'background', is: 'light'}],
    ['\x1b]11;rgba:0000/0000/0000/cccc\x07', {of: 'background', is: 'dark'}],
    ['\x1b]11;nonsense\x07', undefined],
    ['\x1b]10;rgb:ffff/ffff/ffff\x07', undefined],
  ])('of %j is %j', (sequence, reply) => {
    expect(replyOf(sequence)).toEqual(reply);
  });
});

const answers = '\x1b[2;7R\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?1;2c';

function asked() {
  let type: (text: string) => void = () => undefined;
  const keys: string[] = [];
  const replies: TerminalReply['of'][] = [];
  const input = {
    isTTY: true,
    on: (_: 'data', listener: (chunk: string) => void) => {
      type = listener;
    },
    off: () => undefined,
  };
  const keyboard = new Keyboard(input, {onKey: key => keys.push(key), onReply: ({of}) => replies.push(of)});
  keyboard.start();
  keyboard.expectReply();
  return {type: (text: string) => type(text), keys, replies};
}

describe('Answers of the terminal', () => {
  it('are no keys, and take none with them that are typed meanwhile', () => {
    const {type, keys, replies} = asked();
    type(`j${answers.slice(0, 6)}`);
    type(`k${answers.slice(6)}q`);
    expect([keys.join(''), replies]).toEqual(['jkq', ['width', 'background', 'all']]);
  });

  it('are none of the keys either when a slow line cuts them anywhere', async () => {
    vi.useFakeTimers();
    for (let at = 1; at < answers.length; at++) {
      // Half of a sequence's end is no answer's beginning: only an escape alone may be a key, after a while.
      const {type, keys, replies} = asked();
      type(`j${answers.slice(0, at)}`);
      await vi.advanceTimersByTimeAsync(answers[at - 1] === '\x1b' ? 150 : 3000);
      type(`${answers.slice(at)}k`);
      expect([at, keys.join(''), replies]).toEqual([at, 'jk', ['width', 'background', 'all']]);
    }
    vi.useRealTimers();
  });

  it('that come late are no keys', () => {
    const {type, keys} = asked();
    type(answers);
    type(`${answers}j`);
    expect(keys).toEqual(['j']);
  });

  it('leave Esc a key', async () => {
    vi.useFakeTimers();
    const {type, keys} = asked();
    type('\x1b');
    await vi.advanceTimersByTimeAsync(300);
    expect(keys).toEqual(['Esc']);
    vi.useRealTimers();
  });
});
