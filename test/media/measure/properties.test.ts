import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {AudioFigures, Sender} from '../../../source/call/media.js';
import {measureSocket, type SocketMeasure} from '../../../source/media/measure/socket.js';
import {rounds} from '../../helpers/rounds.js';
import {framesOf, randomOf, spoken} from '../../helpers/sound.js';
import {bytesOf, measured, type Step} from './conversation.js';

const rate = 8000;
const speech = framesOf(spoken(rate, 4000, -20, randomOf(7)), bytesOf(rate));
const sender = fc.constantFrom<Sender>('vonage', 'application');
const pause = fc.nat(1500);

/** Something that happens, and how long after what was before it. */
type Act = {after: number; do: Step['do']};

/** Frames as somebody speaks or is silent, evenly, unevenly or all at once. */
const run = fc
  .record({
    from: sender,
    start: fc.nat(150),
    count: fc.integer({min: 1, max: 90}),
    every: fc.constantFrom(0, 19, 20, 23),
    isQuiet: fc.boolean(),
  })
  .map(({from, start, count, every, isQuiet}) =>
    Array.from({length: count}, (_, index): Act => {
      const frame = isQuiet ? Buffer.alloc(bytesOf(rate)) : speech[(start + index) % speech.length];
      return {after: every, do: (measure, at) => frame && measure.audio(from, frame, at)};
    }),
  );
const odd = fc
  .record({from: sender, frame: fc.uint8Array({maxLength: 700}), after: pause})
  .map(({from, frame, after}): Act[] => [{after, do: (measure, at) => measure.audio(from, frame, at)}]);
const command = fc
  .record({
    after: pause,
    what: fc.constantFrom<Step['do']>(
      (measure, at) => measure.clear(at),
      (measure, at) => measure.cleared(at),
      (measure, at) => measure.notify('{}', at),
      (measure, at) => measure.notified('{}', at),
    ),
  })
  .map(({after, what}): Act[] => [{after, do: what}]);

/** Everything that may happen on a socket. */
const conversation = fc.array(fc.oneof({weight: 3, arbitrary: run}, odd, command), {maxLength: 20}).map(lists => {
  let at = 0;
  return lists.flat().map((act): Step => {
    at += act.after;
    return {at, do: act.do};
  });
});

const looks = fc
  .array(
    fc.record({
      at: fc.nat(20_000),
      look: fc.constantFrom<Step['do']>(
        (measure, at) => void measure.figures(at),
        (measure, at) => void measure.levels(at),
      ),
    }),
    {maxLength: 50},
  )
  .map(list => list.map(({at, look}): Step => ({at, do: look})));

/** What does not depend on when it is asked. */
const counters = ({pace: _, rate: __, level: ___, peak: ____, ...lane}: AudioFigures) => lane;

function outcome(steps: readonly Step[]) {
  const {turns, bargeIns, figures} = measured(rate, steps);
  const {at: _, vonage, application, queue} = figures;
  return {turns, bargeIns, vonage: counters(vonage), application: counters(application), queue};
}

/** All numbers in a value. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

const options = {numRuns: rounds(150, 5000)};

describe('Whatever happens on a socket', () => {
  it('is measured the same however often somebody looks', () => {
    fc.assert(
      fc.property(conversation, looks, (steps, looking) => {
        const end = steps.at(-1)?.at ?? 0;
        const both = [...steps, ...looking.filter(({at}) => at < end)];
        expect(outcome(both)).toEqual(outcome(steps));
      }),
      options,
    );
  });

  it('gives numbers that can be', () => {
    fc.assert(
      fc.property(conversation, steps => {
        const {turns, bargeIns, vonage, application, queue} = outcome(steps);
        const {error: _, ...counted} = queue;
        for (const {floor: __, ...lane} of [vonage, application]) {
          expect(Math.min(...numbersIn(lane))).toBeGreaterThanOrEqual(0);
          expect(Math.max(lane.clipped, lane.silent)).toBeLessThanOrEqual(1);
          expect(lane.odd).toBeLessThanOrEqual(lane.frames);
        }
        expect(numbersIn([turns, bargeIns, counted]).every(each => each >= 0)).toBe(true);
        for (const {from, to, heardAt, sentAt, latency, inApplication, inQueue} of turns) {
          expect(from < to && to <= heardAt && sentAt <= heardAt).toBe(true);
          expect(latency).toBeCloseTo(heardAt - to, 6);
          expect(inApplication + inQueue).toBeCloseTo(latency, 6);
        }
      }),
      options,
    );
  });

  it('sends what is heard, waits, is lost or is thrown away', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(run, command), {maxLength: 20}), lists => {
        const measure = measureSocket({rate});
        let [at, heard] = [0, 0];
        for (const act of lists.flat()) {
          at += act.after;
          act.do(measure, at);
        }
        const {application, queue} = measure.figures(at);
        heard = application.frames * 20 - queue.lost * 20 - queue.cleared - queue.ahead;
        expect(heard).toBeGreaterThanOrEqual(-1e-6);
        expect(application.spoken).toBeLessThanOrEqual(at + 1e-6);
      }),
      options,
    );
  });
});

describe('A socket', () => {
  it('takes no more memory than 64 kB, however much waits and however long it is open', () => {
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    if (typeof collect !== 'function') throw new Error('no gc');
    const held = () => {
      collect();
      const {heapUsed, arrayBuffers} = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    const [frame = Buffer.alloc(0)] = speech;
    const open = (): SocketMeasure => {
      const measure = measureSocket({rate});
      for (let at = 0; at < 4000; at++) {
        measure.audio('vonage', speech[at % speech.length] ?? frame, at * 20);
        measure.audio('application', frame, at * 20);
        measure.audio('application', frame, at * 20);
        measure.notify(`{"n":${at}}`, at * 20);
        if (at % 500 === 0) measure.clear(at * 20);
      }
      for (let each = 0; each < 3500; each++) measure.audio('application', frame, 80_000);
      return measure;
    };
    // What is compiled and remembered once is not counted.
    const [first = open()] = Array.from({length: 10}, open);
    const before = held();
    const sockets = Array.from({length: 60}, open);
    const each = (held() - before) / sockets.length;
    expect(first.figures(80_000).queue.lost).toBeGreaterThan(0);
    expect(each).toBeLessThan(65_536);
  });
});
