/**
 * `walker.js FILE`: what `convo-monitor open FILE` does, again and again in one process, so that a walk through all keys does not
 * pay for two hundred starts. Before and after each round it prints the modes of the terminal, and after it the exit status, as
 * the shell of on-screen.ts does; then it waits for a key.
 */
import {spawnSync} from 'node:child_process';
import {run} from '../../source/commands/open.js';

const [file = ''] = process.argv.slice(2);
const modes = () => spawnSync('stty', ['-a'], {stdio: ['inherit', 'pipe', 'inherit'], encoding: 'utf8'}).stdout;

for (;;) {
  process.stdout.write(modes());
  const status = await run([file], {});
  process.stdout.write(`status=${status}.\n${modes()}over.\n`);
  const pressed = new Promise(resolve => process.stdin.once('data', resolve));
  // The program lets go of standard input when it ends.
  process.stdin.ref();
  process.stdin.resume();
  await pressed;
  process.stdin.pause();
}
