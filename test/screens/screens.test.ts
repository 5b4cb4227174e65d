import {readdirSync, readFileSync} from 'node:fs';
import {beforeAll, describe, expect, it} from 'vitest';
import {bundled} from '../helpers/bundled.js';
import {until} from '../helpers/until.js';
import {ALLOWED} from '../terminal/fake-terminal.js';
import {inPty} from '../terminal/pty.js';
import {crookedCorners} from './borders.js';
import {MIDDLE, type SizeName, scenesAt, sizes} from './scenes.js';

/** What the terminal showed of a scene. */
type Shot = {
  text: string;
  cells: string[][];
  /** Of all cells: the foreground and background colours that are not the terminal's own. */
  colours: Set<string>;
  wrapped: number;
  scrolled: number;
  isCursorHidden: boolean;
  /** Rows and the widest row of the frame, as it was handed to the terminal's device. */
  frame: {rows: number; widest: number};
  /** Rows that show a phone number though numbers are to be hidden. */
  unhidden: string;
};

/** The sizes whose screens are kept as text: in the others, their properties are looked at. */
const kept: readonly SizeName[] = ['80x24', '160x48'];

const folderOf = (size: SizeName) => new URL(`shown/${size}/`, import.meta.url);

let gallery = '';
beforeAll(async () => {
  gallery = await bundled('screens/gallery.tsx');
});

const inAscii: Readonly<Record<string, string>> = {'┌': '+', '┐': '+', '└': '+', '┘': '+', '│': '|', '─': '-'};

/** Borders that are not in the same places in ASCII. */
function lostBorders(cells: string[][], ascii: string[][]): string[] {
  return cells.flatMap((line, row) =>
    line.flatMap((cell, column) => {
      const drawn = ascii[row]?.[column];
      return cell in inAscii && drawn !== inAscii[cell] ? [`${row}:${column} ${cell} is ${drawn}`] : [];
    }),
  );
}

/** Where nothing can be shown in inverse, the cursor of what is typed is a character. */
const withoutCursor = (text: string) => text.replaceAll('▏', ' ').replaceAll(/ +$/gm, '');

function shoot({terminal, seen}: ReturnType<typeof inPty>, told: Pick<Shot, 'frame' | 'unhidden'>): Shot {
  const {buffer, cols, rows} = terminal;
  const lines = Array.from({length: rows}, (_, row) => buffer.active.getLine(buffer.active.viewportY + row));
  const colours = new Set<string>();
  const cells = lines.map(line =>
    Array.from({length: cols}, (_, column) => {
      const cell = line?.getCell(column);
      if (!cell?.isFgDefault()) colours.add(`text ${cell?.getFgColor()}`);
      if (!cell?.isBgDefault()) colours.add(`paper ${cell?.getBgColor()}`);
      return cell?.getWidth() === 0 ? '' : cell?.getChars() || ' ';
    }),
  );
  const {_core} = terminal as unknown as {_core: {coreService: {isCursorHidden: boolean}}};
  return {
    text: `${seen().join('\n')}\n`,
    cells,
    colours,
    wrapped: lines.filter(line => line?.isWrapped).length,
    scrolled: buffer.active.baseY,
    isCursorHidden: _core.coreService.isCursorHidden,
    ...told,
  };
}

describe.each(Object.keys(sizes) as SizeName[])('a terminal of %s', size => {
  const {columns, rows} = sizes[size];
  const shots = new Map<string, Shot>();
  let bytes = '';
  beforeAll(async () => {
    const run = inPty(`'${process.execPath}' '${gallery}' ${size}`, {columns, rows});
    run.useTodaysUnicode();
    run.terminal.onTitleChange(title => {
      const [number = '', height, widest, unhidden = ''] = title.split(' ');
      const frame = {rows: Number(height), widest: Number(widest)};
      shots.set(scenesAt(size)[Number(number)]?.[0] ?? '', shoot(run, {frame, unhidden: decodeURIComponent(unhidden)}));
    });
    const names = scenesAt(size).map(([name]) => name);
    const all = () => expect([...shots.keys()], run.output().slice(-2000)).toEqual(names);
    await until(all);
    run.pty.write('q');
    await run.ended;
    bytes = run.output().replace(/\x1b\]0;\d[^\x07]*\x07/g, '');
  });

  const shot = (name: string): Shot => {
    const found = shots.get(name);
    if (!found) throw new Error(`${name} was not drawn at ${size}.`);
    return found;
  };

  it.each(scenesAt(size))('shows: %s', async (name, {as, look, floats, model}) => {
    const {text, cells, colours, wrapped, scrolled, isCursorHidden, frame, unhidden} = shot(name);
    const {palette, typing, searching, noting} = model(sizes[size]).view;
    // The cursor is where somebody types.
    const isTyped = look?.depth !== 'none' && (palette ?? typing ?? searching ?? noting) !== undefined;
    expect({wrapped, scrolled, isCursorHidden}).toEqual({wrapped: 0, scrolled: 0, isCursorHidden: !isTyped});
    expect(frame.rows).toBe(name === 'too-small' ? 1 : rows);
    expect(frame.widest).toBeLessThanOrEqual(columns);
    expect(unhidden, 'phone numbers that are shown though they are to be hidden').toBe('');
    expect(text).not.toMatch(
      /\b1 (calls|events|frames|gaps|legs|listeners|messages|observations|problems|turns|webhooks)\b/,
    );
    if (look?.ascii) expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    else if (!floats) expect(crookedCorners(cells)).toEqual([]);
    if (look?.depth === 'none' || look?.theme === 'mono') expect([...colours]).toEqual([]);
    if (as !== undefined) {
      if (look?.ascii) expect(lostBorders(shot(as).cells, cells)).toEqual([]);
      else expect(withoutCursor(text)).toBe(shot(as).text);
    } else if (kept.includes(size)) await expect(text).toMatchFileSnapshot(`shown/${size}/${name}.txt`);
    else {
      expect(text).toMatch(name === 'too-small' ? /needs 60×15/ : /^ convo-monitor [A-Z]+ /);
      expect(text, 'a text was cut in front of free cells').not.toMatch(/\S… {2,}│/);
    }
  });

  it('was sent nothing but text, styles and places of the cursor', () => {
    expect(bytes).toMatch(ALLOWED);
  });

  it.runIf(kept.includes(size))('has no texts of states that are gone', () => {
    const expected = scenesAt(size).flatMap(([name, {as}]) => (as === undefined ? [`${name}.txt`] : []));
    const files = readdirSync(folderOf(size));
    expect(files.filter(file => !expected.includes(file))).toEqual([]);
  });
});

it('shows numbers where they are not to be hidden', () => {
  const shown = kept.flatMap(size =>
    readdirSync(folderOf(size)).map(name => readFileSync(new URL(name, folderOf(size)), 'utf8')),
  );
  expect(shown.filter(text => MIDDLE.test(text)).length).toBeGreaterThan(shown.length / 2);
});
