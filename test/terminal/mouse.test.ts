import {describe, expect, it} from 'vitest';
import {FullScreen} from '../../source/terminal/full-screen.js';
import {decode} from '../../source/terminal/keys.js';
import {fakeOutput} from './fake-terminal.js';

describe('The mouse', () => {
  it.each([
    ['\x1b[<0;12;5M', {act: 'click', column: 11, row: 4}],
    ['\x1b[<64;1;1M', {act: 'wheel-up', column: 0, row: 0}],
    ['\x1b[<65;200;48M', {act: 'wheel-down', column: 199, row: 47}],
  ])('says with %j what it did', (bytes, mouse) => {
    expect(decode(`a${bytes}b`).strokes).toEqual([{key: 'a'}, {mouse}, {key: 'b'}]);
  });

  it.each([
    ['a button that is let go', '\x1b[<0;12;5m'],
    ['another button', '\x1b[<2;12;5M'],
    ['movement', '\x1b[<35;12;5M'],
    ['numbers without end', `\x1b[<0;${'9'.repeat(30)};1M`],
  ])('means nothing by %s', (_, bytes) => {
    expect(decode(bytes).strokes).toEqual([]);
  });

  it.each([
    [true, 1],
    [false, 0],
  ])('is taken and given back with the screen (%s)', (hasMouse, times) => {
    const {output, taken} = fakeOutput();
    const screen = new FullScreen(output, hasMouse);
    screen.enter();
    expect(taken().split('\x1b[?1000h\x1b[?1006h')).toHaveLength(1 + times);
    screen.leave();
    expect(taken().split('\x1b[?1006l\x1b[?1000l')).toHaveLength(1 + times);
  });
});
