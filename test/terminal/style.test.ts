import {describe, expect, it} from 'vitest';
import {type ColorDepth, colorDepth, paint, type Style} from '../../source/terminal/style.js';
import {safe} from '../../source/text/printable.js';

describe('colorDepth', () => {
  it.each<[Record<string, string>, boolean, ColorDepth]>([
    [{}, true, 'color'],
    [{TERM: 'xterm-256color'}, true, 'color'],
    [{}, false, 'none'],
    [{TERM: 'dumb'}, true, 'none'],
    [{NO_COLOR: '1'}, true, 'mono'],
    [{NO_COLOR: ''}, true, 'color'],
    [{NO_COLOR: '1'}, false, 'none'],
    [{FORCE_COLOR: '1'}, false, 'color'],
    [{FORCE_COLOR: '1', NO_COLOR: '1'}, true, 'color'],
    [{FORCE_COLOR: '1', TERM: 'dumb'}, true, 'color'],
    [{FORCE_COLOR: '0'}, true, 'mono'],
    [{FORCE_COLOR: 'false'}, false, 'none'],
  ])('with %j on a terminal: %j is %s', (env, isTTY, depth) => {
    expect(colorDepth(env, isTTY)).toBe(depth);
  });
});

describe('paint', () => {
  it.each<[Style, ColorDepth, string]>([
    [{}, 'color', 'ok'],
    [{color: 'green'}, 'color', '\x1b[32mok\x1b[39m'],
    [{color: 'gray', bold: true}, 'color', '\x1b[1;90mok\x1b[22;39m'],
    [{bold: true, dim: true, underline: true, inverse: true}, 'color', '\x1b[1;2;4;7mok\x1b[22;24;27m'],
    [{color: 'red', inverse: true}, 'mono', '\x1b[7mok\x1b[27m'],
    [{color: 'red'}, 'mono', 'ok'],
    [{color: 'red', inverse: true}, 'none', 'ok'],
  ])('%j in %s', (style, depth, painted) => {
    expect(paint(style, safe`ok`, depth)).toBe(painted);
  });
});
