import {chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {recordWav} from '../../../source/media/wav/record.js';
import {framesOf, joined, quiet, type Sound, tone} from '../../helpers/sound.js';
import {until} from '../../helpers/until.js';

const rate = 8000;
const loud = (ms: number): Sound => tone(rate, ms, -12);

let place = '';
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'convo-monitor-wav-'));
});
afterEach(() => {
  chmodSync(place, 0o700);
  rmSync(place, {recursive: true});
});

/** Frames as they come: of the caller when they were said, of the agent `every` ms. */
type Coming = {from: 'vonage' | 'application'; frame: Buffer; at: number} | {from: 'clear'; at: number};
const said = (sound: Sound, from: number): Coming[] =>
  framesOf(sound, 320).map((frame, index) => ({from: 'vonage', frame, at: from + (index + 1) * 20}));
const answered = (sound: Sound, from: number, every: number): Coming[] =>
  framesOf(sound, 320).map((frame, index) => ({from: 'application', frame, at: from + index * every}));

function begin(options: {folder?: string; longest?: number} = {}) {
  const told: string[] = [];
  const folder = options.folder ?? join(place, 'audio');
  const recording = recordWav({folder, name: 'leg', rate, stopped: why => told.push(why), ...options});
  const take = (list: readonly Coming[]) => {
    for (const each of [...list].sort((a, b) => a.at - b.at)) {
      if (each.from === 'clear') recording.clear(each.at);
      else recording.add(each.from, each.frame, each.at);
    }
  };
  return {recording, take, told, file: join(folder, 'leg.wav')};
}

/** What is in a file: ms, and where each side is heard (from, to; in ms, to 10). */
function heardIn(file: string) {
  const bytes = readFileSync(file);
  const length = bytes.readUInt32LE(40);
  const moments = length / 4;
  const side = (offset: number) => {
    const spans: [number, number][] = [];
    for (let block = 0; block < Math.floor(moments / 80); block++) {
      let isLoud = false;
      for (let at = 0; at < 80; at++) isLoud ||= Math.abs(bytes.readInt16LE(44 + (block * 80 + at) * 4 + offset)) > 300;
      const last = spans.at(-1);
      if (isLoud && last?.[1] === block * 10) last[1] += 10;
      else if (isLoud) spans.push([block * 10, block * 10 + 10]);
    }
    return spans;
  };
  return {bytes, length, ms: (moments / rate) * 1000, left: side(0), right: side(2)};
}

describe('A recording of a leg', () => {
  it('has the caller left and the agent right, as it is heard', async () => {
    const {recording, take, told, file} = begin();
    take([...said(joined(quiet(rate, 1000), loud(1000), quiet(rate, 4000)), 0), ...answered(loud(3000), 2640, 0)]);
    await recording.close(6000);
    const {bytes, length, ms, left, right} = heardIn(file);
    expect({ms, left, right, told}).toEqual({ms: 6000, left: [[1000, 2000]], right: [[2640, 5640]], told: []});
    expect(bytes.length).toBe(44 + length);
    expect(bytes.toString('latin1', 0, 4) + bytes.toString('latin1', 8, 16)).toBe('RIFFWAVEfmt ');
    expect([bytes.readUInt32LE(4), bytes.readUInt16LE(22), bytes.readUInt32LE(24)]).toEqual([
      bytes.length - 8,
      2,
      rate,
    ]);
  });

  it('has the samples that came', async () => {
    const {recording, take, file} = begin();
    const frames = framesOf(loud(400), 320);
    take(said(loud(400), 0));
    await recording.close(400);
    const {bytes} = heardIn(file);
    const left = Buffer.concat(frames);
    for (let at = 0; at < 3200; at += 7) expect(bytes.readInt16LE(44 + at * 4)).toBe(left.readInt16LE(at * 2));
  });

  it('has nothing of what clear threw away, and of what waits at the end', async () => {
    const {recording, take, file} = begin();
    take([...answered(loud(5000), 1000, 0), {from: 'clear', at: 2500}, ...answered(loud(5000), 4000, 0)]);
    await recording.close(5000);
    expect(heardIn(file)).toMatchObject({
      ms: 5000,
      right: [
        [1000, 2500],
        [4000, 5000],
      ],
    });
  });

  it('puts what was late where it belongs', async () => {
    const {recording, take, file} = begin();
    // The line stood still from 1000 on, for 600 ms; then all came at once.
    const frames = said(loud(3000), 0).map(each => (each.at > 1000 && each.at < 1600 ? {...each, at: 1600} : each));
    take(frames);
    await recording.close(3000);
    expect(heardIn(file).left).toEqual([[0, 3000]]);
  });

  it('keeps both sides together over a long silence, which takes no room', async () => {
    const {recording, take, file} = begin();
    take([...said(loud(500), 0), ...said(loud(500), 600_000), ...answered(loud(500), 600_000, 20)]);
    await recording.close(601_000);
    const {ms, left, right} = heardIn(file);
    expect({ms, left, right}).toEqual({
      ms: 601_000,
      left: [
        [0, 500],
        [600_000, 600_500],
      ],
      right: [[600_000, 600_500]],
    });
  });

  it('is for its owner alone, and replaces no other', async () => {
    for (let each = 0; each < 2; each++) await begin().recording.close(20);
    const folder = join(place, 'audio');
    expect(readdirSync(folder)).toEqual(['leg-2.wav', 'leg.wav']);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'leg.wav')).mode & 0o777).toBe(0o600);
  });

  it('can be played though it was never closed', async () => {
    const {take, recording, file} = begin();
    take(said(loud(10_000), 0));
    // What is written by now is all but the last second or two.
    await until(() => expect(heardIn(file).ms).toBeGreaterThanOrEqual(8000));
    const {bytes, length, ms, left} = heardIn(file);
    expect(bytes.length).toBeGreaterThanOrEqual(44 + length);
    expect(left).toEqual([[0, ms]]);
    await recording.close(10_000);
  });

  it('ends by itself', async () => {
    const {recording, take, told, file} = begin({longest: 120_000});
    take(said(loud(125_000), 0));
    await recording.close(125_000);
    expect(told).toEqual(['2 minutes are recorded, which is the most: the rest is not']);
    expect(heardIn(file)).toMatchObject({ms: 120_000, left: [[0, 120_000]]});
  });

  it.runIf(existsSync('/proc/self'))('is not made where no folder can be, and that is said at once', async () => {
    const {recording, told} = begin({folder: '/proc/none/audio'});
    await recording.close(0);
    expect(told).toEqual([
      'Audio cannot be recorded in /proc/none/audio: no folder can be made there. Choose another one',
    ]);
  });

  it('makes all folders that it is in, for its owner alone', async () => {
    const folder = join(place, 'a/b/c');
    const {recording, take, told} = begin({folder});
    take(said(loud(300), 0));
    await recording.close(300);
    expect(told).toEqual([]);
    expect(['a', 'a/b', 'a/b/c'].map(each => statSync(join(place, each)).mode & 0o777)).toEqual([0o700, 0o700, 0o700]);
  });

  it('says once why it cannot be made', async () => {
    writeFileSync(join(place, 'file'), '');
    const {recording, take, told} = begin({folder: join(place, 'file/audio')});
    take(said(loud(3000), 0));
    await recording.close(3000);
    expect(told).toEqual([
      `Audio cannot be recorded in ${join(place, 'file/audio')}: a part of its path is not a folder. Choose another folder`,
    ]);
  });
});
