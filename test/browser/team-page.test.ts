import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it, onTestFinished} from 'vitest';
import {hasNats, lookAt, natsMissing, startNats} from '../bus/server/nats.js';
import {halvesOf, lab, laptop, messagesFrom, publish} from '../bus/server/published.js';
import {inPipe} from '../end-to-end/program.js';
import {busy} from '../helpers/calls.js';
import {until} from '../helpers/until.js';
import {worldOf} from '../output/seed-call.js';
import {chromiumFile, startChromium} from './browser.js';

const missing = chromiumFile === undefined ? 'no Chromium here' : hasNats ? undefined : natsMissing;

describe.skipIf(missing)(`the page of a team${missing === undefined ? '' : `: ${missing}`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser?.close());

  it('shows the one call of which each of two listeners saw half, before it was opened and after', async () => {
    const server = await startNats();
    await lookAt(server).addStream();
    const [some, others] = halvesOf(busy);
    await publish(server, messagesFrom(others, lab));
    const attached = await inPipe(['attach', server.url, '--serve', '0']);
    onTestFinished(() => void attached.child.kill());
    const address = await until(() => {
      const [, found] = /In a browser: (http:\S+)/.exec(attached.err()) ?? [];
      if (!found) throw new Error(attached.err());
      return found;
    });
    const page = await browser.newPage();
    await page.goto(address);
    await until(async () => expect(await page.locator('.counts').innerText()).toMatch(/^1 call/));
    await publish(server, messagesFrom(some, laptop));
    const [call] = worldOf(busy).conversations.values();
    await until(async () => expect(await page.locator('.events .event').count()).toBe(call?.rows.length));
    await until(async () => expect(await page.locator('.counts').innerText()).toBe('1 call'));
    expect(await page.locator('body').innerText()).toContain('busy');
  });
});
