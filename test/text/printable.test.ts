import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {ASCII_FOR} from '../../source/text/glyphs.js';
import {
  ascii,
  clip,
  EVEN,
  fit,
  join,
  printable,
  repeat,
  type Safe,
  safe,
  widthOf,
  wrap,
} from '../../source/text/printable.js';
import {fakeTerminal} from '../terminal/fake-terminal.js';
import {hostile} from '../terminal/hostile.js';

/** Anything: letters of all scripts, controls, marks, emoji, halves of surrogate pairs, and hostile strings in between. */
const anything = fc.string({
  unit: fc.oneof(
    fc.string({unit: 'binary', minLength: 1, maxLength: 4}),
    fc.string({unit: 'grapheme', minLength: 1, maxLength: 4}),
    fc.constantFrom(...hostile.map(([, text]) => text)),
    fc.integer({min: 0, max: 0xffff}).map(code => String.fromCharCode(code)),
  ),
  maxLength: 12,
});

/** Our own glyphs and everyday names: what most rows are made of. */
const everyday = fc
  .string({
    unit: fc.constantFrom(...'abc 12', '漢', 'é', 'e\u0301', '😀', '│', '→', '…', '한', 'क्ष', 'กำ'),
    maxLength: 40,
  })
  .map(text => printable(text, 1000));

describe('printable', () => {
  it.each([
    ['+44 7700 900001', '+44 7700 900001'],
    ['Zoë Škoda', 'Zoë Škoda'],
    ['山田　太郎', '山田　太郎'],
    ['Ann\x1b[2J', 'Ann\\e[2J'],
    ['innocent\rEVIL', 'innocent\\rEVIL'],
    ['one\ntwo\tthree', 'one\\ntwo\\tthree'],
    ['a\u202eb', 'a\\u{202E}b'],
    ['a\u2066\u200f\u061cb', 'a\\u{2066}\\u{200F}\\u{61C}b'],
    ['a\u200bb\ufeff', 'a\\u{200B}b\\u{FEFF}'],
    ['❤️ ✈︎', '❤ ✈'],
    ['👋🏽 Anna', '👋 Anna'],
    ['👩🏽‍💻', '👩💻'],
    ['👨‍👩‍👧', '👨👩👧'],
    ['🤷🏻‍♀️', '🤷♀'],
    ['1️⃣', '1'],
    ['🇬🇧 London', 'GB London'],
    ['🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}', '🏴'],
    ['🏴\u{e0067}x', '🏴\\u{E0067}x'],
    ['a\u{e0067}\u{e0062}\u{e0065}\u{e007f}', 'a\\u{E0067}\\u{E0062}\\u{E0065}\\u{E007F}'],
    ['می\u200cخواهم', 'میخواهم'],
    ['क्\u200dष', 'क्ष'],
    ['葛\u{e0100}', '葛'],
    ['a\0b', 'a\\u{0}b'],
    ['a\ud800b', 'a\\u{D800}b'],
    ['e\u0301\u0302\u0303', 'e\u0301\u0302\\u{303}'],
    ['\u0301a', '\\u{301}a'],
    ['', ''],
    [undefined, ''],
    [null, ''],
    [42, '42'],
    [{a: '\x1b'}, '{"a":"\\u001b"}'],
    [new Error('no \x07 bell'), 'Error: no \\u{7} bell'],
  ])('shows %j as %j', (from, to) => {
    expect(printable(from)).toBe(to);
  });

  it('survives what cannot be turned into text', () => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    expect(printable(circular)).toBe('[object Object]');
    expect(printable(Symbol('s'))).toBe('Symbol(s)');
    expect(printable(10n)).toBe('10');
  });

  it('cuts at the cells it is given and says so', () => {
    expect(printable('a'.repeat(300))).toBe(`${'a'.repeat(255)}…`);
    expect(printable('漢字漢字', 5)).toBe('漢字…');
    expect(printable('\x1b\x1b\x1b', 5)).toBe('\\e\\e…');
    expect(printable('\0', 3)).toBe('…');
  });

  it('splits a vowel that is drawn as two, and shows its mark as an escape where there is no letter for it', () => {
    expect(printable('ກຳ')).toBe('ກໍາ');
    expect(printable('ຳ')).toBe('\\u{ECD}າ');
  });

  it('leaves printable text as it is', () => {
    fc.assert(
      fc.property(anything, text => {
        const once = printable(text);
        expect(printable(once)).toBe(once);
      }),
    );
  });

  it('is a single row of the width it claims, whatever comes in', () => {
    const columns = 400;
    const {terminal, write, seen, useTodaysUnicode} = fakeTerminal(columns, 3);
    useTodaysUnicode();
    const titles: string[] = [];
    terminal.onTitleChange(title => titles.push(title));
    const check = (text: string) => {
      const shown = printable(text);
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      write(`\x1b[2J\x1b[H${shown}`);
      expect(terminal.buffer.active.cursorX).toBe(widthOf(shown));
      expect(widthOf(shown)).toBeLessThanOrEqual(256);
      expect(seen().slice(1)).toEqual(['', '']);
      // Ink measures by letter cluster: never wider than we do, or it would break our rows in two.
      expect(stringWidth(shown)).toBeLessThanOrEqual(widthOf(shown));
    };
    for (const [, text] of hostile) check(text);
    fc.assert(fc.property(anything, check), {numRuns: 4000});
    expect(titles).toEqual([]);
  });

  it('measures each code point as the library does that measures letter clusters', () => {
    // The planes behind are empty, but for marks.
    const characters = [0, 0xe0000].flatMap(from =>
      Array.from({length: from === 0 ? 0x32000 : 0x1000}, (_, code) => String.fromCodePoint(from + code)),
    );
    const measured = (measure: (character: string) => number) => characters.map(measure);
    expect(measured(widthOf).join('')).toBe(measured(stringWidth).join(''));
  });

  it('agrees with the terminal on the width of every character there is', () => {
    const {terminal, write, useTodaysUnicode} = fakeTerminal(200, 3);
    useTodaysUnicode();
    const measure = (text: string) => {
      write(`\x1b[2J\x1b[H${text}`);
      return terminal.buffer.active.cursorX;
    };
    const shown = Array.from({length: 0x110000}, (_, code) => String.fromCodePoint(code)).filter(
      character => printable(`a${character}`) === `a${character}`,
    );
    const wrong: string[] = [];
    // A hundred letters at a time; only a row that is off is looked at letter by letter.
    for (let start = 0; start < shown.length; start += 90) {
      const row = shown.slice(start, start + 90);
      if (measure(row.join('')) === widthOf(row.join(''))) continue;
      for (const character of row) if (measure(`a${character}`) !== widthOf(`a${character}`)) wrong.push(character);
    }
    expect(wrong).toEqual([]);
    expect(shown.length).toBeGreaterThan(100_000);
  });
});

describe('fit', () => {
  it.each<[string, number, string]>([
    ['abc', 5, 'abc  '],
    ['abcdef', 5, 'abcd…'],
    ['漢字', 3, '漢…'],
    ['漢字', 2, '… '],
    ['漢', 1, '…'],
    ['abc', 0, ''],
    ['', 2, '  '],
  ])('puts %j into %i cells', (text, width, fitted) => {
    expect(fit(printable(text), width)).toBe(fitted);
  });

  it('aligns to the right, and cuts plainly when it is told to', () => {
    expect(fit(safe`7 s`, 5, {align: 'right'})).toBe('  7 s');
    expect(fit(safe`abcdef`, 3, {ellipsis: safe``})).toBe('abc');
    expect(fit(printable('漢字'), 3, {ellipsis: safe``})).toBe('漢 ');
  });

  it('takes exactly the cells it is given', () => {
    const align = fc.constantFrom('left', 'right');
    fc.assert(
      fc.property(
        fc.oneof(
          everyday,
          anything.map(text => printable(text)),
        ),
        fc.nat(60),
        align,
        (text, width, align) => {
          expect(widthOf(fit(text, width, {align}))).toBe(width);
        },
      ),
    );
  });
});

describe('clip', () => {
  it('takes at most the cells it is given and leaves short text alone', () => {
    fc.assert(
      fc.property(everyday, fc.nat(60), (text, width) => {
        const clipped = clip(text, width);
        expect(widthOf(clipped)).toBeLessThanOrEqual(width);
        if (widthOf(text) <= width) expect(clipped).toBe(text);
      }),
    );
  });
});

describe('wrap', () => {
  it.each<[string, number, string[]]>([
    ['the quick brown fox', 9, ['the quick', 'brown fox']],
    ['incomprehensibilities', 8, ['incompre', 'hensibil', 'ities']],
    ['/home/anna/recordings/call.ndjson', 20, ['/home/anna/', 'recordings/', 'call.ndjson']],
    ['/home/recordings-of-anna', 20, ['/home/recordings-of-', 'anna']],
    ['漢字漢字', 5, ['漢字', '漢字']],
    ['  indented', 20, ['  indented']],
    ['', 5, ['']],
    ['漢', 1, ['漢']],
  ])('breaks %j into rows of %i', (text, width, rows) => {
    expect(wrap(printable(text), width)).toEqual(rows);
  });

  it('loses nothing but spaces, and no row is too wide', () => {
    fc.assert(
      fc.property(everyday, fc.integer({min: 2, max: 30}), (text, width) => {
        const rows = wrap(text, width);
        for (const row of rows) expect(widthOf(row)).toBeLessThanOrEqual(width);
        expect(rows.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
  });
});

describe('ascii', () => {
  it('swaps our glyphs one for one', () => {
    expect(ascii(safe`┌─ 1 Calls ─┐ ● talk → +44•••0123 … ×2`)).toBe('+- 1 Calls -+ * talk > +44***0123 . x2');
    for (const [glyph, character] of ASCII_FOR) {
      expect([glyph, widthOf(glyph), character.length]).toEqual([glyph, 1, 1]);
    }
  });

  it('is ASCII of the same width, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          everyday,
          anything.map(text => printable(text)),
        ),
        text => {
          expect(ascii(text)).toMatch(/^[\x20-\x7e]*$/);
          expect(widthOf(ascii(text))).toBe(widthOf(text));
        },
      ),
    );
    expect(ascii(printable('Zoë 漢 😀'))).toBe('Zoe ?? ??');
  });
});

describe('safe, join and repeat', () => {
  it('puts printable pieces together', () => {
    const name: Safe = printable('Ann\x07');
    expect(safe`${name} · ${3} legs`).toBe('Ann\\u{7} · 3 legs');
    expect(join([safe`a`, safe`b`], safe` | `)).toBe('a | b');
    expect(repeat(safe`─`, 3)).toBe('───');
    expect(repeat(safe`─`, -1)).toBe('');
  });

  it('does not take text that was not made printable', () => {
    // @ts-expect-error a plain string is not printable text
    expect(safe`${'raw'}`).toBe('raw');
  });
});

describe('What counts as even', () => {
  it('is only characters that are one cell and stand alone', () => {
    const characters = Array.from({length: 0x3000}, (_, code) => String.fromCharCode(code));
    const even = characters.filter(character => EVEN.test(character));
    expect(even.length).toBeGreaterThan(1000);
    expect(even.filter(character => stringWidth(character) !== 1)).toEqual([]);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...even)), some => {
        expect([...new Intl.Segmenter().segment(some.join(''))]).toHaveLength(some.length);
        expect(stringWidth(some.join(''))).toBe(some.length);
      }),
    );
  });
});
