import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it, onTestFinished} from 'vitest';
import type {Observation, WebhookObservation} from '../../../source/call/observation.js';
import {conversationObject} from '../../../source/output/snapshot.js';
import {chromiumFile, startChromium} from '../../browser/browser.js';
import {onScreen} from '../../end-to-end/on-screen.js';
import {emptyFolder, inPipe} from '../../end-to-end/program.js';
import {busy} from '../../helpers/calls.js';
import {until} from '../../helpers/until.js';
import {worldOf} from '../../output/seed-call.js';
import {hasNats, lookAt, natsMissing, startNats} from './nats.js';

const skipped = hasNats
  ? chromiumFile === undefined
    ? ' (without the page: no Chromium here; CHROMIUM=/path/to/it names one)'
    : ''
  : `: ${natsMissing}`;

const isWebhook = (o: Observation): o is WebhookObservation => o.source === 'answer' || o.source === 'event';
const webhooks = busy.filter(isWebhook);

/** What a report says of the call. */
function whole() {
  const world = worldOf(busy);
  const [call] = world.conversations.values();
  if (!call) throw new Error('There is no call.');
  return conversationObject(world, call, []);
}

describe.skipIf(!hasNats)(`one call at two listeners${skipped}`, () => {
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (chromiumFile !== undefined) browser = await startChromium();
  });
  afterAll(() => browser?.close());

  /** A monitor that publishes for the team; it is sent webhooks, and tells which of them it has recorded. */
  async function listener(name: string, bus: string) {
    const record = join(await emptyFolder(), `${name}.ndjson`);
    const args = ['--port', '0', '--plain', '--record', record, '--bus', bus, '--team', 'qa', '--listener', name];
    const monitor = await inPipe(args);
    const url = await monitor.url();
    return {
      monitor,
      async send({raw: {method, path, body}}: WebhookObservation) {
        const {status} = await fetch(url + path, {
          method,
          body: body || undefined,
          headers: {'content-type': 'application/json'},
        });
        expect(status).toBe(200);
      },
      recorded: async () => (await readFile(record, 'utf8')).match(/"source":"(answer|event)"/g)?.length,
    };
  }

  it('is the one call on two screens and on the page of one of them', async () => {
    const server = await startNats();
    await lookAt(server).addStream();
    const temporary = await emptyFolder();
    const size = {columns: 160, rows: 48, env: {TMPDIR: temporary}};
    const attach = ['attach', server.url, '--team', 'qa'];
    const screens = [await onScreen([...attach, '--serve', '0'], size), await onScreen(attach, size)];
    for (const screen of screens) await screen.shows('Waiting for the first call');
    const [, address = ''] = /In a browser: (http:\S+)/.exec(screens[0]?.output() ?? '') ?? [];
    expect(address).not.toBe('');
    const page = await browser?.newPage();
    if (page) onTestFinished(() => page.close());
    await page?.goto(address);

    expect(await readdir(temporary)).toHaveLength(1);
    const listeners = [await listener('laptop', server.url), await listener('lab', server.url)];
    for (const [i, webhook] of webhooks.entries()) await listeners[i % 2]?.send(webhook);
    expect(await Promise.all(listeners.map(each => each.recorded()))).toEqual([
      Math.ceil(webhooks.length / 2),
      Math.floor(webhooks.length / 2),
    ]);
    for (const {monitor} of listeners) expect(monitor.out()).not.toContain('ended busy');

    const {verdict, events} = whole();
    for (const screen of screens) {
      await screen.shows(/ ATTACHED │ qa · 2 listeners · 0 live/);
      await screen.shows(/1 total/);
      await screen.shows(/ended busy/);
    }
    if (page) {
      await until(async () => expect(await page.locator('.verdict').innerText()).toBe(verdict));
      expect(await page.locator('.counts').innerText()).toBe('1 call');
      await until(async () => expect(await page.locator('.events .event').count()).toBe(events.length));
    }
    // Who comes later has it all, too.
    const late = await browser?.newPage();
    if (late) onTestFinished(() => late.close());
    await late?.goto(address);
    if (late) await until(async () => expect(await late.locator('.verdict').innerText()).toBe(verdict));

    for (const screen of screens) screen.pty.write('Q');
    for (const screen of screens) expect(await screen.ended()).toBe(0);
    // What was kept to be served is gone.
    expect(await readdir(temporary)).toEqual([]);
    for (const {monitor} of listeners) monitor.child.kill('SIGINT');
    for (const {monitor} of listeners) await monitor.ended;
  });
});
