import fc from 'fast-check';
import {afterEach, describe, expect, it} from 'vitest';
import {parseFilter} from '../../source/filter/parse.js';
import {filterRows, inputRow} from '../../source/screen/input-line.js';
import type {Look} from '../../source/screen/look.js';
import {paletteOverlay} from '../../source/screen/overlays/palette.js';
import {readyOverlay} from '../../source/screen/overlays/ready-filters.js';
import type {Store} from '../../source/store/store.js';
import {safe, widthOf} from '../../source/text/printable.js';
import {anyText} from '../helpers/filters.js';
import {watchedCall} from '../helpers/session.js';
import {linesOf, penFor} from './frame.js';

const plain: Look = {depth: 'none', ascii: false};
const colored: Look = {depth: 'many', ascii: false};
const bare = (line: string) => line.replaceAll(/\x1b\[[\d;]*m/g, '');

let store: Store | undefined;
afterEach(() => store?.close());

/** The screen's model after a sentence of keys. */
function after(sentence: string, columns = 80) {
  const call = watchedCall();
  store = call.store;
  call.store.resize(columns, 24);
  call.keys(sentence);
  const model = call.store.getSnapshot();
  const {typing, palette} = model.view;
  const rows = (look: Look) => linesOf(typing ? filterRows(model, penFor(look), typing) : [], columns, look);
  const inside = {width: 76, height: 16};
  return {
    model,
    rows,
    text: rows(plain).map(row => row.trimEnd()),
    palette: (look: Look) =>
      linesOf(palette ? paletteOverlay(model, penFor(look), inside).rows : [], inside.width, look),
    ready: () => linesOf(readyOverlay(model, penFor(), inside).rows, inside.width).map(line => line.trimEnd()),
  };
}

describe('the rows in which a filter is typed', () => {
  it('say how much it finds, what could follow, and what is typed', () => {
    const [found, options, input] = after('/ leg:L1 Space status:r').text;
    expect(found).toBe(' Shows 1 of 9 events.');
    expect(options).toMatch(/^ ringing {2}rejected .*The phone at the other end is ringing\.$/);
    expect(input).toMatch(/^\/ leg:L1 status:r +Enter keep {2}Tab complete {2}Esc undo$/);
  });

  it('underline what is wrong and say why', () => {
    const {rows, text} = after('/ lge:L1 Space busy Home');
    expect(text[0]).toBe(' no such field: lge — did you mean leg?');
    // The cursor stands on the first letter.
    expect(rows(colored)[2]).toContain('\x1b[10ml\x1b[4;38;5;210mg\x1b[24;39m\x1b[4;38;5;210me\x1b[24;39m:L1');
  });

  it('show which completion Tab put in', () => {
    const {rows} = after('/ leg: Tab Tab');
    expect(rows(colored)[1]).toMatch(/^ L1 {2}\x1b\[1;38;5;80mL2\x1b\[22;39m/);
    expect(bare(rows(colored)[2] ?? '')).toContain('/ leg:L2');
  });

  it('say where the beginner stands', () => {
    expect(after('/').text[0]).toBe(' All of 9 events. Words, or fields such as leg:L1 is:problem lat>500.');
    expect(after('1 /').text[0]).toMatch(/^ All of 1 call\./);
    expect(after('\\ / busy').text[0]).toBe(' Marks what it finds and hides nothing; \\ switches that.');
  });

  it('are as wide as the screen, whatever is typed', () => {
    const {model} = after('/');
    fc.assert(
      fc.property(anyText, fc.nat(100), fc.constantFrom(60, 80, 160), (text, at, columns) => {
        const cursor = Math.min(at, text.length);
        const typing = {list: 'events' as const, text, cursor, before: {filter: ''}};
        const sized = {...model, view: {...model.view, columns, typing}};
        for (const row of linesOf(filterRows(sized, penFor(colored), typing), columns, colored))
          expect(widthOf(bare(row))).toBe(columns);
      }),
      {numRuns: 200},
    );
  });
});

describe('a line being typed', () => {
  const draw = (text: string, cursor: number, width: number) =>
    linesOf([inputRow(penFor(colored), width, safe`/`, {text, cursor}, parseFilter(text).errors, [])], width).join();

  it('is moved so that its cursor is seen', () => {
    const long = 'abcdefghij'.repeat(10);
    expect(draw(long, 100, 20)).toBe('/…defghijabcdefghij ');
    expect(draw(long, 0, 20)).toMatch(/^\/ abcdefghij/);
    expect(draw(long, 50, 20)).toContain('hija');
  });

  it('shows what could not be printed as escapes', () => {
    expect(draw('a\u202eb', 0, 20)).toBe('/ a\\u{202E}b        ');
  });
});

describe('the palette', () => {
  it('shows names, what may be written behind them, and their keys', () => {
    const rows = after(': snap').palette(plain);
    expect(rows[0]?.trimEnd()).toBe(': snap');
    expect(rows[2]).toMatch(/^▸snapshot \[FILE\] +write a snapshot \(JSON\) of this call +s $/);
  });

  it('marks the letters that were found', () => {
    expect(after(': problem Down').palette(colored)[2]).toContain('\x1b[1;4;38;5;221mproblem');
  });

  it('says what is not known, in as many rows as that takes', () => {
    expect(after(': sort Space what').palette(plain)[2]).toMatch(/^ sort: what is not known\./);
    expect(after(': qqqqqq').palette(plain)[2]).toMatch(/^ There is no command qqqqqq\./);
  });

  it('has rows as wide as its inside, whatever is typed', () => {
    for (const text of ['', 'snap', '漢字', 'explain 漢字', 'filter leg:"漢字', 'x'.repeat(300), '\u202e']) {
      const {model} = after(':');
      const typed = {...model, view: {...model.view, palette: {text, cursor: text.length, chosen: 0}}};
      const view = paletteOverlay(typed, penFor(colored), {
        width: 76,
        height: 16,
      });
      for (const row of linesOf(view.rows, 76, colored)) expect(widthOf(bare(row))).toBe(76);
    }
  });
});

describe('the list of ready-made filters', () => {
  it('says how much each finds, and what was picked as one filter', () => {
    const rows = after('f j Space').ready();
    expect(rows[0]).toMatch(/^ \[ \] problems +is:problem +\d+$/);
    expect(rows[1]).toMatch(/^▸\[x\] what the legs go through.* status:\* +8$/);
    expect(rows.at(-1)).toMatch(/^ \/status:\* +8$/);
  });
});
