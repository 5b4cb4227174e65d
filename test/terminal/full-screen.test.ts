import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {FullScreen} from '../../source/terminal/full-screen.js';
import {paint, type Style} from '../../source/terminal/style.js';
import {fit, printable, type Safe, safe} from '../../source/text/printable.js';
import {ALLOWED, fakeOutput, turn} from './fake-terminal.js';
import {hostile} from './hostile.js';

function open(columns = 80, rows = 24) {
  const fake = fakeOutput(columns, rows);
  const screen = new FullScreen(fake.output);
  screen.enter();
  return {...fake, screen};
}

/** Shows a frame and gives the bytes that it took. */
async function show({screen, taken}: ReturnType<typeof open>, ...rows: string[]) {
  taken();
  screen.write(rows.join('\n'));
  await turn();
  return taken();
}

const rule = '─'.repeat(78);
const page = Array.from({length: 24}, (_, row) => (row === 0 ? `┌${rule}┐` : `│${fit(printable(`row ${row}`), 78)}│`));
const withRow = (row: number, text: string) => page.map((line, index) => (index === row ? text : line));

describe('the alternate screen', () => {
  it('is entered before the first frame and left for what was there before', async () => {
    const fake = fakeOutput(40, 5);
    fake.write('$ convo-monitor\r\n');
    const screen = new FullScreen(fake.output);
    screen.write('hello');
    await turn();
    expect(fake.seen()[0]).toBe('$ convo-monitor');
    screen.enter();
    await turn();
    expect(fake.isAlternate()).toBe(true);
    expect(fake.seen()).toEqual(['hello', '', '', '', '']);
    screen.leave();
    expect(fake.isAlternate()).toBe(false);
    expect(fake.seen()[0]).toBe('$ convo-monitor');
    expect(fake.taken()).toMatch(
      /\x1b\[\?2026l\x1b\[<u\x1b\[>4m\x1b\[m\x1b\[\?2004l\x1b\[\?7h\x1b\[\?25h\x1b\[1;1H\r\n\x1b\[\?1049l$/,
    );
  });

  it('writes nothing after it was left, nor when it is left twice', async () => {
    const terminal = open();
    await show(terminal, ...page);
    terminal.screen.leave();
    terminal.taken();
    terminal.screen.leave();
    expect(await show(terminal, 'late')).toBe('');
  });

  it('comes back with the last frame after a suspension', async () => {
    const terminal = open();
    await show(terminal, 'before', 'after');
    terminal.screen.leave();
    terminal.screen.enter();
    await turn();
    expect(terminal.seen()).toEqual(['before', 'after', ...Array(22).fill('')]);
  });
});

describe('frames', () => {
  it('fill the terminal to its last row without scrolling it', async () => {
    const terminal = open();
    await show(terminal, ...page);
    expect(terminal.seen()).toEqual(page);
    expect(terminal.terminal.buffer.active.baseY).toBe(0);
  });

  it('cost nothing when nothing changed', async () => {
    const terminal = open();
    await show(terminal, ...page);
    expect(await show(terminal, ...page)).toBe('');
  });

  it('cost under 60 bytes when one clock moved', async () => {
    const terminal = open();
    await show(terminal, ...withRow(5, `│${fit(printable('CON-4bf6  ● talk  00:42'), 78)}│`));
    const bytes = await show(terminal, ...withRow(5, `│${fit(printable('CON-4bf6  ● talk  00:43'), 78)}│`));
    expect(bytes).toBe('\x1b[?2026h\x1b[6;24H3\x1b[?2026l');
    expect(Buffer.byteLength(bytes)).toBeLessThan(60);
    expect(terminal.seen()[5]).toContain('00:43');
  });

  it('erase what got shorter, and rows that are gone', async () => {
    const terminal = open(20, 4);
    await show(terminal, 'a long first row', 'second', 'third');
    await show(terminal, 'a', 'second');
    expect(terminal.seen()).toEqual(['a', 'second', '', '']);
  });

  it('keep the letter in the last column', async () => {
    const terminal = open(10, 2);
    await show(terminal, '0123456789', 'x');
    await show(terminal, 'abc      Z', 'x');
    expect(terminal.seen()[0]).toBe('abc      Z');
    await show(terminal, 'abc', 'x');
    await show(terminal, '漢字漢字漢', 'x');
    expect(terminal.seen()[0]).toBe('漢字漢字漢');
  });

  it('are cut to the terminal, in both directions', async () => {
    const terminal = open(10, 2);
    await show(terminal, 'x'.repeat(50), 'y', 'z');
    expect(terminal.seen()).toEqual(['xxxxxxxxxx', 'y']);
  });

  it('are skipped while the terminal is full, and the last one wins', async () => {
    const terminal = open(20, 2);
    terminal.fill();
    await show(terminal, 'first');
    for (const text of ['second', 'third', 'fourth']) expect(await show(terminal, text)).toBe('');
    terminal.taken();
    terminal.drain();
    await turn();
    expect(terminal.taken()).not.toContain('third');
    expect(terminal.seen()[0]).toBe('fourth');
  });

  it('show the cursor where text goes in, and hide it where none does', async () => {
    const terminal = open(20, 5);
    let bytes = terminal.taken();
    const showing = async (frame: string) => {
      bytes += await show(terminal, ...frame.split('\n'));
      const {cursorX, cursorY} = terminal.terminal.buffer.active;
      return bytes.lastIndexOf('\x1b[?25h') > bytes.lastIndexOf('\x1b[?25l') && [cursorX, cursorY];
    };
    const typed = (text: Safe) => `list\n: ${text}${paint({hasCursor: true}, safe` `, {depth: 'many'})}`;
    expect(await showing('list')).toBe(false);
    expect(await showing(typed(safe`a漢`))).toEqual([5, 1]);
    expect(await showing(typed(safe`a`))).toEqual([3, 1]);
    expect(await showing('list\n: a')).toBe(false);
    expect(bytes).not.toContain('\x1b[10m');
  });

  it('painted one over another show what each would show alone', async () => {
    const style = fc.record<Style>({
      color: fc.constantFrom('red', 'green', 'gray', undefined),
      bold: fc.boolean(),
      underline: fc.boolean(),
      inverse: fc.boolean(),
    });
    const text = fc.string({unit: fc.constantFrom(...'ab  ', '│', '漢', 'e\u0301', '→'), maxLength: 25});
    const line = fc
      .array(fc.tuple(style, text), {maxLength: 3})
      .map(parts => parts.map(([style, text]) => paint(style, printable(text), {depth: 'many'})).join(''));
    const frame = fc.array(line, {maxLength: 6}).map(lines => lines.join('\n'));
    const cells = ({terminal}: ReturnType<typeof open>) =>
      Array.from({length: 5 * 20}, (_, index) => {
        const cell = terminal.buffer.active.getLine(Math.floor(index / 20))?.getCell(index % 20);
        return [
          cell?.getChars() || ' ',
          cell?.getFgColor(),
          cell?.isBold(),
          cell?.isUnderline(),
          cell?.isInverse(),
        ].join();
      });
    await fc.assert(
      fc.asyncProperty(fc.array(frame, {minLength: 1, maxLength: 5}), async frames => {
        const one = open(20, 5);
        for (const frame of frames) await show(one, frame);
        const other = open(20, 5);
        await show(other, frames.at(-1) ?? '');
        expect(cells(one)).toEqual(cells(other));
      }),
      {numRuns: 200},
    );
  });
});

describe('resizing', () => {
  it('tells Ink, and paints everything again', async () => {
    const terminal = open(20, 3);
    await show(terminal, 'one', 'two');
    const sizes: number[][] = [];
    terminal.screen.on('resize', () => sizes.push([terminal.screen.columns, terminal.screen.rows]));
    terminal.resize(30, 5);
    await turn();
    expect(sizes).toEqual([[30, 5]]);
    expect(terminal.seen()).toEqual(['one', 'two', '', '', '']);
  });

  it('survives a storm, ending in the right picture', async () => {
    const terminal = open();
    const sizes = fc.sample(fc.tuple(fc.nat(500), fc.nat(200)), {numRuns: 300, seed: 1});
    for (const [columns, rows] of [...sizes, [1, 1], [0, 0], [500, 200], [80, 24]] as [number, number][]) {
      terminal.resize(columns, rows);
      terminal.screen.write(page.join('\n'));
      if (columns % 7 === 0) await turn();
    }
    await turn();
    expect(terminal.seen()).toEqual(page);
    expect(terminal.screen.listenerCount('resize')).toBe(0);
  });

  it('takes 80 by 24 from a terminal that does not know its size', () => {
    const terminal = open();
    terminal.resize(0, 0);
    expect([terminal.screen.columns, terminal.screen.rows]).toEqual([80, 24]);
  });
});

describe('hostile text that was never made printable', () => {
  it.each(hostile)('never %s', async (_, text) => {
    const terminal = open(40, 4);
    const titles: string[] = [];
    terminal.terminal.onTitleChange(title => titles.push(title));
    const replies: string[] = [];
    terminal.terminal.onData(data => replies.push(data));
    await show(terminal, 'top', text.replaceAll('\n', ' '), 'bottom');
    terminal.screen.leave();
    expect(terminal.written.join('')).toMatch(ALLOWED);
    expect([titles, replies]).toEqual([[], []]);
  });
});
