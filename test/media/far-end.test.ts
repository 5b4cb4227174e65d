import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {WebSocket} from 'ws';
import type {FarEndPlan, MediaEvent} from '../../source/call/media.js';
import {openFarEnd} from '../../source/media/far-end.js';
import {watchSockets} from '../../source/media/watch.js';
import {wavHeader} from '../../source/media/wav/header.js';
import {until} from '../helpers/until.js';
import {listening} from '../intake/exchange.js';

/** A monitor that is the far end, and a socket to it. */
async function called(plan: FarEndPlan, contentType = 'audio/l16;rate=16000') {
  const farEnd = await openFarEnd(plan);
  onTestFinished(farEnd.close);
  const events: MediaEvent[] = [];
  const watch = watchSockets(draft => void (draft.source === 'media' && events.push(draft.event)));
  const {url} = await listening({}, undefined, undefined, watch, farEnd.url);
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket`);
  onTestFinished(() => socket.terminate());
  const heard: Buffer[] = [];
  socket.on('message', (data: Buffer) => void heard.push(data));
  const ended = new Promise<string>(resolve => socket.on('close', (code, reason) => resolve(`${code} ${reason}`)));
  await new Promise(resolve => socket.once('open', resolve));
  socket.send(JSON.stringify({event: 'websocket:connected', 'content-type': contentType}));
  return {socket, heard, ended, events};
}

/** A WAV file of a second in stereo, whose left side rises, and whose right side is noise. */
function rising(rate: number): string {
  const file = join(mkdtempSync(join(tmpdir(), 'far-end-')), 'rising.wav');
  const samples = Buffer.alloc(rate * 4);
  for (let i = 0; i < rate; i++) {
    samples.writeInt16LE(Math.floor((i * 30_000) / rate), i * 4);
    samples.writeInt16LE(i % 2 ? 9000 : -9000, i * 4 + 2);
  }
  writeFileSync(file, Buffer.concat([wavHeader(rate, rate), samples]));
  return file;
}

describe('the monitor at the far end of a WebSocket', () => {
  it('says back the audio that it hears, and what passes is measured as always', async () => {
    const {socket, heard, events} = await called({kind: 'echo'});
    socket.send('{"event":"websocket:dtmf","digit":"1"}');
    const frames = Array.from({length: 3}, (_, i) => Buffer.alloc(640, i));
    for (const each of frames) socket.send(each);
    await until(() => expect(heard).toEqual(frames));
    socket.close(1000);
    const figures = {figures: {vonage: {frames: 3}, application: {frames: 3}}};
    await until(() => expect(events.find(({kind}) => kind === 'figures')).toMatchObject(figures));
    // No application is named: there is none.
    expect(events[0]).toEqual({kind: 'open', path: '/socket', ms: expect.any(Number)});
  });

  it('only hears, where it is to', async () => {
    const {socket, heard, events} = await called({kind: 'sink'});
    socket.send(Buffer.alloc(640));
    socket.close(1000);
    const figures = {figures: {vonage: {frames: 1}, application: {frames: 0}}};
    await until(() => expect(events.find(({kind}) => kind === 'figures')).toMatchObject(figures));
    expect(heard).toEqual([]);
  });

  it.each([
    [8000, 320],
    [16_000, 640],
    [24_000, 960],
  ])('plays a file in the rate of the leg, %i Hz, in real time', async (rate, size) => {
    const began = performance.now();
    const {heard} = await called({kind: 'play', file: rising(16_000)}, `audio/l16;rate=${rate}`);
    await until(() => expect(heard).toHaveLength(50));
    expect(performance.now() - began).toBeGreaterThan(850);
    expect(new Set(heard.map(({length}) => length))).toEqual(new Set([size]));
    const samples = Buffer.concat(heard);
    const values = Array.from({length: samples.length / 2}, (_, i) => samples.readInt16LE(i * 2));
    for (const [i, value] of values.entries()) expect(Math.abs(value - (i * 30_000) / rate)).toBeLessThanOrEqual(4);
  });

  it('refuses a rate that there is not, with words', async () => {
    const {ended} = await called({kind: 'play', file: rising(8000)}, 'audio/l16;rate=44100');
    expect(await ended).toMatch(/^1003 only audio\/l16 .* can be played$/);
  });

  it.each([
    ['is not there', () => '/nowhere/at-all.wav', /at-all\.wav cannot be played: .* Give --media/],
    ['is no WAV file', () => import.meta.filename, /no WAV file with PCM samples of 16 bits/],
  ])('says so where the file to play %s', async (_, file, text) => {
    await expect(openFarEnd({kind: 'play', file: file()})).rejects.toThrow(text);
  });

  it('takes no more from whoever takes nothing, until it is taken', async () => {
    const {socket, ended} = await called({kind: 'echo'});
    socket.pause();
    let isOver = false;
    void ended.then(() => {
      isOver = true;
    });
    // What fits into the connections and into the room here is bounded, however much is sent.
    for (let i = 0; i < 100; i++) socket.send(Buffer.alloc(200_000));
    await until(() => expect(socket.bufferedAmount).toBeGreaterThan(1_000_000));
    expect(isOver).toBe(false);
    socket.resume();
    await until(() => expect(socket.bufferedAmount).toBe(0));
  });
});
