import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {recall, remember} from '../../source/store/typing/history.js';
import {insert, lineEdits, type TypedLine, typedBy} from '../../source/store/typing/line.js';

/** A line with its cursor at the `|`. */
const line = (marked: string): TypedLine => ({text: marked.replace('|', ''), cursor: marked.indexOf('|')});
/** The line after a key; undefined for a key that does not edit. */
function edit(before: TypedLine, key: string): TypedLine | undefined {
  const text = typedBy(key);
  return text === undefined ? lineEdits.find(({keys}) => keys.includes(key))?.edit(before) : insert(before, text);
}
const marked = ({text, cursor}: TypedLine) => `${text.slice(0, cursor)}|${text.slice(cursor)}`;

describe('a line being typed', () => {
  it.each([
    ['ab|', 'c', 'abc|'],
    ['a|c', 'b', 'ab|c'],
    ['a|b', 'Space', 'a |b'],
    ['ab|', 'Left', 'a|b'],
    ['|ab', 'Left', '|ab'],
    ['a|b', 'Right', 'ab|'],
    ['ab|', 'Home', '|ab'],
    ['ab|', 'C-a', '|ab'],
    ['|ab', 'End', 'ab|'],
    ['|ab', 'C-e', 'ab|'],
    ['ab|c', 'Backspace', 'a|c'],
    ['|abc', 'Backspace', '|abc'],
    ['a|bc', 'Delete', 'a|c'],
    ['leg:L1 sta|tus', 'C-w', 'leg:L1 |tus'],
    ['leg:L1  |', 'C-w', '|'],
    ['leg:L1 |busy', 'C-u', '|busy'],
    ['leg:L1| busy', 'C-k', 'leg:L1|'],
    ['e\u0301|', 'Backspace', '|'],
    ['👩‍👩‍👧|x', 'Left', '|👩‍👩‍👧x'],
  ])('%s, %s: %s', (before, key, after) => {
    const edited = edit(line(before), key);
    expect(edited && marked(edited)).toBe(after);
  });

  it('knows keys that do not edit', () => {
    for (const key of ['Enter', 'Esc', 'Tab', 'PgUp', 'F1', 'C-z', 'constructor', '__proto__']) {
      expect(edit(line('a|'), key)).toBeUndefined();
    }
  });

  it('takes no more than 500 characters, and no halves', () => {
    const {text} = insert({text: 'a'.repeat(497), cursor: 3}, '😀😀');
    expect([text.length, text.slice(0, 6)]).toEqual([499, 'aaa😀a']);
  });

  it('keeps its cursor inside the text and between characters, whatever is pressed', () => {
    const keys = ['Left', 'Right', 'Home', 'End', 'Backspace', 'Delete', 'C-w', 'C-u', 'C-k', 'Space', 'é', '😀', 'x'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...keys), {maxLength: 40}), pressed => {
        let now: TypedLine = {text: '', cursor: 0};
        for (const key of pressed) {
          now = edit(now, key) ?? now;
          expect(now.cursor).toBeGreaterThanOrEqual(0);
          expect(now.cursor).toBeLessThanOrEqual(now.text.length);
          expect(`${now.text.slice(0, now.cursor)}|`).not.toMatch(/\p{Cs}/u);
        }
      }),
    );
  });
});

describe('the history', () => {
  it('keeps each entry once, the newest last, and nothing empty', () => {
    expect(['a', 'b', ' a ', ' '].reduce(remember, [])).toEqual(['b', 'a']);
  });

  it('ends at the oldest and at what was being typed', () => {
    const typed = {text: 'dra', cursor: 3};
    const newest = recall(['old', 'new'], typed, 1);
    expect(newest).toEqual({text: 'new', cursor: 3, past: {at: 1, draft: 'dra'}});
    const oldest = newest && recall(['old', 'new'], newest, 1);
    expect(oldest?.text).toBe('old');
    expect(oldest && recall(['old', 'new'], oldest, 1)).toBeUndefined();
    expect(newest && recall(['old', 'new'], newest, -1)).toEqual(typed);
    expect(recall(['old', 'new'], typed, -1)).toBeUndefined();
  });
});
