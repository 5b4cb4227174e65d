// What an observation costs as lines, and whether the last of a long call costs what the first cost.
import {resultsOf} from '../lib/place.mjs';
import {median, spread} from '../lib/stats.mjs';
import {row} from '../lib/table.mjs';

export async function run(place, {deadline}) {
  const options = {calls: 1500, rounds: 5, flood: 20_000};
  const results = await resultsOf(place, 'lines', options, deadline);
  const rounds = results.filter(({ours}) => ours);
  // The first round is compiled while it runs.
  const [cold, ...warm] = rounds;
  const ratios = warm.map(({ours, parsed}) => ours / parsed);
  const rows = [
    row({
      what: 'CPU an observation as a line, at first',
      value: cold.ours,
      unit: 'µs',
      floor: cold.parsed,
      beside: 'JSON.parse',
    }),
    row({
      what: 'CPU an observation as a line, later',
      value: median(warm.map(({ours}) => ours)),
      unit: 'µs',
      floor: median(warm.map(({parsed}) => parsed)),
      beside: 'JSON.parse',
      most: 30,
      goalOn: 'value',
      noise: spread(ratios),
    }),
  ];
  const flooded = results.find(({flood}) => flood);
  if (flooded)
    rows.push(
      row({
        what: `CPU an event of one call, the last 1,000 of ${flooded.flood.toLocaleString('en')}`,
        value: flooded.last,
        unit: 'µs',
        floor: flooded.second,
        beside: 'the second 1,000',
        most: 1.5,
      }),
    );
  else rows.push(row({what: 'a flood of one call', note: 'the time was up'}));
  return rows;
}
