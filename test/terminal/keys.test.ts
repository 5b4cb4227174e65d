import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {decode, type KeyState, NO_KEYS, settle} from '../../source/terminal/keys.js';

/** The keys in a piece of input. */
function decodeKeys(chunk: string, before?: KeyState) {
  const {strokes, state} = decode(chunk, before);
  return {keys: strokes.flatMap(stroke => ('key' in stroke ? [stroke.key] : [])), state};
}

/** What terminals send for each key: xterm, VT, rxvt, Linux console. */
const sent: readonly (readonly [bytes: string, keys: string[]])[] = [
  ['j', ['j']],
  ['G', ['G']],
  ['é', ['é']],
  ['漢', ['漢']],
  ['😀', ['😀']],
  [' ', ['Space']],
  ['jjk', ['j', 'j', 'k']],
  ['\r', ['Enter']],
  ['\n', ['Enter']],
  ['\t', ['Tab']],
  ['\x1b[Z', ['S-Tab']],
  ['\x7f', ['Backspace']],
  ['\b', ['Backspace']],
  ['\x03', ['C-c']],
  ['\x04\x15', ['C-d', 'C-u']],
  ['\x0c', ['C-l']],
  ['\x1a', ['C-z']],
  ['\0', ['C-Space']],
  ['\x1c', ['C-\\']],
  ['\x1b[A', ['Up']],
  ['\x1bOA', ['Up']],
  ['\x1b[B\x1b[B', ['Down', 'Down']],
  ['\x1b[1;5C', ['C-Right']],
  ['\x1b[1;2D', ['S-Left']],
  ['\x1b[H', ['Home']],
  ['\x1b[1~', ['Home']],
  ['\x1b[7~', ['Home']],
  ['\x1bOF', ['End']],
  ['\x1b[4~', ['End']],
  ['\x1b[5~', ['PgUp']],
  ['\x1b[6~', ['PgDn']],
  ['\x1b[3~', ['Delete']],
  ['\x1b[3;5~', ['C-Delete']],
  ['\x1b[2~', ['Insert']],
  ['\x1bOP', ['F1']],
  ['\x1b[11~', ['F1']],
  ['\x1b[[A', ['F1']],
  ['\x1b[15~', ['F5']],
  ['\x1b[24~', ['F12']],
  ['\x1b[1;5P', ['C-F1']],
  ['\x1bOM', ['Enter']],
  ['\x1b[1;3A', ['M-Up']],
  // Esc and the next key in one piece, as tmux, ssh and macros send them
  ['\x1bj', ['Esc', 'j']],
  ['\x1b\r', ['Esc', 'Enter']],
  ['\x1b:q', ['Esc', ':', 'q']],
  ['\x1b]j', ['Esc', ']', 'j']],
  ['\x1b[j', ['Esc', '[', 'j']],
  ['\x1bOx', ['Esc', 'O', 'x']],
  ['\x1bPx', ['Esc', 'P', 'x']],
  ['\x1b_j', ['Esc', '_', 'j']],
  ['\x1b^X', ['Esc', '^', 'X']],
  ['\x1b\x1b[A', ['Esc', 'Up']],
  // The kitty protocol: code, shifted code, modifiers, event, text
  ['\x1b[27u', ['Esc']],
  ['\x1b[99;5u', ['C-c']],
  ['\x1b[106u', ['j']],
  ['\x1b[103;2u', ['G']],
  ['\x1b[103:71;2u', ['G']],
  ['\x1b[49:33;2;33u', ['!']],
  ['\x1b[106;1:1u\x1b[106;1:2u\x1b[106;1:3u', ['j', 'j']],
  ['\x1b[106;129u', ['j']],
  ['\x1b[13u\x1b[9u\x1b[9;2u\x1b[127u\x1b[32u', ['Enter', 'Tab', 'S-Tab', 'Backspace', 'Space']],
  ['\x1b[32;5u', ['C-Space']],
  ['\x1b[100;5u', ['C-d']],
  ['\x1b[57404u\x1b[57419u\x1b[57414u', ['5', 'Up', 'Enter']],
  ['\x1b[1;1:1A\x1b[1;1:3A\x1b[1;5:2B', ['Up', 'C-Down']],
  ['\x1b[5;1:1~\x1b[5;1:3~', ['PgUp']],
  ['\x1b[106;3u', ['M-j']],
  // xterm's modifyOtherKeys
  ['\x1b[27;5;99~', ['C-c']],
  ['\x1b[27;5;106~', ['C-j']],
  ['\x1b[27;2;71~', ['G']],
  ['\x1b[27;2;9~', ['S-Tab']],
];

/** What terminals send that is no key. */
const ignored: readonly (readonly [what: string, bytes: string])[] = [
  ['a mouse report (SGR)', '\x1b[<0;12;5M'],
  ['a mouse report (X10)', '\x1b[M q!'],
  ['focus gained', '\x1b[I'],
  ['focus lost', '\x1b[O'],
  ['a cursor report', '\x1b[24;80R'],
  ['device attributes', '\x1b[?64;1;2;6c'],
  ['a mode report', '\x1b[?2026;2$y'],
  ['a colour reply (BEL)', '\x1b]11;rgb:0000/0000/0000\x07'],
  ['a colour reply (ST)', '\x1b]11;rgb:0000/0000/0000\x1b\\'],
  ['a clipboard reply', '\x1b]52;c;cXVpdA==\x07'],
  ['a version string', '\x1bP>|xterm(388)\x1b\\'],
  ['an application command', '\x1b_Gi=31;OK\x1b\\'],
  ['a modifier alone', '\x1b[57441;2u'],
  ['a code that is no character', '\x1b[9999999u'],
  ['what the kitty protocol says of itself', '\x1b[?0u'],
  ['an unknown function key', '\x1b[99~'],
  ['a private character', '\ue000'],
  ['a zero width character', '\u200b'],
  ['a lone surrogate', '\ud800'],
  ['the end of a paste that never began', '\x1b[201~'],
];

describe('what was read', () => {
  it('never loses Ctrl-C, not even right behind an Esc', () => {
    expect(decodeKeys('\x1b\x03').keys).toEqual(['Esc', 'C-c']);
  });

  it.each(sent)('reads %j as %j', (bytes, keys) => {
    expect(decodeKeys(bytes)).toEqual({keys, state: NO_KEYS});
  });

  it.each(ignored)('ignores %s, whole', (_, bytes) => {
    expect(decodeKeys(`a${bytes}b`)).toEqual({keys: ['a', 'b'], state: NO_KEYS});
  });

  it('gives the same keys wherever the bytes are cut', () => {
    // A lone escape at a cut is the one thing that only time can decide.
    const pieces = [...sent, ...ignored.map(([, bytes]) => [bytes, []] as const)];
    const piece = fc.constantFrom(...pieces.filter(([bytes]) => !/[\ud800-\udfff]/.test(bytes)));
    fc.assert(
      fc.property(fc.array(piece, {maxLength: 6}), fc.infiniteStream(fc.integer({min: 1, max: 4})), (pieces, cuts) => {
        const bytes = pieces.map(([bytes]) => bytes).join('');
        let state = NO_KEYS;
        const keys: string[] = [];
        for (let index = 0; index < bytes.length; ) {
          const length = cuts.next().value;
          const decoded = decodeKeys(bytes.slice(index, index + length), state);
          keys.push(...decoded.keys);
          ({state} = decoded);
          index += length;
        }
        expect(keys).toEqual(pieces.flatMap(([, keys]) => keys));
        expect(state).toEqual(NO_KEYS);
      }),
    );
  });

  it('never throws, never stalls and never gives a key that cannot be printed', () => {
    const bytes = fc.string({
      unit: fc.oneof(fc.constantFrom(...'\x1b[]OPM_^;0129~ABRmu<?\x07\\'), fc.string({maxLength: 1})),
    });
    fc.assert(
      fc.property(fc.array(bytes), chunks => {
        let state = NO_KEYS;
        for (const chunk of chunks) {
          const decoded = decodeKeys(chunk, state);
          for (const key of decoded.keys) expect(key).toMatch(/^[^\p{Cc}\p{Cs}\p{Co}]+$/u);
          ({state} = decoded);
        }
        expect(state.pending.length).toBeLessThan(9000);
      }),
      {numRuns: 2000},
    );
  });

  it('drops a sequence that another one broke off', () => {
    expect(decodeKeys('\x1b[31\x1b[A').keys).toEqual(['Up']);
    expect(decodeKeys('\x1b]0;quit\x1b[A').keys).toEqual(['Up']);
    expect(decodeKeys(`\x1b]0;${'q'.repeat(10_000)}`)).toEqual({keys: [], state: NO_KEYS});
  });
});

describe('settle', () => {
  it.each([
    ['\x1b', ['Esc']],
    ['\x1b\x1b', ['Esc', 'Esc']],
    ['\x1b[', ['Esc', '[']],
    ['\x1bO', ['Esc', 'O']],
    ['\x1b]', ['Esc', ']']],
    ['\x1b\x1b_', ['Esc', 'Esc', '_']],
    ['\x1b[1;', []],
    ['\x1b]0;title', []],
  ])('takes %j that does not go on for %j', (bytes, keys) => {
    const {strokes, state} = decode(bytes);
    expect([...strokes, ...settle(state)]).toEqual(keys.map(key => ({key})));
  });
});

describe('a bracketed paste', () => {
  it('is one stroke, however it is cut, without control characters', () => {
    const bytes = 'a\x1b[200~leg:L2\r\nq\x1b[31m\x07é\x1b[201~b';
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const first = decode(bytes.slice(0, cut));
      // A lone escape at the cut would be settled by time; here the rest comes at once.
      const second = decode(bytes.slice(cut), first.state);
      expect([...first.strokes, ...second.strokes]).toEqual([{key: 'a'}, {paste: 'leg:L2 q[31mé'}, {key: 'b'}]);
    }
  });

  it('that never ends is cut and delivered', () => {
    const {strokes, state} = decode(`\x1b[200~${'x'.repeat(300_000)}`);
    expect(strokes).toEqual([]);
    expect(settle(state)).toEqual([{paste: 'x'.repeat(65_536)}]);
  });
});
