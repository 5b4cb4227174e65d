// What measuring the audio of a WebSocket leg costs, and whether a long call costs a frame what a short one costs.
import {resultsOf} from '../lib/place.mjs';
import {row} from '../lib/table.mjs';

export async function run(place, {deadline}) {
  const [short, long] = [10_000, 500_000];
  // The first length is compiled while it runs.
  const results = await resultsOf(place, 'media', {sockets: 4, lengths: [5000, short, long]}, deadline);
  const [, few, many] = results;
  if (!many) return [row({what: 'media', note: 'the time was up'})];
  return [
    row({
      what: 'CPU a frame of 16 kHz that is measured',
      value: many.taken,
      unit: 'µs',
      floor: many.empty,
      beside: 'reading its samples',
      most: 3,
      goalOn: 'value',
    }),
    row({
      what: `in a call of ${long.toLocaleString('en')} frames`,
      value: many.taken,
      unit: 'µs',
      floor: few.taken,
      beside: `of ${short.toLocaleString('en')}`,
      most: 1.5,
    }),
    row({what: 'CPU a look at the meters', value: many.levels, unit: 'µs', most: 20, goalOn: 'value'}),
  ];
}
