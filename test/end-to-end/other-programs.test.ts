import {chmod, readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {caller, news} from '../helpers/calls.js';
import {writeRecording} from '../helpers/recording.js';
import {until} from '../helpers/until.js';
import {emptyFolder} from './leftovers.js';
import {onScreen} from './on-screen.js';
import {walked} from './walked-keys.js';

let folder = '';
/** A pager that says what it was given, stays until a line is entered, and long enough for that to have been read. */
let pager = '';
beforeAll(async () => {
  folder = await emptyFolder();
  await writeRecording(join(folder, 'walked.ndjson'), walked);
  const file = join(folder, 'pager.sh');
  await writeFile(
    file,
    'clear; cat "$2"; ls -ld . "$2"; stty -a | grep -o -e "-*icanon"; read -r line; echo "got $line"; sleep 1.1',
  );
  pager = `sh ${file} -n`;
});

/** A folder with a program in it that writes down what it was called with. */
async function withProgram(name: string, script: string): Promise<{path: string; calls: () => Promise<string>}> {
  const path = await emptyFolder();
  await writeFile(join(path, name), `#!/bin/sh\nprintf '%s\\n' "$#" "$@" >> '${join(path, 'calls')}'\n${script}\n`);
  await chmod(join(path, name), 0o755);
  return {path, calls: () => readFile(join(path, 'calls'), 'utf8')};
}

async function recording(env: Record<string, string | undefined>, more: {columns?: number} = {}) {
  const temporary = await emptyFolder();
  const screen = await onScreen(['open', 'walked.ndjson'], {cwd: folder, env: {TMPDIR: temporary, ...env}, ...more});
  await screen.shows(/at its end/);
  return {screen, files: () => readdir(temporary, {recursive: true})};
}

describe('V', () => {
  it('hands the terminal over to $PAGER with the event’s JSON in a private file, and takes it again', async () => {
    const {screen, files} = await recording({PAGER: pager});
    await screen.press('V', /"status": "completed"[\s\S]*drwx------.*\n-rw-------.*event\.json\nicanon/);
    expect(screen.isAlternate()).toBe(false);
    expect(await files()).toHaveLength(2);
    // What is typed is the pager's.
    screen.pty.write('qQ\r');
    await screen.shows(/┌[─▸] 3 Events/);
    expect(screen.output()).toContain('got qQ');
    await until(async () => expect(await files()).toEqual([]));
    await screen.press('?', /┌▸ Help/);
    screen.pty.write('Q');
    expect(await screen.ended()).toBe(0);
  });

  it('shows the tab that the detail shows', async () => {
    const {screen} = await recording({PAGER: pager});
    await screen.press('k\r', /┌[─▸] 7 Detail/);
    await screen.press('}}', /▸http/);
    await screen.press('V', /▾ 200 from the monitor[\s\S]*event-http\.txt/);
    await screen.press('\r', /▸http/);
    screen.pty.write('\x03\x03\x03');
    expect(await screen.ended()).toBe(130);
  });

  it('lets what a pager only prints be read, until a key is pressed', async () => {
    const {screen} = await recording({PAGER: 'cat'});
    const start = screen.output().length;
    screen.pty.write('V');
    await until(() => {
      expect(screen.output().slice(start)).toContain('"status": "completed"');
      // On a machine that is slow enough there is time to read it anyway.
      expect(screen.isAlternate() || screen.text().includes('Any key: back')).toBe(true);
    });
    if (!screen.isAlternate()) await screen.press('x', /┌[─▸] 3 Events/);
    screen.pty.write('Q');
    expect(await screen.ended()).toBe(0);
  });

  it('leaves nothing behind when the program is ended meanwhile', async () => {
    const {screen, files} = await recording({PAGER: pager});
    await screen.press('V', 'event.json');
    screen.kill('SIGTERM');
    expect(await screen.ended()).toBe(143);
    await until(async () => expect(await files()).toEqual([]));
  });

  it.each([
    [{PAGER: '', PATH: '/nowhere'}, 'There is no pager here: install less, or set PAGER'],
    [{PAGER: 'no-such-pager -R'}, 'PAGER is no-such-pager -R, which is not to be found'],
  ])('says what to do where there is no pager: %o', async (env, message) => {
    const {screen} = await recording(env);
    await screen.press('V', message);
    expect(screen.isAlternate()).toBe(true);
    screen.pty.write('Q');
    expect(await screen.ended()).toBe(0);
  });

  it('answers webhooks meanwhile, and shows them afterwards', async () => {
    const screen = await onScreen(['--port', '0', '--no-record'], {env: {PAGER: pager}});
    const url = await screen.url();
    const post = async (status: string, at: number) => {
      const {draft} = news(caller('a', '447700900001'), status, at);
      const body = 'raw' in draft ? draft.raw?.body : undefined;
      const headers = {'content-type': 'application/json'};
      return (await fetch(`${url}/webhooks/event`, {method: 'POST', headers, body})).status;
    };
    await post('started', 0);
    await screen.shows(/1\/1\s*$/m);
    await screen.press('V', 'event.json');
    expect(await post('ringing', 1)).toBe(200);
    expect(screen.text()).not.toMatch(/ringing/);
    await screen.press('\r', /L1 .*ringing/);
    screen.pty.write('Q');
    expect(await screen.ended()).toBe(0);
  });
});

describe('o', () => {
  const url =
    'https://tools.vonage.com/voice/inspector/?searchTab=2&conversationId=CON-11111111-0000-4000-8000-000000000000';
  const local = {DISPLAY: ':0', SSH_CONNECTION: undefined, SSH_TTY: undefined};

  it('opens the call in the browser of whoever sits at this machine', async () => {
    const {path, calls} = await withProgram('xdg-open', 'exit 0');
    const {screen} = await recording({...local, PATH: `${path}:${process.env.PATH}`});
    await screen.press('o', /Open in the browser/);
    expect(await calls()).toBe(`1\n${url}\n`);
    expect(screen.text()).toMatch(/4000-8000-000000000000/);
    screen.pty.write('Q');
    expect(await screen.ended()).toBe(0);
  });

  it.each([
    ['over SSH', {DISPLAY: ':10', SSH_CONNECTION: '10.0.0.1 5 10.0.0.2 22'}, 'exit 0'],
    ['without a display', {}, 'exit 0'],
    ['where no browser is found', local, 'exit 3'],
  ])('copies and shows the address %s', async (_, env, script) => {
    const {path} = await withProgram('xdg-open', script);
    const {screen} = await recording({...env, PATH: `${path}:${process.env.PATH}`});
    await screen.press('o', /copied/);
    expect(screen.output()).toContain(`\x1b]52;c;${btoa(url)}\x07`);
    expect(screen.text()).toContain('https://tools.vonage.com/voice/inspector/');
    screen.pty.write('Q');
    expect(await screen.ended()).toBe(0);
  });
});
