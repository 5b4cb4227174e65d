import {appendFile, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import axe from 'axe-core';
import type {Browser, BrowserContextOptions, Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it, onTestFinished} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {piece} from '../../source/output/html/html.js';
import {tables} from '../../source/output/report-rows.js';
import {conversationObject} from '../../source/output/snapshot.js';
import {headerLine, observationLine} from '../../source/recording/line.js';
import {PAGE_PROTOCOL, tokenProtocol} from '../../source/run/serve/protocol.js';
import {type ServeOptions, startServing} from '../../source/run/serve/server.js';
import {emptyFolder} from '../end-to-end/leftovers.js';
import {builtProgram} from '../helpers/built-program.js';
import {talked} from '../helpers/calls.js';
import {noOpenssl, selfSigned} from '../helpers/certificates.js';
import {eventDraft} from '../helpers/seed.js';
import {calls} from '../helpers/several-calls.js';
import {until} from '../helpers/until.js';
import {attacks, callWith} from '../output/html/hostile-call.js';
import {arrive, worldOf} from '../output/seed-call.js';
import {chromiumFile, startChromium} from './browser.js';

/** What axe-core leaves in a page. */
type Axe = {axe: {run(): Promise<{violations: {id: string; nodes: {html: string}[]}[]}>}};

const header = headerLine({started: '2026-11-27T12:00:00.000Z', version: '1.2.3'});
const token = 'tükén "with" / everything';

/** As a monitor writes them: the number first. */
const written = (observations: readonly Observation[]) =>
  observations.map(({seq, at, ...rest}) => observationLine({seq, at, ...rest} as Observation)).join('');

/** Three calls of three kinds: one that failed, one with a menu, one that was talked. */
const several = calls(['busy', 0], ['menu', 60], ['talked', 120]);

const skipped = chromiumFile === undefined ? ' (skipped: no Chromium here; CHROMIUM=/path/to/it names one)' : '';

describe.skipIf(chromiumFile === undefined)(`the page of a served monitor in Chromium${skipped}`, () => {
  let browser: Browser;
  let files: URL;
  beforeAll(async () => {
    browser = await startChromium();
    files = pathToFileURL(`${join(await builtProgram(), 'dist/page')}/`);
  });
  afterAll(() => browser?.close());

  /** Serves a recording with the page as it ships; `add` writes more to it. */
  async function served(observations: readonly Observation[], more: Partial<ServeOptions> = {}) {
    const file = more.file ?? join(await emptyFolder(), 'a.ndjson');
    if (more.file === undefined) await writeFile(file, header + written(observations));
    const serving = await startServing({address: '127.0.0.1', port: 0, token, page: files, ...more, file});
    onTestFinished(() => serving.close());
    return {file, serving, add: (next: readonly Observation[]) => appendFile(file, written(next))};
  }

  /** Opens an empty tab; `trouble` is what goes wrong in it, `asked` what it asks for. */
  async function tab(options: BrowserContextOptions = {}) {
    const context = await browser.newContext(options);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const trouble: string[] = [];
    const asked: string[] = [];
    page.on('console', message => trouble.push(`console: ${message.text()}`));
    page.on('pageerror', error => trouble.push(`error: ${error.message}`));
    page.on('dialog', dialog => trouble.push(`dialog: ${dialog.message()}`));
    page.on('request', request => asked.push(request.url()));
    page.on('websocket', socket => asked.push(socket.url()));
    return {page, trouble, asked};
  }

  async function open(at: {serving: {page: string}}, options?: BrowserContextOptions) {
    const opened = await tab(options);
    await opened.page.goto(`${at.serving.page}#${encodeURIComponent(token)}`);
    return opened;
  }

  const isLive = (page: Page) => until(async () => expect(await page.locator('.link').innerText()).toBe('Live'));
  /** The texts of the cells of some rows. */
  const rows = (page: Page, selector: string): Promise<string[][]> =>
    page.evaluate(
      `[...document.querySelectorAll(${JSON.stringify(selector)})].map(row => [...row.children].map(cell => cell.textContent))`,
    );
  /** The events of the call that is shown. */
  const eventsOf = (page: Page) => rows(page, '.events .event');

  /** What a report says of the first call of these observations. */
  function reportOf(observations: readonly Observation[]) {
    const world = worldOf(observations);
    const [call] = world.conversations.values();
    if (!call) throw new Error('There is no call.');
    return conversationObject(world, call, []);
  }

  const withoutEmpty = (table: string[][]) => {
    const kept = [...(table[0] ?? []).keys()].filter(i => table.some(row => row[i]));
    return table.map(row => kept.map(i => row[i]));
  };

  it('says when nothing comes any more from where the monitor has it, and when it does again', async () => {
    const at = await served(talked);
    const {page, trouble} = await open(at);
    await isLive(page);
    const since = Date.now();
    const lost = {
      state: 'failing',
      code: 'detached',
      text: 'The connection to nats://127.0.0.1 was lost.',
      since,
    } as const;
    at.serving.tell(lost);
    const text = 'feed: The connection to nats://127.0.0.1 was lost.';
    const word = `Not live since ${new Date(since).toISOString().slice(11, 19)}`;
    await until(async () => expect(await page.locator('body').innerText()).toContain(text));
    expect(await page.locator('.link').innerText()).toBe(word);
    expect(await page.title()).toContain(`${word} · `);
    expect(await page.locator('#said').innerText()).toContain(word);
    const later = await open(at);
    await until(async () => expect(await later.page.locator('.link').innerText()).toBe(word));
    at.serving.tell({state: 'ok', code: 'attached', text: 'Attached again.'});
    await isLive(page);
    await isLive(later.page);
    expect(await page.locator('body').innerText()).not.toContain(text);
    expect(await page.title()).not.toContain(word);
    expect(trouble).toEqual([]);
  });

  it('shows a call from its start to its end, as the report of what was recorded has it', async () => {
    const first = 6;
    const at = await served(talked.slice(0, first));
    const {page, trouble, asked} = await open(at);
    await isLive(page);
    await until(async () => expect(await eventsOf(page)).toHaveLength(reportOf(talked.slice(0, first)).events.length));
    expect(await page.locator('.counts').innerText()).toBe('1 call, 1 up');
    for (let i = first; i < talked.length; i++) await at.add(talked.slice(i, i + 1));
    const report = reportOf(talked);
    await until(async () => expect(await page.locator('.verdict').innerText()).toBe(report.verdict));
    await until(async () => expect(await page.locator('#call .outcome').innerText()).toBe('completed'));
    expect(await rows(page, '[aria-labelledby=call-1-legs] tbody tr')).toEqual(withoutEmpty(tables.legs(report).rows));
    expect(await rows(page, '[aria-labelledby=call-1-members] tbody tr')).toEqual(
      withoutEmpty(tables.members(report).rows),
    );
    const said = tables
      .events(report)
      .rows.map(([time, since, leg, type, ...rest]) => [time, `+${since}`, leg, type, ...rest]);
    const shown = (await eventsOf(page)).map(row => row.map(cell => cell.replace(/^[^\w+“–]+ /, '')));
    expect(shown).toEqual(said);
    expect(await page.locator('.counts').innerText()).toBe('1 call');
    // A screen reader is told how it ended.
    await until(async () => expect(await page.locator('[role=status]').innerText()).toContain(report.verdict));
    // Nothing but its own files; and the token is neither in an address that was asked for, nor in the one that is shown.
    const {host} = new URL(at.serving.page);
    expect(asked.toSorted()).toEqual([
      ...['', 'icon.svg', 'page.css', 'page.js'].map(name => `http://${host}/${name}`),
      `ws://${host}/`,
    ]);
    expect(page.url()).toBe(at.serving.page);
    expect(trouble).toEqual([]);
  });

  it.skipIf(noOpenssl)(`is the same behind TLS, and asks for nothing beside it${noOpenssl ?? ''}`, async () => {
    const tls = selfSigned(await emptyFolder(), 'DNS:localhost,IP:127.0.0.1');
    const at = await served(talked, {tls});
    const {page, trouble, asked} = await open(at, {ignoreHTTPSErrors: true});
    await isLive(page);
    await until(async () => expect(await page.locator('.verdict').innerText()).toBe(reportOf(talked).verdict));
    expect(new Set(asked.map(each => new URL(each).protocol))).toEqual(new Set(['https:', 'wss:']));
    expect(new URL(page.url()).hash).toBe('');
    expect(trouble).toEqual([]);
  });

  it('draws pictures of elements that are pictures', async () => {
    const {page} = await open(await served(several));
    await until(async () => expect(await page.locator('svg.ladder .step').count()).toBeGreaterThan(5));
    const others = await page.evaluate(
      `[...document.querySelectorAll('svg *')].filter(each => each.namespaceURI !== 'http://www.w3.org/2000/svg').length`,
    );
    expect(others).toBe(0);
  });

  it('goes through the calls with the keyboard, and back to the newest', async () => {
    const {page, trouble} = await open(await served(several));
    await until(async () => expect(await page.locator('.call-row').count()).toBe(3));
    const current = () => page.locator('.call-row[aria-current=true]').getAttribute('data-call');
    expect(await current()).toBe('3');
    await page.keyboard.press('Tab');
    expect(await page.locator('.skip:focus').count()).toBe(1);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await page.locator('.call-row[data-call="3"]:focus').count()).toBe(1);
    for (const [key, call] of [
      ['ArrowDown', '2'],
      ['End', '1'],
      ['ArrowDown', '1'],
      ['ArrowUp', '2'],
      ['Home', '3'],
      ['End', '1'],
    ] as const) {
      await page.keyboard.press(key);
      expect(await page.locator(`.call-row[data-call="${call}"]:focus`).count()).toBe(1);
      await until(async () => expect(await current()).toBe(call));
    }
    await until(async () => expect(await page.locator('#call .outcome').innerText()).toBe('busy'));
    await page.locator('.follow').click();
    await until(async () => expect(await current()).toBe('3'));
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    expect(await page.locator('#call:focus').count()).toBe(1);
    expect(page.url()).not.toContain('#');
    expect(trouble).toEqual([]);
  });

  it('is looked at by who cannot see it, or not well: axe finds nothing, light and dark, on a telephone', async () => {
    const at = await served(several);
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [1280, 390]) {
        const {page} = await open(at, {colorScheme, viewport: {width, height: 800}});
        await until(async () => expect(await page.locator('.call-row').count()).toBe(3));
        // By the debugger's way: a script in the page would be stopped by its policy.
        await page.evaluate(axe.source);
        const violations = await page.evaluate(async () => {
          const {axe} = globalThis as unknown as Axe;
          return (await axe.run()).violations.map(({id, nodes}) => `${id}: ${nodes[0]?.html}`);
        });
        expect([colorScheme, width, ...violations]).toEqual([colorScheme, width]);
        const wide = await page.evaluate('document.documentElement.scrollWidth');
        expect(wide).toBeLessThanOrEqual(width);
      }
    }
  });

  it('does nothing that a call says', async () => {
    const {page, trouble} = await tab();
    for (const text of attacks) {
      const {serving} = await served(callWith(text));
      await page.goto(`${serving.page}#${encodeURIComponent(token)}`);
      await until(async () => expect(await page.locator('#call .facts').count()).toBe(1));
      await until(async () => expect(await page.locator('#call').textContent()).toContain(piece(text)));
      const made = await page.evaluate(
        `[document.scripts.length, document.querySelectorAll('iframe, img, form, base, object, embed, a:not(.skip), link, meta, title').length, globalThis.pwned]`,
      );
      // Its own: a script; an icon, a style, three metas and the title, and titles within pictures.
      const titles = await page.locator('svg title').count();
      expect([text, made, ...trouble]).toEqual([text, [1, 7 + titles, undefined]]);
      // It would ask for the next one in vain.
      await page.goto('about:blank');
      await serving.close();
    }
  });

  it('shows the newest events, and older ones to who asks for them', async () => {
    const events = arrive(
      Array.from({length: 450}, (_, i) =>
        eventDraft({uuid: 'a', conversation_uuid: 'CON-1', dtmf: {digits: String(i)}}),
      ),
    );
    const {page} = await open(await served(events));
    const count = () => page.locator('#call-1-events').innerText();
    await until(async () => expect(await count()).toMatch(/^Events 450 events;/));
    expect(await eventsOf(page)).toHaveLength(100);
    await page.locator('[data-do=older]').click();
    await until(async () => expect(await eventsOf(page)).toHaveLength(300));
    await page.locator('[data-do=older]').click();
    await until(async () => expect(await eventsOf(page)).toHaveLength(450));
    expect(await page.locator('[data-do=older]').count()).toBe(0);
    // From an arrow of the ladder to its event.
    await page.locator('.step').nth(2).locator('text').first().click();
    expect(await page.locator('.events > li:focus').innerText()).toContain('digits=2');
  });

  it('answers while a thousand events a second come, and has all of them in the end', async () => {
    const at = await served(several);
    const {page, trouble} = await open(at);
    await until(async () => expect(await page.locator('.call-row').count()).toBe(3));
    let [seq, answers, isAnswering] = [several.length, 0, true];
    const flood = (async () => {
      // Three seconds' worth at least, and as long as the page is asked.
      for (let piece = 0; piece < 30 || isAnswering; piece++) {
        const drafts = Array.from({length: 100}, (_, i) =>
          eventDraft({uuid: 'a', conversation_uuid: 'CON-1', dtmf: {digits: String(seq + i)}}),
        );
        await at.add(arrive(drafts).map(each => ({...each, seq: each.seq + seq})));
        seq += 100;
        await new Promise(resolve => setTimeout(resolve, 100));
      }
    })();
    await until(async () => expect(await page.locator('.call-row').count()).toBe(4));
    await page.locator('.call-row').first().focus();
    for (const [key, call] of [
      ['ArrowDown', '3'],
      ['ArrowDown', '2'],
      ['ArrowUp', '3'],
      ['ArrowUp', '4'],
      ['End', '1'],
      ['Home', '4'],
    ] as const) {
      await page.keyboard.press(key);
      await until(async () =>
        expect(await page.locator('.call-row[aria-current=true]').getAttribute('data-call')).toBe(call),
      );
      answers += 1;
    }
    isAnswering = false;
    await flood;
    expect(answers).toBe(6);
    const count = String(seq - several.length).replace(/\B(?=(\d{3})+$)/g, ',');
    await until(async () => expect(await page.locator('#call-1-events').innerText()).toContain(`${count} events`));
    await until(async () =>
      expect(await page.locator('.events > li').last().innerText()).toContain(`digits=${seq - 1}`),
    );
    expect(await page.locator('.events > li').count()).toBe(100);
    expect(trouble).toEqual([]);
  });

  it('comes back from the last observation on when the connection is cut, and says so', async () => {
    const at = await served(talked.slice(0, 8));
    const {page, trouble} = await open(at);
    await isLive(page);
    await until(async () => expect(await eventsOf(page)).not.toHaveLength(0));
    await at.serving.close();
    await until(async () => expect(await page.locator('.link').innerText()).toBe('Away'));
    expect(await page.locator('.notice').innerText()).toMatch(
      /The monitor has ended\. It is tried again in \d+ seconds?\. What is shown is of [\d:]+ UTC\./,
    );
    await at.add(talked.slice(8));
    const port = Number(new URL(at.serving.page).port);
    await served([], {file: at.file, port});
    await isLive(page);
    const report = reportOf(talked);
    await until(async () => expect(await eventsOf(page)).toHaveLength(report.events.length));
    expect(await page.locator('.verdict').innerText()).toBe(report.verdict);
    expect(await page.locator('.notice').count()).toBe(0);
    // The browser itself says on its console that nobody was there.
    expect(trouble.filter(each => !each.includes('ERR_CONNECTION_REFUSED'))).toEqual([]);
  });

  it('asks for the token where it has none or another one, and never says it in an address', async () => {
    const at = await served(talked);
    const {page, trouble, asked} = await tab();
    await page.goto(at.serving.page);
    await until(async () => expect(await page.locator('#token:focus').count()).toBe(1));
    expect(await page.locator('.notice').innerText()).toContain('The monitor wants its token.');
    expect(asked.filter(each => each.startsWith('ws'))).toEqual([]);
    await page.keyboard.type('other');
    await page.keyboard.press('Enter');
    await until(async () =>
      expect(await page.locator('.notice').innerText()).toContain('The monitor wants another token'),
    );
    expect(await page.locator('#token').inputValue()).toBe('');
    await page.locator('#token').fill(token);
    await page.keyboard.press('Enter');
    await isLive(page);
    // Loaded again, it is still known in this tab.
    await page.reload();
    await isLive(page);
    expect(asked.filter(each => /other|t%C3%BCk|tük/.test(each))).toEqual([]);
    expect(trouble).toEqual([]);
  });

  it('takes the token of an address that is opened in the same tab', async () => {
    const at = await served(talked);
    const {page} = await tab();
    await page.goto(`${at.serving.page}#other`);
    await until(async () => expect(await page.locator('.link').innerText()).toBe('Refused'));
    await page.goto(`${at.serving.page}#${encodeURIComponent(token)}`);
    await isLive(page);
    expect(page.url()).toBe(at.serving.page);
  });

  it('is of this monitor alone: a page of somebody else gets nothing', async () => {
    const at = await served(talked);
    const other = createServer((_, response) => response.end('<p>Hello</p>'));
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const {page} = await tab();
    await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
    const got = await page.evaluate(
      ([url, ...protocols]) =>
        new Promise(resolve => {
          const socket = new WebSocket(url ?? '', protocols);
          socket.onmessage = ({data}) => resolve(data);
          socket.onclose = ({code}) => resolve(code);
        }),
      [at.serving.url, PAGE_PROTOCOL, tokenProtocol(token)],
    );
    expect(got).toBe(1006);
  });

  it('says that the monitor is of another version, and loads itself again', async () => {
    const at = await served(talked);
    const {page} = await tab();
    let sockets = 0;
    await page.routeWebSocket(/./, socket => {
      sockets += 1;
      socket.send(JSON.stringify({schema: 'convo-monitor/feed@2', version: '9.9.9', recording: 'a'}));
    });
    await page.goto(`${at.serving.page}#${encodeURIComponent(token)}`);
    await until(async () =>
      expect(await page.locator('.notice').innerText()).toContain('of another version now (9.9.9)'),
    );
    await page.locator('[data-do=reload]').click();
    await until(() => expect(sockets).toBe(2));
  });

  it('takes a monitor that is silent for long for gone, and one that says that it is there for there', async () => {
    const at = await served(talked);
    const {page} = await tab();
    let sockets = 0;
    let beat: () => void = () => undefined;
    await page.clock.install();
    await page.routeWebSocket(/./, socket => {
      sockets += 1;
      const say = (more: object) => socket.send(JSON.stringify({schema: 'convo-monitor/feed@1', ...more}));
      say({version: '1', recording: 'a'});
      say({caughtUp: true});
      beat = () => say({now: 1000});
    });
    await page.goto(`${at.serving.page}#${encodeURIComponent(token)}`);
    await isLive(page);
    for (let i = 0; i < 5; i++) {
      beat();
      await page.clock.runFor(30_000);
    }
    expect(sockets).toBe(1);
    await page.clock.runFor(60_000);
    await until(() => expect(sockets).toBe(2));
    await isLive(page);
  });

  it('has no phone number of a monitor that hides them', async () => {
    const {page} = await open(await served(talked, {mask: true}));
    await until(async () => expect(await eventsOf(page)).toHaveLength(reportOf(talked).events.length));
    const text = await page.locator('body').innerText();
    expect(text).toContain('44••••••');
    expect(text).not.toMatch(/447700/);
  });
});
