// What holding a recording against a flow costs, and whether many calls cost each what few cost.
import {resultsOf} from '../lib/place.mjs';
import {row} from '../lib/table.mjs';

export async function run(place, {deadline}) {
  const few = 2500;
  const many = 10_000;
  // The first size is compiled while it runs.
  const results = await resultsOf(place, 'expect', {sizes: [1000, few, many]}, deadline);
  const [, before, after] = results;
  if (!after) return [row({what: 'expect', note: 'the time was up'})];
  const whole = ({taken, judged}) => taken + judged;
  return [
    row({
      what: `CPU an observation held against a flow, ${many.toLocaleString('en')} calls`,
      value: whole(after),
      unit: 'µs',
      floor: after.taken,
      beside: 'the fold alone',
      most: 40,
      goalOn: 'value',
    }),
    row({
      what: `the flow's share of it`,
      value: after.judged,
      unit: 'µs',
      floor: before.judged,
      beside: `with ${few.toLocaleString('en')} calls`,
      most: 1.5,
    }),
  ];
}
