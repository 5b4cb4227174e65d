import {chmod, mkdtemp, readdir, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, describe, expect, it, vi} from 'vitest';
import {editInEditor} from '../../source/run/editor.js';

afterEach(() => void vi.unstubAllEnvs());

/** Edits a body with a script, whose `$1` is the file, and answers questions with keys, one after the other. */
async function edit(body: string, script: string, keys: readonly string[] = []) {
  const folder = await mkdtemp(join(tmpdir(), 'convo-monitor-test-'));
  const editor = join(folder, 'editor.sh');
  await writeFile(editor, `#!/bin/sh\n${script}\n`);
  await chmod(editor, 0o755);
  const temporary = await mkdtemp(join(tmpdir(), 'convo-monitor-test-'));
  vi.stubEnv('TMPDIR', temporary);
  const asked: string[] = [];
  const edited = await editInEditor(body, {
    env: {PATH: process.env.PATH, EDITOR: editor},
    stdin: 0,
    lend: run => run(),
    async ask(question) {
      asked.push(question);
      return keys[asked.length - 1] ?? '';
    },
    signal: new AbortController().signal,
  });
  return {edited, asked, left: await readdir(temporary)};
}

const body = '{"status":"started","n":1}';

describe('an editor', () => {
  it.each([
    [
      'what was saved, JSON indented for it',
      body,
      `sed -i s/started/busy/ "$1"`,
      '{\n  "status": "busy",\n  "n": 1\n}',
    ],
    ['a form as it is', 'a=1&b=2', 'sed -i s/1/3/ "$1"', 'a=3&b=2'],
    [
      'numbers that JavaScript would round',
      '{"dtmf":12345678901234567890}',
      'sed -i s/dtmf/digits/ "$1"',
      '{"digits":12345678901234567890}',
    ],
  ])('gives %s', async (_, given, script, text) => {
    expect(await edit(given, script)).toEqual({edited: {text}, asked: [], left: []});
  });

  it.each([
    ['changes nothing', 'true', 'Nothing was changed, and nothing sent.'],
    ['empties the body', ': > "$1"', 'Nothing was sent: the body was emptied.'],
    ['fails', 'exit 3', /^Nothing was sent: .*editor\.sh ended with 3\.$/],
  ])('that %s sends nothing', async (_, script, why) => {
    const {edited, left} = await edit(body, script);
    expect(edited).toMatchObject({why: typeof why === 'string' ? why : expect.stringMatching(why)});
    expect(left).toEqual([]);
  });

  const broken = `printf '{"a": }' > "$1"`;

  it('asks what is to become of what is no JSON any more, and where it is not', async () => {
    const {edited, asked} = await edit(body, broken, ['s']);
    expect(asked).toEqual([expect.stringContaining('This is not JSON: line 1, column 7.')]);
    expect(edited).toEqual({text: '{"a": }'});
    expect((await edit(body, broken, ['q'])).edited).toEqual({why: 'Nothing was sent.', tone: 'good'});
  });

  it('edits it again, as often as that is wanted', async () => {
    const twice = `if [ -e seen ]; then printf '{"a":1}' > "$1"; else : > seen; ${broken}; fi`;
    const {edited, asked} = await edit(body, twice, ['e']);
    expect([edited, asked.length]).toEqual([{text: '{"a":1}'}, 1]);
  });

  it('that is not there is said', async () => {
    const options = {stdin: 0, lend: async () => undefined, ask: async () => '', signal: new AbortController().signal};
    expect(await editInEditor(body, {...options, env: {PATH: '', EDITOR: 'no-editor -w'}})).toMatchObject({
      why: 'The editor no-editor is not to be found: set EDITOR to one that is.',
    });
    expect(await editInEditor(body, {...options, env: {PATH: ''}})).toMatchObject({
      why: 'There is no editor here: set EDITOR to a program that edits files.',
    });
  });
});
