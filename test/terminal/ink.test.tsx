import {Box, render, Text, useStdout} from 'ink';
import {useEffect, useState} from 'react';
import {afterEach, describe, expect, it} from 'vitest';
import {FullScreen} from '../../source/terminal/full-screen.js';
import {INK_INPUT} from '../../source/terminal/keyboard.js';
import {fit, safe} from '../../source/text/printable.js';
import {until} from '../helpers/until.js';
import {ALLOWED, fakeOutput, turn} from './fake-terminal.js';

let unmount = () => {};
afterEach(() => unmount());

let tick = () => {};

/** As high and as wide as the terminal: one text a row, a clock in the second. */
function App() {
  const {stdout} = useStdout();
  const [size, setSize] = useState({columns: stdout.columns, rows: stdout.rows});
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    tick = () => setSeconds(before => before + 1);
    const resized = () => setSize({columns: stdout.columns, rows: stdout.rows});
    stdout.on('resize', resized);
    return () => void stdout.off('resize', resized);
  }, [stdout]);
  return (
    <Box flexDirection="column">
      {Array.from({length: size.rows}, (_, row) => (
        <Text key={row} wrap="truncate-end">
          {fit(row === 1 ? safe`clock ${seconds}` : safe`row ${row}`, size.columns)}
        </Text>
      ))}
    </Box>
  );
}

async function open(columns = 80, rows = 24) {
  const fake = fakeOutput(columns, rows);
  const screen = new FullScreen(fake.output);
  screen.enter();
  const app = render(<App />, {
    stdin: INK_INPUT,
    stdout: screen as unknown as NodeJS.WriteStream,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  ({unmount} = app);
  await until(() => expect(fake.seen()[1]).toBe('clock 0'));
  return {...fake, app, screen};
}

const expected = (rows: number, seconds: number) =>
  Array.from({length: rows}, (_, row) => (row === 1 ? `clock ${seconds}` : `row ${row}`));

describe('Ink on our screen', () => {
  it('fills the terminal to the last row, and changes one character for under 60 bytes', async () => {
    const {seen, taken, terminal} = await open();
    expect(seen()).toEqual(expected(24, 0));
    expect(terminal.buffer.active.baseY).toBe(0);
    taken();
    tick();
    await until(() => expect(seen()[1]).toBe('clock 1'));
    expect(Buffer.byteLength(taken())).toBeLessThan(60);
  });

  it('ends a storm of resizing with the right picture', async () => {
    const {seen, resize, written} = await open();
    for (let index = 0; index < 200; index += 1) {
      resize(1 + ((index * 37) % 200), 1 + ((index * 53) % 70));
      if (index % 20 === 0) {
        tick();
        await turn();
      }
    }
    for (const [columns, rows] of [
      [1, 1],
      [0, 0],
      [200, 60],
      [100, 30],
    ] as const)
      resize(columns, rows);
    await until(() => expect(seen()).toEqual(expected(30, 10)));
    expect(written.join('')).toMatch(ALLOWED);
  });

  it('leaves the screen as it found it when it unmounts', async () => {
    const {app, screen, isAlternate, written} = await open(20, 5);
    app.unmount();
    screen.leave();
    await turn();
    expect(isAlternate()).toBe(false);
    expect(written.at(-1)).toMatch(/\x1b\[\?1049l$/);
  });
});
