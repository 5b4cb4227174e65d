import {EventEmitter} from 'node:events';
import {Box, render, Text, useApp} from 'ink';
import {useEffect, useState} from 'react';
import {tableDrawer} from '../../../source/screen/ink-table.js';
import {takeTerminal} from '../../../source/terminal/device.js';
import {safe} from '../../../source/text/printable.js';

const columns = [
  {title: safe`leg`, width: 5},
  {title: safe`status`, width: 10},
];

const pressed = new EventEmitter<Record<string, []>>();
const drawTable = tableDrawer();
const look = {depth: 'many', ascii: false} as const;
const tableOf = (count: number) =>
  drawTable(look, 20, {
    columns,
    rows: [
      [[safe`L1`], [safe`answered`]],
      [[safe`L2`], [safe`ring ${count}`]],
    ],
    hasTitles: true,
  });
/** By the number of rings: Ink draws a table only outside of React's own drawing. */
const tables = Array.from({length: 20}, (_, count) => tableOf(count));

function App() {
  const [count, setCount] = useState(0);
  const {exit} = useApp();
  const [isBroken, setBroken] = useState(false);
  useEffect(() => {
    pressed.on('j', () => setCount(before => before + 1));
    pressed.on('q', exit);
    pressed.on('b', () => setBroken(true));
    return () => void pressed.removeAllListeners();
  }, [exit]);
  if (isBroken) throw new Error('broken \x1b]0;PWNED\x07 screen');
  return (
    <Box flexDirection="column">
      <Text>{tables[count]?.join('\n')}</Text>
      <Text>{`NODE_ENV ${process.env.NODE_ENV}, performance entries ${performance.getEntries().length}`}</Text>
    </Box>
  );
}

export async function start(): Promise<void> {
  const device = takeTerminal(
    {stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, process},
    {onKey: key => pressed.emit(key)},
  );
  const app = render(<App />, {
    stdin: device.stdin,
    stdout: device.stdout,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  await app.waitUntilExit().then(device.release, device.fail);
}
