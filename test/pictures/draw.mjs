// Draws the README's pictures: the built program in a real pseudo-terminal, its cells as SVG. `npm run pictures`, after a change
// of the screen. Each picture waits for what it is to show, not for a time.
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';

const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** All that comes of a busy call has come. */
const ENDED_BUSY = [
  [/13 shown/, ''],
  [/ended busy/, ''],
];

/** name → size, the demo's arguments, and steps: keys to press, and what the screen must show before the next one. */
const pictures = {
  live: {title: 'A call in progress at 80×24', columns: 80, rows: 24, args: [], steps: [[/2 of 2 legs answered/, '']]},
  ladder: {
    title: 'The call as a ladder',
    columns: 110,
    rows: 34,
    args: [],
    steps: [
      [/2 of 2 legs answered/, 'v'],
      [/talking \d/, ''],
    ],
  },
  media: {
    title: 'The WebSocket of a voice agent',
    columns: 110,
    rows: 26,
    args: ['agent'],
    steps: [
      [/websocket:open/, '2'],
      [/▸ 2 Legs/, 'j'],
      [/only leg/, 'v'],
      [/turns 3|interrupted/, ''],
    ],
  },
  wide: {title: 'A busy call at 160 columns', columns: 160, rows: 48, args: ['busy'], steps: ENDED_BUSY},
  small: {title: 'A busy call at 60×15', columns: 60, rows: 15, args: ['busy'], steps: ENDED_BUSY},
  low: {title: 'A busy call at 200×15', columns: 200, rows: 15, args: ['busy'], steps: ENDED_BUSY},
  conference: {
    title: 'A conference of eight at 200×60',
    columns: 200,
    rows: 60,
    args: ['conference', '--speed', 'max'],
    steps: [[/64 shown/, '']],
  },
};

const CELL = {width: 8.4, height: 18, margin: 12};
const PALETTE =
  '#1d1f21 #cc6666 #8abe6b #d8b25f #6f9fd8 #b294bb #6fb8b0 #c5c8c6 #767a80 #ff7b7b #a6e37c #ffd479 #8cc4ff #d7b6e8 #8be0d6 #ffffff'.split(
    ' ',
  );
/** xterm's 256 colours: 16 of a theme, a cube of 6 × 6 × 6, and 24 greys. */
function colorOf(number) {
  if (number < 16) return PALETTE[number];
  const part = level => (level === 0 ? 0 : 55 + 40 * level);
  const cube = number - 16;
  const parts =
    number < 232
      ? [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map(part)
      : [0, 0, 0].fill(8 + 10 * (number - 232));
  return `#${parts.map(each => each.toString(16).padStart(2, '0')).join('')}`;
}
const PAPER = '#16181a';
const INK = '#c9ccd1';

for (const [name, {title, columns, rows, args, steps}] of Object.entries(pictures)) {
  const home = mkdtempSync(join(tmpdir(), 'convo-monitor-picture-'));
  const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
  const env = {PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8', TERM: 'xterm-256color', TZ: 'UTC'};
  const child = pty.spawn(process.execPath, [program, 'demo', ...args], {cols: columns, rows, cwd: home, env});
  child.onData(data => terminal.write(data));
  // The program asks how wide its characters are.
  terminal.onData(data => child.write(data));
  const text = () =>
    Array.from({length: rows}, (_, y) => terminal.buffer.active.getLine(y)?.translateToString() ?? '').join('\n');
  for (const [shown, keys] of steps) {
    await until(() => shown.test(text()));
    child.write(keys);
  }
  // The frame that shows it may still be on its way: two looks that agree are a whole one.
  let before = '';
  await until(() => {
    const isWhole = text() === before;
    before = text();
    return isWhole;
  });
  writeFileSync(fileURLToPath(new URL(`${name}.svg`, import.meta.url)), svg(terminal, columns, rows, title));
  child.write('Q');
  await new Promise(resolve => child.onExit(resolve));
  rmSync(home, {recursive: true, force: true});
}

/** Looks ten times a second, for a minute at most. */
async function until(isSo) {
  for (let look = 0; look < 600; look++) {
    if (isSo()) return;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error('The screen never showed what the picture is to show.');
}

function svg(terminal, columns, rows, title) {
  const parts = [];
  for (let y = 0; y < rows; y++)
    for (const run of runsOf(terminal.buffer.active.getLine(y), columns)) parts.push(drawn(run, y));
  const width = columns * CELL.width + 2 * CELL.margin;
  const height = rows * CELL.height + 2 * CELL.margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${title}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${PAPER}"/>`,
    `<g font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">`,
    ...parts,
    '</g></svg>\n',
  ].join('\n');
}

/** Cells side by side that look the same, blanks without a background left out. */
function runsOf(line, columns) {
  const runs = [];
  for (let x = 0; x < columns; x++) {
    const cell = line?.getCell(x);
    if (!cell || cell.getWidth() === 0) continue;
    const look = lookOf(cell);
    const last = runs.at(-1);
    if (last && last.key === look.key && last.x + last.cells === x) {
      last.text += cell.getChars() || ' ';
      last.cells += cell.getWidth();
    } else {
      runs.push({...look, x, cells: cell.getWidth(), text: cell.getChars() || ' '});
    }
  }
  return runs.filter(({text, back}) => back !== PAPER || text.trim() !== '');
}

function lookOf(cell) {
  let fore = cell.isFgDefault() ? INK : colorOf(cell.getFgColor());
  let back = cell.isBgDefault() ? PAPER : colorOf(cell.getBgColor());
  if (cell.isInverse()) [fore, back] = [back, fore];
  const look = {fore, back, bold: cell.isBold() !== 0, dim: cell.isDim() !== 0};
  return {...look, key: JSON.stringify(look)};
}

function drawn({x, cells, text, fore, back, bold, dim}, y) {
  const at = column => (CELL.margin + (x + column) * CELL.width).toFixed(1);
  const long = count => (count * CELL.width).toFixed(1);
  const top = CELL.margin + y * CELL.height;
  const paper =
    back === PAPER
      ? ''
      : `<rect x="${at(0)}" y="${top}" width="${long(cells)}" height="${CELL.height}" fill="${back}"/>`;
  const style = `${bold ? ' font-weight="bold"' : ''}${dim ? ' opacity="0.6"' : ''}`;
  // Browsers disagree about blanks at the ends of a text, and about several of them: so there are none.
  const pieces = [...text.matchAll(/\S+(?: \S+)*/g)].map(({0: piece, index}) => {
    const escaped = piece.replace(/[&<>]/g, c => `&#${c.charCodeAt(0)};`);
    return `<text x="${at(index)}" y="${top + 13}" textLength="${long(piece.length)}" lengthAdjust="spacingAndGlyphs" fill="${fore}"${style}>${escaped}</text>`;
  });
  return paper + pieces.join('');
}
