// Types, lint, import rules, unused code and the build, all at once: none needs another's result. `npm test` begins with it.
import {spawn} from 'node:child_process';
import {once} from 'node:events';

/** Runs a script of package.json; what it said is printed only when it failed. */
async function check(script) {
  const child = spawn('npm', ['run', '--silent', script], {stdio: ['ignore', 'pipe', 'pipe']});
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => (said += text));
  const [status] = await once(child, 'close');
  console.log(`${status === 0 ? '✓' : '✗'} ${script}${status === 0 ? '' : `\n${said}`}`);
  return status === 0;
}

const results = await Promise.all(['types', 'lint', 'imports', 'unused', 'build'].map(check));
process.exit(results.every(Boolean) ? 0 : 1);
