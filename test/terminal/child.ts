import {writeFileSync} from 'node:fs';
/** The smallest program that takes a terminal over: each key is one way to end it. */
import {takeTerminal} from '../../source/terminal/device.js';
import {keySource} from '../../source/terminal/key-source.js';

const device = takeTerminal(
  {stdin: keySource(process.stdin), stdout: process.stdout, stderr: process.stderr, process},
  {
    onKey(key) {
      device.stdout.write(`key ${key} pid=${process.pid};`);
      keys[key]?.();
    },
    onStop: async code => {
      // Slower than a signal, quicker than the two seconds that are given.
      await new Promise(done => setTimeout(done, 50));
      process.stdout.write(`closed files with ${code}\n`);
    },
  },
);
// A timer like those of a real program: without our ending it, it runs for ever.
const timer = setInterval(() => {}, 1000);

const keys: Record<string, () => void> = {
  q: () => {
    clearInterval(timer);
    device.release();
  },
  x: () => process.exit(7),
  t: () => {
    throw new Error('thrown \x1b]0;PWNED\x07');
  },
  r: () => void Promise.reject(new Error('rejected')),
  w: () => console.warn('a warning \x1b[2J'),
  z: () => device.suspend(),
  f: () => {
    writeFileSync(process.argv[2] ?? '', 'flooding');
    for (let row = 0; row < 10_000; row += 1) device.screen.send('A row of a flood.');
  },
};
device.stdout.write(`ready pid=${process.pid};`);
