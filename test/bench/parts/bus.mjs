// How fast a screen that attaches to a bus catches up, beside the fold alone: that is the limit.
import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {freePort, listening, start} from '../lib/children.mjs';
import {resultsOf} from '../lib/place.mjs';
import {median, spread} from '../lib/stats.mjs';
import {row} from '../lib/table.mjs';

export async function run(place, {deadline}) {
  process.env.PATH += ':/usr/sbin';
  if (spawnSync('nats-server', ['--version']).status !== 0)
    return [row({what: 'catching up with a bus', note: 'nats-server not found: apt-get install nats-server'})];
  const port = await freePort();
  const server = start(
    'nats-server',
    ['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', join(place.folder, 'nats')],
    {
      folder: place.folder,
    },
  );
  await listening(port);
  const options = {url: `nats://127.0.0.1:${port}`, calls: 1500, rounds: 5, window: 256};
  const results = await resultsOf(place, 'bus', options, deadline).finally(() => server.kill());
  // The first round is compiled while it runs.
  const rounds = results.slice(1);
  const rate = (r, what) => (r.observations * 1000) / r[what].ms;
  const beside = (what, pick, goal = {}) => {
    const value = median(rounds.map(r => rate(r, pick)));
    const ratios = rounds.map(r => rate(r, pick) / rate(r, 'folded'));
    return row({
      what,
      value,
      unit: '/s',
      floor: value / median(ratios),
      beside: 'fold alone',
      noise: spread(ratios),
      ...goal,
    });
  };
  const [{observations, publishedMs}] = results;
  const cpu = pick => median(rounds.map(r => (r[pick].cpuMs * 1000) / r.observations));
  return [
    beside('caught up with the fold', 'both', {least: 25_000, goalOn: 'value'}),
    beside('read, not folded', 'read'),
    row({what: 'CPU an observation', value: cpu('both'), unit: 'µs', floor: cpu('folded'), beside: 'fold alone'}),
    row({what: 'published, 256 at a time', value: (observations * 1000) / publishedMs, unit: '/s'}),
  ];
}
