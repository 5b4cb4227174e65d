import jsqr from 'jsqr';
import {describe, expect, it} from 'vitest';
import type {Look} from '../../source/screen/look.js';
import {tunnelsSay} from '../../source/tunnel/tunnel-health.js';
import {observe} from '../helpers/seed.js';
import {fakeTerminal} from '../terminal/fake-terminal.js';
import {frame, modelOf} from './frame.js';

const decode = jsqr as unknown as typeof jsqr.default;

/** Pixels of a module. */
const SCALE = 4;

/** How light each half of a cell is, as a terminal draws it: by its character, its colours, and what the terminal stands on. */
function halvesOf(screen: ReturnType<typeof fakeTerminal>, background: 'dark' | 'light', hasTwo: boolean): number[][] {
  const {terminal} = screen;
  const [ground, text] = background === 'dark' ? [0, 220] : [255, 30];
  const lightness = (isDefault: boolean, color: number, otherwise: number) =>
    isDefault ? otherwise : ({0: 0, 15: 255, 16: 0, 231: 255}[color] ?? 128);
  const rows: number[][] = [];
  for (let y = 0; y < terminal.rows; y++) {
    const line = terminal.buffer.active.getLine(y);
    const [above, below]: [number[], number[]] = [[], []];
    for (let x = 0; x < terminal.cols; x++) {
      const cell = line?.getCell(x);
      if (!cell) continue;
      const colors = [
        lightness(cell.isFgDefault(), cell.getFgColor(), text),
        lightness(cell.isBgDefault(), cell.getBgColor(), ground),
      ];
      const [ink = 0, paper = 0] = cell.isInverse() ? colors.reverse() : colors;
      const character = cell.getChars() || ' ';
      const light = /[▀▄█ ]/.test(character) ? paper : (ink + paper) / 2;
      above.push(/[▀█]/.test(character) ? ink : light);
      below.push(/[▄█]/.test(character) ? ink : light);
    }
    rows.push(above, ...(hasTwo ? [below] : []));
  }
  return rows;
}

/** What a camera reads off a screen that was painted so. */
function readOff(lines: readonly string[], {columns, rows}: Size, look: Look): string | undefined {
  const screen = fakeTerminal(columns, rows);
  screen.write(lines.join('\r\n'));
  // In ASCII a module is two cells wide and one high: then a cell is as high as it is wide, twice.
  const halves = halvesOf(screen, look.background ?? 'dark', !look.ascii);
  const scaleX = look.ascii ? SCALE / 2 : SCALE;
  const [width, height] = [columns * scaleX, halves.length * SCALE];
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const light = halves[Math.floor(y / SCALE)]?.[Math.floor(x / scaleX)] ?? 0;
      pixels.set([light, light, light, 255], (y * width + x) * 4);
    }
  return decode(pixels, width, height, {inversionAttempts: 'dontInvert'})?.data;
}

type Size = {columns: number; rows: number};

const routes = {answer: '/answer', event: '/event', fallback: '/fallback', rtc: '/rtc'};
const setup = {version: '1.0.0', url: 'http://127.0.0.1:3000', routes};

/** A monitor that waits for its first call while a tunnel leads there. */
function waiting(url: string, size: Size, more = {}) {
  const said = tunnelsSay([{url, port: 3000}], 3000);
  const drafts = [
    {source: 'control', action: 'start', setup} as const,
    ...(said ? [{source: 'health', part: 'tunnel', ...said} as const] : []),
  ];
  return {...modelOf(observe(drafts), {...size, ...more}), mode: 'live' as const, file: undefined};
}

const looks: [string, Look][] = [
  ['256 colours', {depth: 'many', ascii: false}],
  ['256 colours on a light background', {depth: 'many', ascii: false, background: 'light'}],
  ['16 colours', {depth: 'few', ascii: false}],
  ['no colours', {depth: 'mono', ascii: false}],
  ['no colours on a light background', {depth: 'mono', ascii: false, background: 'light'}],
  ['the theme mono', {depth: 'many', ascii: false, theme: 'mono'}],
  ['ASCII', {depth: 'many', ascii: true}],
  ['ASCII without colours on a light background', {depth: 'mono', ascii: true, background: 'light'}],
];

const short = 'https://ab12.ngrok.app';
const long = 'https://words-that-nobody-would-choose-himself.trycloudflare.com';

describe('the public URL as a code', () => {
  it.each(looks)('is read off the first screen, with %s', (_, look) => {
    const size = {columns: 200, rows: 50};
    for (const url of [short, long]) expect(readOff(frame(waiting(url, size), look), size, look)).toBe(url);
  });

  it.each(looks)('is read off :qr, with %s', (_, look) => {
    const size = look.ascii ? {columns: 120, rows: 48} : {columns: 80, rows: 24};
    for (const url of [short, long])
      expect(readOff(frame(waiting(url, size, {overlay: 'qr'}), look), size, look)).toBe(url);
  });

  it('is in :qr alone where the first screen has no room for it, and in neither where the window is too small', () => {
    const shown = (size: Size, more = {}) => frame(waiting(long, size, more)).join('\n');
    const [usual, small] = [
      {columns: 80, rows: 24},
      {columns: 60, rows: 15},
    ];
    expect(shown(usual)).not.toMatch(/[▀▄]/);
    expect(shown(usual)).toContain(':qr is for a phone');
    expect(shown({columns: 160, rows: 48})).toMatch(/▀▀▀/);
    expect(shown({columns: 160, rows: 48})).not.toContain(':qr is for a phone');
    expect(shown(small, {overlay: 'qr'})).toContain('A larger window has room for its code.');
  });

  it('says nothing that is hidden in the words', () => {
    const url = 'https://447700900123.example.com';
    const size = {columns: 160, rows: 48};
    const shown = (more = {}) => frame(waiting(url, size, {masking: 'on', ...more})).join('\n');
    expect(shown()).not.toMatch(/7700900|[▀▄]/);
    expect(shown({overlay: 'qr'})).toContain('No code of it while numbers are hidden.');
  });
});
