// What a step on the time line costs: in a large recording no more than in a small one.
import {resultsOf} from '../lib/place.mjs';
import {row} from '../lib/table.mjs';

const [small, large] = [10_000, 1_000_000];

export async function run(place, {deadline}) {
  const results = await resultsOf(place, 'scrub', {folder: place.folder, sizes: [small, large], steps: 100}, deadline);
  const [few, many] = results;
  if (!many) return [row({what: 'scrub', note: 'the time was up'})];
  const beside = `of ${small.toLocaleString('en')}`;
  const of = `a recording of ${large.toLocaleString('en')}`;
  const ms = (what, value, floor) =>
    row({what: `${what} in ${of}`, value, unit: 'ms', floor, beside, most: 50, goalOn: 'value'});
  return [
    ms('a step (p50)', many.p50, few.p50),
    ms('a step (p99)', many.p99, few.p99),
    ms('a jump anywhere (p99)', many.worst, few.worst),
  ];
}
