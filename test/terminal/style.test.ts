import {describe, expect, it} from 'vitest';
import {type ColorDepth, colorDepth, type Paints, paint, type Style} from '../../source/terminal/style.js';
import {safe} from '../../source/text/printable.js';

describe('colorDepth', () => {
  it.each<[Record<string, string>, boolean, ColorDepth]>([
    [{}, true, 'few'],
    [{TERM: 'xterm-256color'}, true, 'many'],
    [{TERM: 'xterm'}, true, 'many'],
    [{TERM: 'xterm-16color'}, true, 'few'],
    [{TERM: 'rxvt', COLORTERM: 'truecolor'}, true, 'many'],
    [{TERM: 'screen'}, true, 'few'],
    [{TERM: 'screen', TMUX: '/tmp/tmux-0/default,1,0'}, true, 'many'],
    [{TERM: 'xterm-kitty'}, true, 'many'],
    [{TERM: 'linux'}, true, 'few'],
    [{}, false, 'none'],
    [{TERM: 'dumb'}, true, 'none'],
    [{TERM: 'dumb-emacs-ansi', COLORTERM: '1'}, true, 'none'],
    [{TERM: 'unknown'}, true, 'none'],
    [{NO_COLOR: '1'}, true, 'mono'],
    [{NO_COLOR: ''}, true, 'few'],
    [{NO_COLOR: '1'}, false, 'none'],
    [{FORCE_COLOR: '1'}, false, 'few'],
    [{FORCE_COLOR: '1', NO_COLOR: '1'}, true, 'few'],
    [{FORCE_COLOR: '1', TERM: 'dumb'}, true, 'few'],
    [{FORCE_COLOR: '0'}, true, 'mono'],
    [{FORCE_COLOR: 'false'}, false, 'none'],
  ])('with %j on a terminal: %j is %s', (env, isTTY, depth) => {
    expect(colorDepth(env, isTTY)).toBe(depth);
  });
});

describe('paint', () => {
  it.each<[Style, Paints, string]>([
    [{}, {depth: 'many'}, 'ok'],
    [{color: 'green'}, {depth: 'many'}, '\x1b[38;5;114mok\x1b[39m'],
    [{color: 'green'}, {depth: 'many', background: 'light'}, '\x1b[38;5;22mok\x1b[39m'],
    [{color: 'green'}, {depth: 'few'}, '\x1b[32mok\x1b[39m'],
    [{color: 'gray'}, {depth: 'few'}, 'ok'],
    [{print: 'paper'}, {depth: 'many', background: 'light'}, '\x1b[38;5;16;48;5;231mok\x1b[39;49m'],
    [{print: 'paper'}, {depth: 'few'}, '\x1b[30;107mok\x1b[39;49m'],
    [{print: 'paper'}, {depth: 'mono'}, '\x1b[7mok\x1b[27m'],
    [{print: 'paper'}, {depth: 'mono', background: 'light'}, 'ok'],
    [{print: 'ink'}, {depth: 'mono', background: 'light'}, '\x1b[7mok\x1b[27m'],
    [{print: 'ink'}, {depth: 'none'}, 'ok'],
    [{color: 'red', bold: true}, {depth: 'few'}, '\x1b[1;91mok\x1b[22;39m'],
    [{bold: true, underline: true, inverse: true}, {depth: 'few'}, '\x1b[1;4;7mok\x1b[22;24;27m'],
    [{color: 'red', inverse: true}, {depth: 'mono'}, '\x1b[7mok\x1b[27m'],
    [{color: 'red'}, {depth: 'mono'}, 'ok'],
    [{color: 'red', inverse: true}, {depth: 'none'}, 'ok'],
  ])('%j in %j', (style, paints, painted) => {
    expect(paint(style, safe`ok`, paints)).toBe(painted);
  });
});
