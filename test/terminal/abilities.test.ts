import {describe, expect, it} from 'vitest';
import {abilitiesOf, charsetOf, questionsFor} from '../../source/terminal/abilities.js';
import type {TerminalReply} from '../../source/terminal/replies.js';

type Environment = Record<string, string>;

describe('charsetOf', () => {
  it.each<[Environment, ReturnType<typeof charsetOf>]>([
    [{}, 'unsaid'],
    [{LANG: ''}, 'unsaid'],
    [{LANG: 'C'}, 'other'],
    [{LANG: 'POSIX'}, 'other'],
    [{LANG: 'C.UTF-8'}, 'utf-8'],
    [{LANG: 'en_US.utf8'}, 'utf-8'],
    [{LANG: 'ca_ES.UTF-8@valencia'}, 'utf-8'],
    [{LC_CTYPE: 'UTF-8'}, 'utf-8'],
    [{LANG: 'de_DE'}, 'other'],
    [{LANG: 'de_DE@euro'}, 'other'],
    [{LANG: 'de_DE.ISO-8859-1'}, 'other'],
    [{LANG: 'ja_JP.eucJP'}, 'other'],
    [{LANG: 'ja_JP.UTF-8', LC_ALL: 'C'}, 'other'],
    [{LANG: 'C', LC_CTYPE: 'en_US.UTF-8'}, 'utf-8'],
    [{LANG: 'C', LC_ALL: '', LC_CTYPE: 'en_US.UTF-8'}, 'utf-8'],
  ])('of %j is %s', (env, charset) => {
    expect(charsetOf(env)).toBe(charset);
  });
});

const even: TerminalReply = {of: 'width', isEven: true};
const wide: TerminalReply = {of: 'width', isEven: false};
const white: TerminalReply = {of: 'background', is: 'light'};

describe('ASCII is drawn', () => {
  it.each<[string, Environment, boolean | undefined, TerminalReply[], boolean]>([
    ['where the locale has another charset', {LANG: 'C'}, undefined, [even], true],
    ['not in UTF-8', {LANG: 'C.UTF-8'}, undefined, [], false],
    ['in UTF-8 where our characters are wider than a cell', {LANG: 'C.UTF-8'}, undefined, [wide], true],
    ['not where they are a cell each', {LANG: 'C.UTF-8'}, undefined, [even], false],
    ['where no locale is named and nothing is known', {}, undefined, [], true],
    ['not where none is named and the terminal was seen to draw them', {}, undefined, [even], false],
    ['by hand', {LANG: 'C.UTF-8'}, true, [even], true],
    ['not when that was decided by hand', {LANG: 'C'}, false, [wide], false],
  ])('%s', (_, env, ascii, replies, drawn) => {
    expect(abilitiesOf(env, ascii, replies).ascii).toBe(drawn);
  });
});

describe('The background', () => {
  it.each<[Environment, TerminalReply[], 'light' | 'dark' | undefined]>([
    [{}, [], undefined],
    [{COLORFGBG: '0;15'}, [], 'light'],
    [{COLORFGBG: '0;7'}, [], 'light'],
    [{COLORFGBG: '15;0'}, [], 'dark'],
    [{COLORFGBG: '12;8'}, [], 'dark'],
    [{COLORFGBG: '0;default;15'}, [], 'light'],
    [{COLORFGBG: '0;default'}, [], undefined],
    [{COLORFGBG: '0;231'}, [], undefined],
    [{COLORFGBG: '15;0'}, [white], 'light'],
  ])('in %j with the answers %j is %s', (env, replies, background) => {
    expect(abilitiesOf(env, undefined, replies).background).toBe(background);
  });
});

describe('A terminal is asked', () => {
  it.each<[Environment, boolean | undefined, TerminalReply['of'][]]>([
    [{LANG: 'C.UTF-8'}, undefined, ['width', 'background']],
    [{LANG: 'C'}, undefined, ['background']],
    [{}, true, ['background']],
    [{}, false, ['background']],
    [{NO_COLOR: '1'}, undefined, ['width']],
    [{NO_COLOR: '1'}, true, []],
    [{TERM: 'linux'}, undefined, ['width']],
    [{TERM: 'dumb'}, undefined, []],
  ])('in %j with ascii %s only for %j', (env, ascii, asked) => {
    expect(questionsFor(env, ascii)).toEqual(asked);
  });
});
