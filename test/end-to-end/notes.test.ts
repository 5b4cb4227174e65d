import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {busy} from '../helpers/calls.js';
import {canariesIn, canaryCall, canaryNumber} from '../helpers/canary.js';
import {writeRecording} from '../helpers/recording.js';
import {until} from '../helpers/until.js';
import {emptyFolder} from './leftovers.js';
import {onScreen} from './on-screen.js';
import {run} from './program.js';

describe('a note', () => {
  it('that is written live is in the recording, and shown by whoever opens it', async () => {
    const screen = await onScreen(['demo', 'busy', '--speed', 'max', '--record', 'call.ndjson'], {columns: 120});
    await screen.shows(/ended busy/);
    await screen.press('w', /^“ /m);
    await screen.press('ask the carrier\r', /“ask the carrier”/);
    screen.pty.write('Q');
    expect(await screen.ended()).toBe(0);
    const {status, out} = await run(['open', join(screen.home, 'call.ndjson'), '--plain', '--filter', 'is:noted']);
    expect(status).toBe(0);
    expect(out).toMatch(/ note +\S+: “ask the carrier”$/m);
    const csv = await run(['export', join(screen.home, 'call.ndjson'), '--format', 'csv']);
    expect(csv.out.split('\r\n').filter(row => row.includes(',ask the carrier,'))).toHaveLength(1);
  });

  it('that is written on a recording is behind it, each time one more line', async () => {
    const cwd = await emptyFolder();
    const file = await writeRecording(join(cwd, 'call.ndjson'), busy);
    const screen = await onScreen(['open', file], {cwd, columns: 120});
    await screen.shows('at its end');
    await screen.press('w', /^“ /m);
    await screen.press('too late\r', 'Noted, in call.ndjson.');
    await screen.press('w', /^“ too late/m);
    await screen.press('\x15\r', 'The note is taken away, in call.ndjson.');
    screen.pty.write('Q');
    expect(await screen.ended()).toBe(0);
    const notes = (await readFile(file, 'utf8')).split('\n').filter(line => line.includes('"action":"note"'));
    expect(notes.map(line => JSON.parse(line).note.text)).toEqual(['too late', '']);
  });

  it('shows no numbers with --mask, and the recording has them', async () => {
    const cwd = await emptyFolder();
    const file = await writeRecording(join(cwd, 'call.ndjson'), canaryCall());
    const screen = await onScreen(['open', file, '--mask'], {cwd, columns: 120});
    await screen.shows('at its end');
    screen.pty.write('w');
    await screen.shows(/^“ /m);
    screen.pty.write(`call ${canaryNumber(90)}\r`);
    await screen.shows('Noted, in call.ndjson.');
    await until(() => expect(screen.text()).toMatch(/“call 44•+/));
    expect(canariesIn(screen.text())).toEqual([]);
    screen.pty.write('Q');
    await screen.ended();
    expect(await readFile(file, 'utf8')).toContain(canaryNumber(90));
  });
});
