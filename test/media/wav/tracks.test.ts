import fc from 'fast-check';
import {expect, it} from 'vitest';
import {createTracks, type Stretch} from '../../../source/media/wav/tracks.js';
import {rounds} from '../../helpers/rounds.js';

const rate = 8000;
const most = 60 * rate;

/** Something that comes, how long after what came before; frames are full of ones. */
const coming = fc.record({
  after: fc.oneof(fc.constantFrom(0, 20), fc.nat(3000)),
  what: fc.constantFrom<'vonage' | 'application' | 'clear'>('vonage', 'application', 'application', 'clear'),
  samples: fc.oneof(fc.constant(160), fc.nat(500)),
});

it('writes each moment once and in order, and nothing that did not come', () => {
  fc.assert(
    fc.property(fc.array(coming, {maxLength: 200}), fc.nat(2000), (list, rest) => {
      const tracks = createTracks(rate, most);
      const stretches: Stretch[] = [];
      const sent = {vonage: 0, application: 0};
      let at = 0;
      for (const {after, what, samples} of list) {
        at += after;
        const stretch = tracks.take(at);
        if (stretch) stretches.push(stretch);
        if (what === 'clear') tracks.clear(at);
        else {
          tracks.add(what, Buffer.alloc(samples * 2, 1), at);
          if (at * (rate / 1000) <= most) sent[what] += samples;
        }
      }
      at += rest;
      const last = tracks.takeAll(at);
      if (last) stretches.push(last);

      const end = Math.min(most, at * (rate / 1000));
      expect(tracks.written).toBe(end);
      let written = 0;
      const heard = {left: 0, right: 0};
      for (const {from, bytes} of stretches) {
        expect(from).toBeGreaterThanOrEqual(written);
        written = from + bytes.length / 4;
        for (let moment = 0; moment < bytes.length; moment += 4) {
          if (bytes[moment] === 1) heard.left++;
          if (bytes[moment + 2] === 1) heard.right++;
        }
      }
      expect(written).toBeLessThanOrEqual(end);
      expect(heard.left).toBeLessThanOrEqual(sent.vonage);
      expect(heard.right).toBeLessThanOrEqual(sent.application);
    }),
    {numRuns: rounds(200, 5000)},
  );
});
