import {chmod, mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {saveFormats} from '../../source/store/save-formats.js';
import {canariesIn, canaryCall, canaryNumber} from '../helpers/canary.js';
import {writeRecording} from '../helpers/recording.js';
import {emptyFolder} from './leftovers.js';
import {onScreen} from './on-screen.js';
import {inPipe, run} from './program.js';

async function recording(): Promise<string> {
  return writeRecording(join(await emptyFolder(), 'call.ndjson'), canaryCall());
}

describe('--mask', () => {
  it('hides numbers in what every verb prints', async () => {
    const file = await recording();
    const ncco = join(await emptyFolder(), 'answer.json');
    await writeFile(
      ncco,
      JSON.stringify([{action: `tlak ${canaryNumber(1)}`}, {action: 'connect', endpoint: [{type: canaryNumber(2)}]}]),
    );
    const lines = [
      ...saveFormats.map(({name}) => ['export', file, '--format', name]),
      ['open', file, '--plain'],
      ...['text', 'markdown', 'json'].map(format => ['diff', file, file, '--format', format]),
      ['open', file, '--format', 'ndjson'],
      ['open', file, '--snapshot', '-', '--fail-on', 'warning'],
      ['ncco', ncco],
      ['ncco', ncco, '--format', 'ndjson'],
      ['config', '--to', canaryNumber(3)],
      [
        'simulate',
        '--set',
        `to=${canaryNumber(4)}`,
        '--answer-url',
        'http://127.0.0.1:1',
        '--event-url',
        `http://127.0.0.1:1/${canaryNumber(5)}`,
      ],
    ];
    const runs = await Promise.all(
      lines.map(async words => {
        const [open, masked] = [await run(words), await run([...words, '--mask'])];
        expect(open.out + open.err, words.join(' ')).not.toBe('');
        return [words.join(' '), ...canariesIn(masked.out + masked.err)];
      }),
    );
    expect(runs).toEqual(lines.map(words => [words.join(' ')]));
  });

  it('hides them while a call is watched, and not in the recording', async () => {
    const words = [
      '--port',
      '0',
      '--record',
      'call.ndjson',
      '--snapshot',
      'call.json',
      '--to',
      canaryNumber(1),
      '--mask',
    ];
    const monitor = await inPipe([...words, '--plain', '--until', 'ended', '--fail-on', 'warning']);
    const url = await monitor.url();
    await fetch(`${url}/${canaryNumber(2)}`);
    await fetch(`${url}/webhooks/event`, {method: 'POST', body: `no JSON, but ${canaryNumber(3)}`});
    for (const o of canaryCall()) {
      if (o.source === 'answer') await fetch(url + o.raw.path);
      if (o.source !== 'event') continue;
      const {path, headers, body, encoding} = o.raw;
      await fetch(url + path, {method: 'POST', headers, body: Buffer.from(body, encoding)}).catch(() => undefined);
    }
    await monitor.ended;
    const [recorded = '', snapshot = ''] = await Promise.all(
      ['call.ndjson', 'call.json'].map(name => readFile(join(monitor.home, name), 'utf8')),
    );
    expect(canariesIn(recorded)).not.toEqual([]);
    expect(canariesIn(monitor.out() + monitor.err() + snapshot)).toEqual([]);
  });
});

describe('demo --mask', () => {
  const ncco = [
    {action: 'talk', text: `Please call ${canaryNumber(1)}`, [`n${canaryNumber(2)}`]: 1},
    {action: 'connect', from: canaryNumber(3), endpoint: [{type: 'phone', number: canaryNumber(4)}]},
  ];
  const answer = `answer-${canaryNumber(5)}.json`;
  const outputs = ['standard output', 'standard error', 'the snapshot', 'the recording'] as const;

  /** What a demo wrote, where numbers are to be seen in it. */
  async function numbersIn(format: string, ...flags: string[]): Promise<(typeof outputs)[number][]> {
    const cwd = await emptyFolder();
    await writeFile(join(cwd, answer), JSON.stringify(ncco));
    const files = ['--record', 'call.ndjson', '--snapshot', 'call.json'];
    const words = ['demo', '--speed', 'max', '--ncco', answer, ...files, '--plain', '--format', format, ...flags];
    const {out, err} = await run(words, {cwd});
    const [snapshot = '', recorded = ''] = await Promise.all(
      ['call.json', 'call.ndjson'].map(name => readFile(join(cwd, name), 'utf8')),
    );
    const texts = [out, err, snapshot, recorded];
    return outputs.filter((_, i) => canariesIn(texts[i] ?? '').length > 0);
  }

  it.each(['text', 'ndjson'])(
    'hides numbers in everything that is %s, said or saved, and not in the recording',
    async format => {
      expect(await numbersIn(format)).toEqual(outputs);
      expect(await numbersIn(format, '--mask')).toEqual(['the recording']);
    },
  );
});

describe('numbers that are hidden with :mask', () => {
  it('are in nothing that is copied, saved or handed to other programs', async () => {
    const file = await recording();
    const folder = await emptyFolder();
    const heard = join(folder, 'heard');
    await mkdir(join(folder, 'bin'));
    const browser = join(folder, 'bin', 'xdg-open');
    await writeFile(browser, `#!/bin/sh\necho "$@" >> '${heard}'\n`);
    await chmod(browser, 0o755);
    const env = {PATH: `${join(folder, 'bin')}:${process.env.PATH}`, DISPLAY: ':0'};
    const screen = await onScreen(['open', file], {cwd: folder, env, columns: 160, rows: 48});
    await screen.shows(/at its end/);
    await screen.press(':mask\r', /MASKED/);
    const seen = screen.output().length;
    for (const event of ['3g', 'j', 'j', 'j', 'j', 'j', 'j', 'j']) {
      screen.pty.write(event);
      await screen.press('y', /leg id copied|Nothing/);
      await screen.press('Y', /event JSON copied/);
      await screen.press('c', /curl command copied|not be/);
    }
    await screen.press('o', /Open in the browser/);
    for (const {name} of saveFormats) await screen.press(`:save ${name}\r`, new RegExp(`Saved .* as ${name}`));
    screen.pty.write('Q');
    expect(await screen.ended()).toBe(0);
    const sent = screen.output().slice(seen);
    const copied = Array.from(sent.matchAll(/\x1b\]52;c;([\w+/=]*)\x07/g), ([, text = '']) =>
      Buffer.from(text, 'base64').toString(),
    );
    expect(copied.length).toBeGreaterThan(10);
    const saved = (await readdir(folder)).filter(name => name !== 'bin');
    const texts = await Promise.all(saved.map(name => readFile(join(folder, name), 'utf8')));
    expect(texts.length).toBeGreaterThan(saveFormats.length);
    for (const text of [...copied, ...texts]) expect(canariesIn(text)).toEqual([]);
  });
});
