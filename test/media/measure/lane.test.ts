import {describe, expect, it} from 'vitest';
import {measureSocket} from '../../../source/media/measure/socket.js';
import {framesOf, joined, noise, quiet, randomOf, type Sound, spoken, tone} from '../../helpers/sound.js';
import {answered, bytesOf, measured, type Step, said} from './conversation.js';

const rates = [8000, 16_000, 24_000];
const rate = 16_000;

/** Figures of what the caller said. */
const heard = (sound: Sound, of = rate) => measured(of, said(of, sound)).figures.vonage;

describe('The level', () => {
  it.each(rates)('of a tone at -12 dBFS is found within 0.1 dB, at %i Hz', of => {
    const {level, peak} = heard(tone(of, 3000, -12), of);
    expect(Math.abs((level ?? 0) + 12)).toBeLessThan(0.1);
    expect(Math.abs((peak ?? 0) + 12)).toBeLessThan(0.1);
  });

  it('is that of what came since the figures before', () => {
    const measure = measureSocket({rate});
    for (const step of said(rate, tone(rate, 1000, -12))) step.do(measure, step.at);
    measure.figures(1000);
    for (const step of said(rate, tone(rate, 1000, -30), 1000)) step.do(measure, step.at);
    expect(measure.figures(2000).vonage.level).toBeCloseTo(-30, 1);
    expect(measure.figures(3000).vonage).not.toHaveProperty('level');
  });

  it('of the loudest samples tells how much is clipped', () => {
    // A sine wave of twice the full scale is over it for two thirds of the time.
    expect(heard(joined(tone(rate, 1000, 6.02), quiet(rate, 1000))).clipped).toBeCloseTo(1 / 3, 1);
    expect(heard(tone(rate, 1000, -1)).clipped).toBe(0);
  });
});

describe('Silence', () => {
  it.each([3, 8, 13, 20])('of 137 ms that begins %i ms into a frame is found within 20 ms', begins => {
    const sound = joined(tone(rate, 500 + begins, -12), quiet(rate, 137), tone(rate, 1363 - begins, -12));
    expect(Math.abs(heard(sound).silent * 2000 - 137)).toBeLessThanOrEqual(20);
  });

  it('is not the first sound', () => {
    const lane = heard(joined(quiet(rate, 1000), tone(rate, 500, -40)));
    expect([lane.firstAt, lane.firstSoundAt, lane.lastAt]).toEqual([20, 1020, 1500]);
  });
});

describe('How frames come', () => {
  it.each(rates)('tells the pace and the rate that is really sent, at %i Hz', of => {
    const {figures} = measured(of, answered(of, tone(of, 5000, -12), 100, 20.4));
    expect(figures.application.pace).toBeCloseTo(49.02, 1);
    expect(figures.application.rate).toBeCloseTo(of / 1.02, -1);
    expect(figures.application.jitter).toBeCloseTo(0.4, 2);
  });

  it('does not tell the pace of a burst', () => {
    const {figures} = measured(rate, answered(rate, tone(rate, 5000, -12), 100, 0));
    expect(figures.application).not.toHaveProperty('pace');
  });

  it('has a gap of 137 ms', () => {
    const {figures} = measured(rate, [...said(rate, tone(rate, 500, -12)), ...said(rate, tone(rate, 500, -12), 617)]);
    expect(figures.vonage).toMatchObject({gaps: 1, longestGap: 137});
  });

  it('is as fast as it was made, though some of it was late and came at once', () => {
    const steps = said(rate, tone(rate, 5000, -12)).map(each =>
      each.at > 1000 && each.at < 1300 ? {...each, at: 1300} : each,
    );
    expect(measured(rate, steps).figures.vonage).toMatchObject({pace: 50, rate, gaps: 1, longestGap: 300});
  });

  it('has a gap, however long, in what Vonage sends; in what an application sends, a second is a pause', () => {
    const twice = (steps: (of: number, sound: Sound, from: number) => Step[]) => [
      ...steps(rate, tone(rate, 100, -12), 0),
      ...steps(rate, tone(rate, 100, -12), 5000),
    ];
    expect(measured(rate, twice(said)).figures.vonage).toMatchObject({gaps: 1, longestGap: 4920});
    expect(measured(rate, twice(answered)).figures.application).toMatchObject({gaps: 0, longestGap: 0});
  });

  it('is uneven as RFC 3550 has it', () => {
    const [frame] = framesOf(tone(rate, 20, -12), bytesOf(rate));
    if (!frame) throw new Error('no frame');
    const steps = Array.from({length: 400}, (_, index) => ({at: index * 20 + (index % 2) * 8, frame}));
    const {figures} = measured(
      rate,
      steps.map(({at}) => ({at, do: measure => measure.audio('vonage', frame, at)})),
    );
    // Each frame comes 8 ms nearer or farther than the one before.
    expect(figures.vonage.jitter).toBeCloseTo(8, 1);
  });
});

describe('A frame that is no 20 ms of audio', () => {
  const frames = (...list: Buffer[]) =>
    measured(
      rate,
      list.map((frame, index) => ({at: index * 20, do: (measure, at) => measure.audio('application', frame, at)})),
    ).figures.application;
  const filled = (start: string, size: number, rest: number | string = 0) => {
    const frame = Buffer.alloc(size, rest, 'latin1');
    frame.write(start, 'latin1');
    return frame;
  };
  const audio = filled('', 640, 1);

  it('is counted by its size, and the first is kept', () => {
    const lane = frames(audio, Buffer.alloc(320, 7), audio, Buffer.alloc(1000), Buffer.alloc(0), Buffer.alloc(641));
    expect(lane).toMatchObject({frames: 6, bytes: 3241, odd: 4});
    expect(lane.firstOdd).toEqual({at: 20, size: 320, due: 640, start: '07 07 07 07 07 07 07 07'});
  });

  it.each([
    ['a WAV file', filled('RIFF\x24\x08\0\0WAVEfmt ', 640)],
    ['an Ogg file', filled('OggS\0\x02', 640)],
    ['an MP3 file', filled('ID3\x04\0\0', 640)],
    ['an MP3 file', filled('\xff\xfb\x90\x64', 417)],
    ['JSON', filled('{"event":"media"}', 64, ' ')],
    ['JSON', filled('{"event":"media"}', 640, ' ')],
    ['base64', Buffer.from(Buffer.alloc(480, 'xyz').toString('base64'))],
    ['base64', Buffer.from(Buffer.alloc(160, 0xff).toString('base64'))],
  ])('looks like %s', (looksLike, frame) => {
    const lane = frames(frame, audio, audio);
    expect(lane).toMatchObject({odd: 1, firstOdd: {size: frame.length, due: 640, looksLike}});
  });

  it('is a file wherever one begins', () => {
    const lane = frames(audio, audio, filled('RIFF\x24\x08\0\0WAVEfmt ', 640), audio);
    expect(lane.firstOdd).toMatchObject({at: 40, size: 640, looksLike: 'a WAV file', start: '52 49 46 46 24 08 00 00'});
  });

  it('is none where it is audio', () => {
    const random = randomOf(3);
    const sounds = [noise(rate, 60_000, -20, random), spoken(rate, 60_000, -20, random), quiet(rate, 100)];
    expect(heard(joined(...sounds))).toMatchObject({odd: 0});
  });
});
