import fc from 'fast-check';
import {beforeAll, describe, expect, it} from 'vitest';
import {bundled} from '../helpers/bundled.js';
import {until} from '../helpers/until.js';
import {ALLOWED, withoutQuestions} from '../terminal/fake-terminal.js';
import {inPty} from '../terminal/pty.js';
import type {Feed} from './wired.js';

let wired = '';
beforeAll(async () => {
  wired = await bundled('screens/wired.ts');
});

/** Starts the screen on a call, of which the rest comes with the key Ж. */
async function open(feed: Feed, [columns, rows]: readonly [number, number] = [80, 24]) {
  const run = inPty(`'${process.execPath}' '${wired}' '${feed}'`, {columns, rows});
  const {terminal, pty} = run;
  const heard: ((title: string) => void)[] = [];
  terminal.onTitleChange(title => {
    for (const listener of heard) listener(title);
  });
  const painted: (() => void)[] = [];
  terminal.parser.registerCsiHandler({prefix: '?', final: 'l'}, ([mode]) => {
    if (mode === 2026) for (const listener of painted) listener();
    return false;
  });
  await run.shows(/L1 +✓ completed/);
  return {
    ...run,
    text: () => run.seen().join('\n'),
    onTitle: (listener: (title: string) => void) => void heard.push(listener),
    /** Calls back at the end of each frame. */
    onFrame: (listener: () => void) => void painted.push(listener),
    async press(keys: string, brings: string | RegExp) {
      pty.write(keys);
      await run.shows(brings);
    },
    resize(columns: number, rows: number) {
      terminal.resize(columns, rows);
      pty.resize(columns, rows);
    },
    async quit() {
      pty.write('\x03\x03\x03');
      await run.ended;
      expect(withoutQuestions(run.output()).replace(/\x1b\]0;[^\x07]*\x07/g, '')).toMatch(ALLOWED);
    },
  };
}

type Screen = Awaited<ReturnType<typeof open>>;

describe.concurrent('A screen on which nothing changes', () => {
  it.each([
    ['the lists', '', /3 Events/, [80, 24]],
    ['the lists on a wide screen', '', /7 Detail/, [160, 48]],
    ['an event that is not the newest', 'kk', /follow ○/, [120, 40]],
    ['the ladder', 'v', /3 Ladder/, [80, 24]],
    ['the bars', 'vv', /3 Bars/, [160, 48]],
    ['the detail', '\r', /7 Detail/, [80, 24]],
    ['the help', '?', /┌▸ Help/, [120, 40]],
    ['a command being typed', ':sn', /│: ?sn/, [80, 24]],
  ] as const)('sends no byte in forty ticks of its clock: %s', async (_, keys, shows, size) => {
    const screen = await open('nothing', size);
    if (keys) await screen.press(keys, shows);
    await screen.shows(shows);
    const ticks: number[] = [];
    screen.onTitle(title => {
      if (title.startsWith('tick')) ticks.push(screen.output().length);
    });
    await until(() => expect(ticks.length).toBeGreaterThan(5));
    // Several ticks may come in one piece, and a piece may end within one.
    const bytes = () => screen.output().slice(ticks[5], screen.output().lastIndexOf('\x07') + 1);
    await until(() => expect(bytes().split('\x1b]0;tick').length).toBeGreaterThan(40));
    expect(bytes().replace(/\x1b\]0;tick \d+\x07/g, '')).toBe('');
    await screen.quit();
  });
});

describe('A key, while a thousand events a second come', () => {
  it('shows its effect in the frame that comes next', async () => {
    const screen = await open('a thousand events a second');
    await screen.press('Ж', / [1-9]\d{2}\/\d+ ─┘/);
    let frames: number | undefined;
    let isHelp = false;
    const counts: number[] = [];
    screen.onTitle(title => {
      if (title === 'key') {
        frames = 0;
        isHelp = !isHelp;
      }
    });
    screen.onFrame(() => {
      if (frames === undefined) return;
      frames++;
      if (/┌▸ Help/.test(screen.text()) !== isHelp) return;
      counts.push(frames);
      frames = undefined;
    });
    for (let presses = 1; presses <= 40; presses++) {
      screen.pty.write('?');
      await until(() => expect(counts).toHaveLength(presses));
    }
    expect(counts).toEqual(counts.map(() => 1));
    expect(screen.output()).not.toContain(']0;fed');
    await screen.quit();
  });
});

/** Keys after which everything is as it was, but for the pane in front. */
const rounds = ['??', 'tttt', 'vvvv', '+_', ':x\x7f\x7f', 'pp', '\t\x1b[Z', 'l', '1', 'mm', '6', '5'];

/** Two hundred sizes, while data come and keys are pressed. */
async function storm(screen: Screen, seed: number): Promise<void> {
  let ticks = 0;
  screen.onTitle(title => {
    if (title.startsWith('tick')) ticks++;
  });
  const usual = fc.tuple(fc.integer({min: 20, max: 250}), fc.integer({min: 3, max: 80}));
  const extreme = fc.constantFrom<[number, number]>([1, 1], [500, 200], [500, 1], [1, 200]);
  const size = fc.oneof({weight: 9, arbitrary: usual}, {weight: 1, arbitrary: extreme});
  const steps = fc.sample(fc.tuple(size, fc.constantFrom(...rounds)), {numRuns: 200, seed});
  for (const [i, [[columns, rows], keys]] of steps.entries()) {
    screen.resize(columns, rows);
    screen.pty.write(keys);
    const before = ticks;
    // Its clock, and no frame: changes that come to nothing bring none.
    if (i % 3 === 0) await until(() => expect(ticks).toBeGreaterThan(before));
  }
}

describe.concurrent('A storm of two hundred resizes, while data come and keys are pressed', () => {
  it.each([
    {what: 'the chosen event', chosen: 'gjjjj', shows: /follow ○/, size: [100, 30]},
    {what: 'the chosen event on a wide screen', chosen: 'gjjjj', shows: /follow ○/, size: [180, 50]},
    {what: 'the newest event', chosen: '', shows: /follow ●/, size: [80, 24]},
  ] as const)('ends in the screen that is drawn at once in that size, with $what', async ({chosen, shows, size}) => {
    const [fresh, stormy] = await Promise.all([open('at once', size), open('little by little')]);
    let isFed = false;
    stormy.onTitle(title => {
      isFed ||= title === 'fed';
    });
    for (const screen of [fresh, stormy]) {
      if (chosen) await screen.press(chosen, / 5\/\d+\s*$/m);
      screen.pty.write('Ж');
    }
    await storm(stormy, 1);
    stormy.pty.write('3');
    stormy.resize(size[0], size[1]);

    await until(() => {
      expect(isFed).toBe(true);
      expect(stormy.text()).toBe(fresh.text());
    });
    expect(stormy.text()).toMatch(shows);
    if (chosen) expect(stormy.text()).toMatch(/▸.* L2 +◔ ringing/);
    await Promise.all([fresh.quit(), stormy.quit()]);
  });
});
