import {execFile} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {Script} from 'node:vm';
import {describe, expect, it} from 'vitest';
import {builtProgram} from '../helpers/built-program.js';

/** Runs the program with these arguments of Node's and its own; resolves with all that it said, and its exit status. */
async function run(node: string, nodeArgs: string[], args: string[]) {
  const bin = join(await builtProgram(), 'dist/cli.js');
  return new Promise<{said: string; exit: number}>(resolve => {
    const child = execFile(node, [...nodeArgs, bin, ...args], (_, stdout, stderr) => {
      resolve({said: stdout + stderr, exit: child.exitCode ?? -1});
    });
  });
}

/** This Node, which takes itself for another version. */
const as = (version: string, args: string[]) => {
  const versions = `Object.defineProperty(process, 'versions', {value: {...process.versions, node: '${version}'}})`;
  return run(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(versions)}`], args);
};

const sentence = (version: string) =>
  `convo-monitor needs Node 20.19 or newer, and this is Node ${version}: ` +
  'install a newer one from https://nodejs.org or with your version manager (nvm install 22), and start again.\n';

const verbs = [[], ['demo'], ['--version'], ['--help'], ['ncco', 'answer.json'], ['explain', '486'], ['no-such-verb']];

const why = 'NODE_18 names no Node 18, such as node_modules/node/bin/node of a folder where npm i node@18 ran.';

describe('a Node that is too old', () => {
  it.each(['10.24.1', '18.20.8', '20.18.3'])('is told in one sentence, with exit status 3: %s', async version => {
    const asked = verbs.map(args => as(version, args));
    for (const answer of await Promise.all(asked)) expect(answer).toEqual({said: sentence(version), exit: 3});
  });

  it('can read what tells it: a script without imports, as the oldest run it', async () => {
    const code = await readFile(join(await builtProgram(), 'dist/cli.js'), 'utf8');
    expect(() => new Script(code)).not.toThrow();
  });

  it('is told so by Node 18 itself', async ({skip}) => {
    const node = process.env.NODE_18;
    if (!node) return skip(why);
    const answers = await Promise.all(verbs.map(args => run(node, [], args)));
    for (const {said, exit} of answers) {
      expect(said).toMatch(/^convo-monitor needs Node 20\.19 or newer, and this is Node 18\.[^\n]*\n$/);
      expect(exit).toBe(3);
    }
  });
});

describe('a Node that is new enough', () => {
  it.each(['20.19.0', '21.0.0', '26.1.0'])('is not held up: %s', async version => {
    expect(await as(version, ['explain', '486'])).toMatchObject({
      said: expect.stringMatching(/^486 busy_here/),
      exit: 0,
    });
  });
});
