import {execFile, spawnSync} from 'node:child_process';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {beforeAll, describe, expect, it} from 'vitest';
import {inPty} from '../terminal/pty.js';
import {emptyFolder} from './leftovers.js';
import {run} from './program.js';

const ask = async (file: string, args: readonly string[], cwd: string) =>
  (await promisify(execFile)(file, args, {cwd, env: {PATH: process.env.PATH, HOME: cwd, TERM: 'dumb'}})).stdout.trim();

/** What is typed, and what a shell then offers; the folder has the file call.ndjson. */
const typed: readonly [line: string, offers: readonly string[]][] = [
  ['convo-monitor exp', ['expect', 'explain', 'export']],
  ['convo-monitor demo bus', ['busy']],
  ['convo-monitor demo --theme mon', ['mono']],
  ['convo-monitor --theme hi', ['high-contrast']],
  ['convo-monitor recordings pr', ['prune']],
  ['convo-monitor completions ', ['bash', 'fish', 'zsh']],
  ['convo-monitor help tok', ['token']],
  ['convo-monitor open --unti', ['--until']],
  ['convo-monitor --no-rec', ['--no-record']],
  ['convo-monitor open cal', ['call.ndjson']],
  ['convo-monitor --private-key cal', ['call.ndjson']],
  ['convo-monitor token cal', []],
];

/** How a shell is asked, without a terminal, what it would offer. */
const asked = {
  bash: (file: string, line: string) => [
    '-c',
    `source ${file}; COMP_WORDS=(${line}${line.endsWith(' ') ? "''" : ''}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _convo_monitor; printf '%s\n' "\${COMPREPLY[@]}"`,
  ],
  fish: (file: string, line: string) => ['--no-config', '-c', `source ${file}; complete -C '${line}'`],
};
type Shell = keyof typeof asked;

let folder = '';
beforeAll(async () => {
  folder = await emptyFolder();
  await writeFile(join(folder, 'call.ndjson'), '');
  for (const shell of ['bash', 'zsh', 'fish']) {
    const {status, out, err} = await run(['completions', shell]);
    expect([status, err]).toEqual([0, '']);
    await writeFile(join(folder, `.${shell}`), out);
  }
});

const isMissing = (shell: string) => spawnSync(shell, ['-c', 'true']).status !== 0;

describe.each(Object.keys(asked) as Shell[])('%s', shell => {
  it.skipIf(isMissing(shell)).each(typed)('offers for “%s” what there is', async (line, offers) => {
    const out = await ask(shell, asked[shell](join(folder, `.${shell}`), line), folder);
    const words = out.split('\n').map(each => each.split('\t')[0]);
    expect(words.filter(Boolean).sort()).toEqual([...offers].sort());
  });
});

describe('zsh', () => {
  it.skipIf(isMissing('zsh'))('offers what there is, each with what it is', async () => {
    const {pty, shows, ended} = inPty(`cd '${folder}' && exec zsh -f -i`, {columns: 100, rows: 40});
    // What is typed is shown as well: only the prompt has this sign.
    pty.write("autoload -U compinit; compinit -u -D; source ./.zsh; PS1=$'\\u25b6 '; clear\r");
    await shows(/^▶ *$/m);
    pty.write('convo-monitor exp\t\t');
    await shows(/^explain +-- what a status/m);
    await shows(/^export +-- a recording in another form/m);
    pty.write('\x15convo-monitor demo --th\tmon\tbus\t');
    await shows(/^▶ convo-monitor demo --theme=mono busy/m);
    pty.write('\x15convo-monitor open cal\t');
    await shows(/^▶ convo-monitor open call\.ndjson/m);
    pty.write('\x15exit\r');
    await ended;
  });
});

it('names what it takes where the shell is another', async () => {
  const {status, err} = await run(['completions', 'tcsh']);
  expect([status, err]).toEqual([2, expect.stringContaining('completions takes bash, zsh or fish; it was "tcsh"')]);
});
