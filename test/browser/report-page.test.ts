import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import axe from 'axe-core';
import type {Browser, BrowserContextOptions, Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {savedText} from '../../source/output/saved-text.js';
import {agentCall} from '../helpers/agent-call.js';
import {calls} from '../helpers/several-calls.js';
import {callWith, forPages} from '../output/html/hostile-call.js';
import {worldOf} from '../output/seed-call.js';
import {chromiumFile, startChromium} from './browser.js';

/** What axe-core leaves in a page. */
type Axe = {axe: {run(): Promise<{violations: {id: string; nodes: {html: string}[]}[]}>}};

/** Three calls of three kinds: one that failed, one with a menu, one that was talked. */
const several = calls(['busy', 0], ['menu', 60], ['talked', 120]);

const skipped = chromiumFile === undefined ? ' (skipped: no Chromium here; CHROMIUM=/path/to/it names one)' : '';

describe.skipIf(chromiumFile === undefined)(`a report in Chromium${skipped}`, () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'convo-monitor-report-'));
    browser = await startChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, {recursive: true, force: true});
  });

  /** Opens the report of a recording as somebody would who was sent it; `trouble` is what went wrong or went out. */
  async function open(observations: readonly Observation[], options: BrowserContextOptions = {}) {
    const places = new Map(observations.map(each => [each.seq, each]));
    const payload = async (seq: number) => places.get(seq);
    const file = join(folder, 'report.html');
    await writeFile(file, await savedText('html', worldOf(observations), {takenAt: 0, payload}));
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const trouble: string[] = [];
    page.on('console', message => trouble.push(`console: ${message.text()}`));
    page.on('pageerror', error => trouble.push(`error: ${error.message}`));
    page.on('dialog', dialog => trouble.push(`dialog: ${dialog.message()}`));
    page.on('request', request => {
      const url = request.url();
      if (url !== pathToFileURL(file).href && !url.startsWith('data:')) trouble.push(`request: ${url}`);
    });
    await page.goto(pathToFileURL(file).href);
    return {page, trouble, close: () => context.close()};
  }

  /** Types into the search, and gives what it says of it. */
  async function search(page: Page, text: string): Promise<string> {
    await page.fill('#search', text);
    return page.locator('output').innerText();
  }

  it('says nothing on the console, and asks nobody for anything', async () => {
    const {page, trouble, close} = await open(several);
    expect(await page.locator('h1').innerText()).toBe('3 calls');
    expect(await page.locator('.call').count()).toBe(3);
    expect(trouble).toEqual([]);
    await close();
  });

  it.each([
    ['calls', several],
    ['a leg with a WebSocket', agentCall],
  ])(
    'is looked at by who cannot see it, or not well: axe finds nothing, light and dark, on a telephone, all unfolded: %s',
    async (_, observations) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        for (const width of [1280, 390]) {
          const {page, close} = await open(observations, {colorScheme, viewport: {width, height: 800}});
          await page.locator('.unfold').click();
          // By the debugger's way: a script in the page would be stopped by its policy.
          await page.evaluate(axe.source);
          const violations = await page.evaluate(async () => {
            const {axe} = globalThis as unknown as Axe;
            return (await axe.run()).violations.map(({id, nodes}) => `${id}: ${nodes[0]?.html}`);
          });
          expect([colorScheme, width, ...violations]).toEqual([colorScheme, width]);
          await close();
        }
      }
    },
  );

  it('can be read where scripts are off', async () => {
    const {page, trouble, close} = await open(several, {javaScriptEnabled: false});
    expect(await page.locator('[role=search]').isVisible()).toBe(false);
    expect(await page.locator('.verdict').first().isVisible()).toBe(true);
    expect(await page.locator('svg.ladder').first().isVisible()).toBe(true);
    const details = page.locator('.events details').first();
    expect(await details.locator('pre').first().isVisible()).toBe(false);
    await details.locator('summary').click();
    expect(await details.locator('pre').first().isVisible()).toBe(true);
    expect(trouble).toEqual([]);
    await close();
  });

  it('finds events by what is said of them and by what was received, and shows only those', async () => {
    const {page, trouble, close} = await open(several);
    const shown = () => page.locator('.events > li:visible').count();
    const all = await shown();
    expect(await search(page, 'busy')).toMatch(/^\d+ events? in 1 call$/);
    expect(await page.locator('.call:visible').count()).toBe(1);
    expect(await page.locator('nav tbody tr:visible').count()).toBe(1);
    expect(await shown()).toBeLessThan(all);
    expect(await search(page, 'dtmf digits')).toMatch(/ events? in 1 call$/);
    expect(await page.locator('.events > li:visible details[open]').count()).toBeGreaterThan(0);
    expect(await search(page, 'nobody said this')).toBe('Nothing is found.');
    await page.keyboard.press('Escape');
    expect(await shown()).toBe(all);
    expect(await page.locator('details[open]').count()).toBe(0);
    expect(trouble).toEqual([]);
    await close();
  });

  it('goes to the search with /, and from an arrow of the ladder to its event', async () => {
    const {page, close} = await open(several);
    await page.keyboard.press('/');
    expect(await page.locator('#search:focus').count()).toBe(1);
    await page.locator('.step').nth(2).locator('text').first().click();
    expect(new URL(page.url()).hash).toBe('#call-1-event-3');
    await close();
  });

  it('prints: no search, and nothing that reaches beyond the paper', async () => {
    const {page, close} = await open(several);
    await page.emulateMedia({media: 'print'});
    await page.setViewportSize({width: 718, height: 1000});
    expect(await page.locator('[role=search]').isVisible()).toBe(false);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(718);
    expect((await page.pdf({format: 'A4'})).length).toBeGreaterThan(10_000);
    await close();
  });

  it('does nothing that a call says', async () => {
    for (const text of forPages) {
      const {page, trouble, close} = await open(callWith(text));
      await page.locator('.unfold').click();
      expect([text, ...trouble, await page.evaluate('globalThis.pwned')]).toEqual([text, undefined]);
      await close();
    }
  });
});
