import {chmod, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {isWebhook} from '../../source/call/observation.js';
import {talked} from '../helpers/calls.js';
import {writeRecording} from '../helpers/recording.js';
import {until} from '../helpers/until.js';
import {application, reply} from '../run/replay/application.js';
import {emptyFolder} from './leftovers.js';
import {onScreen} from './on-screen.js';

let file = '';
/** Makes another status of the one that is in the body. */
let editor = '';
beforeAll(async () => {
  const folder = await emptyFolder();
  file = await writeRecording(join(folder, 'call.ndjson'), talked);
  editor = join(folder, 'editor.sh');
  await writeFile(editor, '#!/bin/sh\nsed -i s/started/cancelled/ "$1"\n');
  await chmod(editor, 0o755);
});

const count = talked.filter(isWebhook).length;

describe('a recording that is opened with an application', () => {
  it('sends the whole call again, shows where answers differ, and stays as it is', async () => {
    const {seen, url} = await application((_, response) => reply(response, [{action: 'talk', text: 'Other'}]));
    const before = await readFile(file);
    const screen = await onScreen(['open', file, '--forward', url], {columns: 110, rows: 30});
    await screen.shows(/at its end/);
    await screen.press('R', /▸at once/);
    await screen.press('\r', /All webhooks were sent\./);
    expect(seen.length).toBe(count);
    expect(screen.text()).toContain(`${count} of ${count} webhooks`);
    await screen.press('\r', /┌[─▸] 3 Events/);
    await screen.press('g\r', /┌[─▸] 7 Detail/);
    await screen.press('{{', /▸compare|▸http/);
    screen.pty.write('\x03\x03\x03');
    expect(await screen.ended()).toBe(130);
    expect(await readFile(file)).toEqual(before);
  });

  it('sends what was made of a body in $EDITOR', async () => {
    const {seen, url} = await application((_, response) => reply(response));
    const screen = await onScreen(['open', file, '--forward', url], {env: {EDITOR: editor}, columns: 110, rows: 30});
    await screen.shows(/at its end/);
    await screen.press('g', / 1\/\d+/);
    await screen.press('B', /Sent again with another body: POST \/webhooks\/event/);
    await until(() => expect(seen.map(({body}) => JSON.parse(body).status)).toEqual(['cancelled']));
    screen.pty.write('q');
    expect(await screen.ended()).toBe(0);
  });

  it('shows no body in an editor while numbers are hidden', async () => {
    const {seen, url} = await application((_, response) => reply(response));
    const screen = await onScreen(['open', file, '--forward', url, '--mask'], {
      env: {EDITOR: editor},
      columns: 110,
      rows: 30,
    });
    await screen.shows(/at its end/);
    await screen.press('gB', /Phone numbers are hidden, and an editor would show them/);
    expect(seen).toEqual([]);
    screen.pty.write('\x03\x03');
    expect(await screen.ended()).toBe(130);
  });
});

describe('convo-monitor replay --speed step', () => {
  it('asks before each webhook, and ends when that is said', async () => {
    const {seen, url} = await application((_, response) => reply(response));
    const screen = await onScreen(['replay', file, '--to', url, '--speed', 'step'], {columns: 110, rows: 30});
    const asked = /Enter sends it, s passes it over, q ends\./;
    await screen.shows(asked);
    await screen.press('\r', / alike\s*$/m);
    await screen.press('s\r', /It was passed over\./);
    await screen.press('q\r', /Stopped: \d+ webhooks were not sent\./);
    await until(() => expect(screen.output()).toContain('status=0.'));
    expect(seen.length).toBe(1);
  });
});
