import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {namedCommands} from '../../source/store/commands/named.js';
import {commands} from '../../source/store/commands/table.js';
import {bundled} from '../helpers/bundled.js';
import {writeRecording} from '../helpers/recording.js';
import {keysIn} from '../helpers/session.js';
import {until} from '../helpers/until.js';
import {inPty} from '../terminal/pty.js';
import {atTheEnd, emptyFolder} from './leftovers.js';
import {forbiddenIn, onScreen, sentIn, statusIn} from './on-screen.js';
import {cleanEnvironment} from './program.js';
import {byName, expectations, inDemo, inModes, type Row, type Screen, total, walked} from './walked-keys.js';

const named: Readonly<Record<string, string>> = {
  Enter: '\r',
  Esc: '\x1b',
  Tab: '\t',
  'S-Tab': '\x1b[Z',
  Space: ' ',
  Backspace: '\x7f',
  Up: '\x1b[A',
  Down: '\x1b[B',
  Right: '\x1b[C',
  Left: '\x1b[D',
  Home: '\x1b[H',
  End: '\x1b[F',
  Delete: '\x1b[3~',
  PgUp: '\x1b[5~',
  PgDn: '\x1b[6~',
  F1: '\x1bOP',
};

/** What a terminal sends for a key. */
function bytesOf(key: string): string {
  const control = /^C-([a-z])$/.exec(key)?.[1];
  if (control) return String.fromCharCode(control.charCodeAt(0) - 96);
  const bytes = named[key] ?? (key.length === 1 ? key : undefined);
  if (bytes === undefined) throw new Error(`What does a terminal send for ${key}? Say it in this file.`);
  return bytes;
}

let folder = '';
let walker = '';
beforeAll(async () => {
  folder = await emptyFolder();
  walker = await bundled('end-to-end/walker.ts');
  await writeRecording(join(folder, 'walked.ndjson'), walked);
});

/** Processes that wait to show the recording once more: each shows it to one test after the other. */
const waiting: ReturnType<typeof inPty>[] = [];

async function startWalker() {
  // Where clock and UTC are not the same.
  const env = {...cleanEnvironment(folder), TZ: 'Asia/Tokyo', PAGER: 'no-pager'};
  const words = Object.entries(env).map(([name, value]) => `'${name}=${value}'`);
  return inPty(`cd '${folder}'; exec env -i ${words.join(' ')} '${process.execPath}' '${walker}' walked.ndjson`);
}

async function recording(): Promise<Screen> {
  const known = waiting.pop();
  const from = known?.output().length ?? 0;
  known?.pty.write('\r');
  const run = known ?? (await startWalker());
  if (!known) atTheEnd(() => run.pty.kill('SIGKILL'));
  await run.shows(new RegExp(`at its end[\\s\\S]* ${total}/${total}`));
  const output = () => run.output().slice(from);
  return {
    ...run,
    output,
    text: () => run.seen().join('\n'),
    async press(keys, brings) {
      run.pty.write(keys);
      await run.shows(brings);
    },
    async ended() {
      await until(() => {
        if (!/status=[\s\S]*over\./.test(output())) throw new Error(`The program goes on:\n${run.seen().join('\n')}`);
      });
      if (run.isAlternate()) throw new Error('The alternate screen is still shown.');
      waiting.push(run);
      return statusIn(output());
    },
    forbidden: () => forbiddenIn(sentIn(output())),
  };
}

async function demo(): Promise<Screen> {
  // An hour on the phone: it is up for minutes.
  const screen = await onScreen(['demo', 'long-call', '--speed', '20', '--no-record']);
  await screen.shows(/L1 in .*answered/);
  return screen;
}

const shown = (screen: Screen, what: unknown, holds: () => boolean) =>
  until(() => {
    if (!holds()) throw new Error(`Not shown: ${what}\n${screen.text()}`);
  });

/** All that was pressed has been drawn, when the palette has that was opened behind it; and closed again. */
async function drawn(screen: Screen): Promise<void> {
  await screen.press(':', /┌▸ Commands/);
  await screen.press('\x7f', /^(?![\s\S]*┌▸ Commands)/);
}

/** Does what comes before a key, presses it, and sees what it promises, which was not to be seen before. */
async function see(screen: Screen, bytes: string, {from = [], shows, ends}: Row): Promise<void> {
  const steps = [from].flat();
  for (const step of steps) {
    if (typeof step === 'string') screen.pty.write(keysIn(step).map(bytesOf).join(''));
    else await shown(screen, step, () => (step instanceof RegExp ? step.test(screen.text()) : step(screen)));
  }
  if (typeof steps.at(-1) === 'string') await drawn(screen);
  const start = screen.output().length;
  const holds = () => {
    if (!shows) return false;
    return shows instanceof RegExp ? shows.test(screen.text()) : shows(screen, screen.output().slice(start));
  };
  expect(holds(), `Seen before ${JSON.stringify(bytes)} was pressed:\n${screen.text()}`).toBe(false);
  screen.pty.write(bytes);
  if (ends === undefined) {
    await shown(screen, shows, holds);
    screen.pty.write('\x03\x03\x03');
  }
  expect(await screen.ended()).toBe(ends ?? 130);
  expect(screen.forbidden()).toBe('');
}

const keys = namedCommands.flatMap(({id, keys}) => keys.map(key => [key, id] as const));
const otherKeys = commands
  .filter(command => !namedCommands.includes(command))
  .flatMap(({id, keys}) => keys.map(key => [key, id] as const));

describe.concurrent('each key of the command table', () => {
  it.each(keys)('%s: %s', async (key, id) => {
    const row = expectations[id];
    if (!row) throw new Error(`What is to be seen when ${key} is pressed? Give ${id} a line in walked-keys.ts.`);
    await see(await recording(), bytesOf(key), row);
  });
});

describe.concurrent('each command that is called by its name', () => {
  const called = namedCommands.filter(({keys, argument}) => keys.length === 0 || argument);

  it.each(called.map(({id}) => id))('%s has a line', id => {
    const lines = Object.keys(byName).filter(line => line.split(' ')[0] === id);
    if (lines.length === 0) throw new Error(`What is to be seen after :${id}? Give it a line in walked-keys.ts.`);
  });

  it.each(Object.entries(byName))(':%s', async (line, row) => {
    await see(await recording(), `:${line}\r`, row);
  });
});

describe.concurrent('each key that means something else', () => {
  it.each(otherKeys)('%s: %s has a line', (key, id) => {
    const lines = [...inModes.map(([, pressed]) => pressed), ...inDemo.map(([pressed]) => pressed)];
    if (!lines.includes(key))
      throw new Error(`What is to be seen when ${key} is pressed for ${id}? Say it in inModes.`);
  });

  it.each(inModes)('while %s is typed or chosen: %s', async (_, key, row) => {
    await see(await recording(), bytesOf(key), row);
  });

  it.each(inDemo)('while a call is up, in a demo: %s', async (key, row) => {
    await see(await demo(), bytesOf(key), row);
  });
});
