import {readdir, readFile, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {snapshotSchema} from '../../source/output/snapshot-schema.js';
import {seedCall} from '../../source/simulator/index.js';
import {until} from '../helpers/until.js';
import {withoutQuestions} from '../terminal/fake-terminal.js';
import {emptyFolder} from './leftovers.js';
import {brokenRows, onScreen} from './on-screen.js';
import {watchSeedCall} from './watched-call.js';

const bothAnswered = /L1 in .*● answered[\s\S]*L2 out.*● answered/;
const title = (digit: number, name: string) => new RegExp(`┌[─▸] ${digit} ${name}`);

describe('the demo in a terminal of 80×24', () => {
  it('shows the call, does what keys say, and leaves the terminal as it was', async () => {
    const screen = await onScreen(['demo', '--no-record']);
    const titles: string[] = [];
    screen.terminal.onTitleChange(text => titles.push(text));
    await screen.shows(bothAnswered);
    expect(screen.text()).toContain('DEMO');
    expect(brokenRows(screen.terminal)).toEqual([]);

    // Panes by number, and one after the other.
    await screen.press('5', title(5, 'Session'));
    await screen.press('1', title(1, 'Calls'));
    await screen.press('4', title(4, 'Legs · members'));
    await screen.press('2', title(2, 'Legs · members'));
    await screen.press('6', title(6, 'Problems'));
    await screen.press('7', title(7, 'Detail'));
    await screen.press('8', title(8, 'NCCO'));
    await screen.press('3', title(3, 'Events'));
    await screen.press('\t', title(4, 'Legs · members'));
    await screen.press('\x1b[Z', title(2, 'Legs · members'));

    // Up and down in the events; the newest is followed until somebody goes up.
    await screen.shows(/Events .*follow ●/);
    await screen.press('k', /Events .*follow ○/);
    await screen.press('g', / 1\/\d+(?: ─┘)?\s*$/m);
    expect(screen.text()).toMatch(/│▸.* L1 .*started/);
    await screen.press('j', / 2\/\d+(?: ─┘)?\s*$/m);
    expect(screen.text()).toMatch(/│▸.* L1 .*ringing/);
    await screen.press('G', /Events .*follow ●/);

    // The raw event, and back.
    await screen.press('g', / 1\/\d+(?: ─┘)?\s*$/m);
    await screen.press('\r', /┌[─▸] 7 Detail · L1 started/);
    await screen.press('', '"status": "started"');
    await screen.press('\x1b', title(3, 'Events'));

    // What is typed filters at once; Esc brings everything back.
    await screen.press('/ringing', /\/ ?ringing/);
    await screen.press('\r', /ringing · \d+ of \d+/);
    expect(screen.text()).not.toMatch(/│.* L1 .*◌ started/);
    await screen.press('\x1b', / shown ─┐/);

    await screen.press('p', 'PAUSED');
    await screen.press('p', 'DEMO');

    await screen.press('y', /copied/);
    expect(screen.sent()).toContain(`\x1b]52;c;${btoa(seedCall.ids.legs[0] ?? '')}\x07`);

    await screen.press('s', 'Saved convo-monitor-CON-bc64-');
    const [name = ''] = (await readdir(screen.home)).filter(file => file.endsWith('.json'));
    expect((await stat(join(screen.home, name))).mode & 0o777).toBe(0o600);
    const snapshot = snapshotSchema.parse(JSON.parse(await readFile(join(screen.home, name), 'utf8')));
    expect(snapshot.conversations[0]?.legs.map(({status}) => status)).toEqual(['answered', 'answered']);

    await screen.press('?', /┌▸ Help/);
    await screen.press('\x1b', title(3, 'Events'));

    // A second call, and from one to the other.
    await screen.press('D', '2 total');
    await screen.press(']', /│.?▸ 2 CON-/);
    const second = /│.?▸ 2 (CON-\w{4})/.exec(screen.text())?.[1];
    await screen.press('[', /│.?▸ 1 CON-bc64/);
    await screen.shows(/┌[─▸] 2 Legs · members — CON-bc64/);
    await screen.press(']', /│.?▸ 2 CON-/);
    expect(screen.text()).toContain(`Legs · members — ${second}`);

    // A call is still up, so q asks.
    await screen.press('q', 'Quit?');
    await screen.press('x', /^(?![\s\S]*Quit\?)/);
    screen.pty.write('qq');
    expect(await screen.ended()).toBe(0);
    expect(screen.forbidden()).toBe('');
    expect(titles).toEqual([]);
  });
});

/** The concept page's call as a recording, made once. */
const recorded = (async () => join(await emptyFolder(), 'call.ndjson'))();
beforeAll(async () => {
  await watchSeedCall(await recorded);
});

const chosen = (rows: readonly string[]) => rows.find(row => /▸ *\d\d:\d\d:\d\d/.test(row));

describe('a terminal that changes its size', () => {
  it('keeps what is selected and where one is, from 60×15 to 200×60, and says below that what it needs', async () => {
    const screen = await onScreen(['open', await recorded]);
    await screen.shows(/L2 out.*completed/);
    await screen.press('g', / 1\/\d+(?: ─┘)?\s*$/m);
    await screen.press('/member:media\r', /member:media · 2 of/);
    await screen.press('g', / 1\/2(?: ─┘)?\s*$/m);
    const sizes = [
      [160, 48],
      [60, 15],
      [59, 14],
      [200, 60],
      [100, 30],
      [120, 40],
      [80, 24],
    ] as const;
    for (const [columns, rows] of sizes) {
      screen.resize(columns, rows);
      if (columns < 60) {
        await screen.shows(/^This terminal is 59×14; convo-monitor needs 60×15\. q quits\.\n*$/);
        continue;
      }
      await until(() => {
        expect(brokenRows(screen.terminal)).toEqual([]);
        expect(screen.seen().filter(row => row.length === columns).length).toBeGreaterThan(rows / 2);
        expect(chosen(screen.seen())).toMatch(/▸.* L2 .*member:media/);
        expect(screen.text()).toMatch(/ 1\/2(?: ─┘)?\s*$/m);
      });
    }
    await screen.press('\x1b', /\d+ shown/);
    screen.pty.write('q');
    expect(await screen.ended()).toBe(0);
    expect(screen.forbidden()).toBe('');
  });
});

/** The parameters of all that was sent to change colours and styles. */
const styles = (bytes: string) =>
  new Set([...bytes.matchAll(/\x1b\[([\d;]*)m/g)].flatMap(([, list = '']) => list.split(';')));

describe('a terminal that cannot, or must not, do everything', () => {
  it('gets no colour where NO_COLOR is set, but bold and dim all the same', async () => {
    const screen = await onScreen(['open', await recorded], {env: {NO_COLOR: '1'}, columns: 160, rows: 48});
    await screen.shows(/completed/);
    await screen.press('?', 'Help');
    screen.pty.write('QQ');
    expect(await screen.ended()).toBe(0);
    const colours = [...styles(screen.sent())].filter(style => Number(style) >= 30);
    expect(colours).toEqual([]);
    expect(styles(screen.sent())).toContain('1');
  });

  it('gets only ASCII with --ascii', async () => {
    const screen = await onScreen(['open', await recorded, '--ascii']);
    await screen.shows(/L2 out.*completed/);
    await screen.press('?', 'Help');
    await screen.press('\x1b', / 3 Events/);
    await screen.press('\r', / 7 Detail .*[\s\S]*"duration": "301"/);
    await screen.press('5', / 5 Session/);
    await screen.press('8', / 8 NCCO/);
    await screen.press('3/answered', /answered.* of /);
    await screen.press('\x1b', /\d+ shown/);
    screen.resize(160, 48);
    await screen.shows(/ 5 Session[\s\S]* 6 Problems/);
    screen.pty.write('\x03');
    expect(await screen.ended()).toBe(130);
    const texts = withoutQuestions(screen.sent()).replace(/\x1b\[[\d;?<>]*[a-zA-Z]/g, '');
    expect(/[^\x20-\x7e].{0,30}/.exec(texts)).toBe(null);
  });
});

describe('the ways to end it', () => {
  it.each([
    ['Ctrl-C', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s ends it with %i, with the terminal as it was and the snapshot written', async (how, status) => {
    const screen = await onScreen(['open', await recorded, '--snapshot', 'last.json']);
    await screen.shows(/L2 out.*completed/);
    if (how === 'Ctrl-C') screen.pty.write('\x03');
    else screen.kill(how);
    expect(await screen.ended()).toBe(status);
    const text = await readFile(join(screen.home, 'last.json'), 'utf8');
    expect(snapshotSchema.parse(JSON.parse(text)).conversations).toHaveLength(1);
  });
});

describe('the first run, on a machine where nothing is configured', () => {
  it('says what is missing, has its keys, and opens its panes with the first webhook', async () => {
    const screen = await onScreen(['--port', '0']);
    await screen.shows('Waiting for the first call');
    await screen.shows(/\[✓\] listener +http:\/\/127\.0\.0\.1:\d+/);
    for (const missing of ['credentials', 'tunnel']) expect(screen.text()).toMatch(new RegExp(`\\[ \\] ${missing}`));
    expect(brokenRows(screen.terminal)).toEqual([]);
    await screen.press('?', 'Help');
    await screen.press('\x1b', 'Waiting for the first call');
    await screen.press('5', title(5, 'Session'));
    await screen.press('3', 'Waiting for the first call');
    await screen.press('s', 'No call');
    const url = await screen.url();
    const body = {
      status: 'ringing',
      uuid: 'a'.repeat(32),
      conversation_uuid: seedCall.ids.conversation,
      from: '1',
      to: '2',
    };
    const init = {method: 'POST', body: JSON.stringify({...body, timestamp: new Date().toISOString()})};
    expect((await fetch(`${url}/webhooks/event`, init)).status).toBe(200);
    await screen.shows(/┌[─▸] 3 Events[\s\S]*L1 .*◔ ringing/);
    screen.pty.write('Q');
    expect(await screen.ended()).toBe(0);
    expect(screen.forbidden()).toBe('');
  });
});
