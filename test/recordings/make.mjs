/**
 * Records a call of every scenario with the program as it is now: `npm run build && node test/recordings/make.mjs [SCENARIO…]`.
 * Kept so that a later version is tried on what an earlier one wrote.
 */
import {execFileSync} from 'node:child_process';
import {rmSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const run = (...args) =>
  execFileSync(process.execPath, [cli, ...args], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit']});
const listed = run('simulate', '--list')
  .trim()
  .split('\n')
  .map(line => line.split(' ')[0]);
/** Many calls of the kinds that the others are. */
const many = ['burst', 'day'];

for (const name of process.argv.length > 2 ? process.argv.slice(2) : listed.filter(each => !many.includes(each))) {
  const file = fileURLToPath(new URL(`${name}.ndjson`, import.meta.url));
  rmSync(file, {force: true});
  run('demo', name, '--plain', '--quiet', '--speed', name === 'long-call' ? 'max' : '50', '--record', file);
}
