import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {createApplication} from '../../source/simulator/index.js';
import {until} from '../helpers/until.js';
import {evilApi, sendEvil} from './hostile-world.js';
import {emptyFolder} from './leftovers.js';
import {brokenRows, onScreen} from './on-screen.js';
import {inPipe, run} from './program.js';

/** Nothing but characters that move a cursor to the right, and line ends. */
const unprintable = /[^\n\P{C}]|[\u2028\u2029]/u;

type Screen = Awaited<ReturnType<typeof onScreen>>;

/** Looks at everything there is to see; after each step the panes must be whole. */
async function lookAround(screen: Screen, columns: number): Promise<void> {
  const whole = () => until(() => expect(brokenRows(screen.terminal)).toEqual([]));
  const total = () => Number(/ (\d+) shown ─┐/.exec(screen.text())?.[1]);
  await until(() => expect(total()).toBeGreaterThan(60));
  await screen.press('3g', / 1\/\d+ ─┘/);
  await whole();
  const count = total();
  // Where there is room for it, each step shows the detail of another event.
  const by = columns < 140 ? 10 : 4;
  for (let at = 1 + by; at <= Math.min(count, 120); at += by) {
    await screen.press('j'.repeat(by), new RegExp(` ${at}/\\d+ ─┘`));
    await whole();
    if (columns < 140) {
      await screen.press('\r', /┌[─▸] 7 Detail/);
      await whole();
      screen.pty.write('GjG');
      await whole();
      await screen.press('\x1b', /┌[─▸] 3 Events/);
    }
  }
  for (const pane of '124568') {
    await screen.press(`${pane}`, new RegExp(`┌[─▸] ${pane} `));
    screen.pty.write('jjjG');
    await whole();
  }
}

describe('callers who attack the terminal', () => {
  it('do nothing to it, live or replayed, at 80×24 or 160×48, as lines or as objects', async () => {
    const [folder, api, {id, privateKey}] = await Promise.all([emptyFolder(), evilApi(), createApplication()]);
    await writeFile(join(folder, 'private.key'), privateKey, {mode: 0o600});
    const file = join(folder, 'evil.ndjson');
    const credentials = ['--application-id', id, '--private-key', join(folder, 'private.key'), '--api-url', api];

    const live = await onScreen(['--port', '0', '--record', file, ...credentials], {columns: 160, rows: 48});
    live.useTodaysUnicode();
    const titles: string[] = [];
    live.terminal.onTitleChange(title => titles.push(title));
    await live.shows('Waiting for the first call');
    const sent = await sendEvil(await live.url());
    await until(() => expect(Number(/hooks ● :\d+ · (\d+)/.exec(live.text())?.[1])).toBeGreaterThanOrEqual(sent));
    await live.shows(/polls +[1-9]/);
    await lookAround(live, 160);
    live.pty.write('Q');
    expect(await live.ended()).toBe(0);
    expect(live.forbidden()).toBe('');

    const again = await onScreen(['open', file]);
    again.useTodaysUnicode();
    again.terminal.onTitleChange(title => titles.push(title));
    await again.shows(/┌[─▸] 3 Events/);
    await lookAround(again, 80);
    again.pty.write('Q');
    expect(await again.ended()).toBe(0);
    expect(again.forbidden()).toBe('');
    expect(titles).toEqual([]);

    const text = await run(['open', file]);
    expect([text.status, unprintable.exec(text.out + text.err)]).toEqual([0, null]);
    const objects = await run(['open', file, '--format', 'ndjson']);
    expect([objects.status, unprintable.exec(objects.out + objects.err)]).toEqual([0, null]);
    for (const line of objects.out.trim().split('\n')) JSON.parse(line);
  });

  it('do nothing to what is said live in a pipe', async () => {
    const started = await inPipe(['--port', '0', '--no-record', '--snapshot', '-', '--timeout', '24h']);
    const sent = await sendEvil(await started.url());
    expect(sent).toBeGreaterThan(100);
    started.child.kill('SIGINT');
    expect(await started.ended).toBe(130);
    expect(unprintable.exec(started.out() + started.err())).toBe(null);
    // Standard output is the snapshot's, so the lines are on standard error.
    expect(started.err()).toContain('\\e]0;PWNED\\u{7}');
  });
});
