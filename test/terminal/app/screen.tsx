import {Box, render, Text, useApp, useInput} from 'ink';
import {useState} from 'react';
import {Table} from '../../../source/screen/ink-table.js';
import {takeTerminal} from '../../../source/terminal/device.js';
import {keysOf} from '../../../source/terminal/keys.js';
import {paint} from '../../../source/terminal/style.js';
import {safe} from '../../../source/text/printable.js';

const columns = [
  {title: safe`leg`, width: 5},
  {title: safe`status`, width: 10},
];

function App() {
  const [count, setCount] = useState(0);
  const {exit} = useApp();
  useInput((input, key) => {
    for (const name of keysOf(input, key)) {
      if (name === 'j') setCount(before => before + 1);
      if (name === 'q') exit();
      if (name === 'b') throw new Error('broken \x1b]0;PWNED\x07 screen');
    }
  });
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
  const device = takeTerminal({stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, process});
  const app = render(<App />, {
    stdin: device.stdin,
    stdout: device.stdout,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  await app.waitUntilExit().then(device.release, device.fail);
}
