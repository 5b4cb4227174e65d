// What the recording costs when it is written, and when it is opened again.
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {resultsOf} from '../lib/place.mjs';
import {median, spread} from '../lib/stats.mjs';
import {row} from '../lib/table.mjs';

const big = 1_000_000;

export async function run(place, {deadline}) {
  const folder = join(place.folder, 'recordings');
  mkdirSync(folder);
  const options = {folder, lines: 51_200, batch: 256, rounds: 5, big};
  const results = await resultsOf(place, 'recording', options, deadline);
  // The first round is compiled while it runs.
  const rounds = results.filter(({written}) => written).slice(1);
  const million = results.find(({lines}) => lines === big);
  const rate = ({ms}, lines) => (lines * 1000) / ms;
  const rows = [
    compare('written, batches of 256', 'lines/s', 'bare write', rounds, r => [
      rate(r.written.ours, r.lines),
      rate(r.written.bare, r.lines),
    ]),
    compare('CPU a line written', 'µs', 'bare write', rounds, r => [
      (r.written.ours.cpuMs * 1000) / r.lines,
      (r.written.bare.cpuMs * 1000) / r.lines,
    ]),
    compare(
      'opened, 51,200 observations',
      'ms CPU',
      'JSON.parse',
      rounds,
      r => [r.read.ours.cpuMs, r.read.parsed.cpuMs],
      {most: 3},
    ),
    compare('its calls found, without what is kept beside it', 'ms CPU', 'JSON.parse', rounds, r => [
      r.read.listed.foundMs,
      r.read.parsed.cpuMs,
    ]),
    compare('its calls read from what is kept beside it', 'ms CPU', 'JSON.parse', rounds, r => [
      r.read.listed.keptMs,
      r.read.parsed.cpuMs,
    ]),
  ];
  if (million)
    rows.push(
      compare(
        'opened, 1,000,000 observations',
        'ms CPU',
        'JSON.parse',
        [million],
        r => [r.read.ours.cpuMs, r.read.parsed.cpuMs],
        {most: 3},
      ),
    );
  else rows.push(row({what: 'opened, 1,000,000 observations', note: 'the time was up'}));
  return rows;
}

function compare(what, unit, beside, rounds, pick, goal = {}) {
  const pairs = rounds.map(pick);
  const ratios = pairs.map(([ours, theirs]) => ours / theirs);
  const value = median(pairs.map(([ours]) => ours));
  return row({what, value, unit, floor: value / median(ratios), beside, noise: spread(ratios), ...goal});
}
