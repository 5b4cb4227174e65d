import {EventEmitter} from 'node:events';
import {Box, render, Text, useApp} from 'ink';
import {useEffect, useState} from 'react';
import {Table} from '../../../source/screen/ink-table.js';
import {takeTerminal} from '../../../source/terminal/device.js';
import {paint} from '../../../source/terminal/style.js';
import {safe} from '../../../source/text/printable.js';

const columns = [
  {title: safe`leg`, width: 5},
  {title: safe`status`, width: 10},
];

const pressed = new EventEmitter<Record<string, []>>();

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
  const rows = [
    [safe`L1`, safe`answered`],
    [safe`L2`, safe`ring ${count}`],
  ];
  return (
    <Box flexDirection="column">
      <Table columns={columns} rows={rows} paintTitle={text => paint({bold: true}, text)} paintCell={text => text} />
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
