// How fast a screen that attaches to a bus catches up, beside the fold alone: that is the limit. What a bus costs the webhooks, and how soon what they say is on that screen.
import {spawnSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {asked, childFile, cleanEnv, freePort, listening, start, startNode, stop} from '../lib/children.mjs';
import {paintedOverBus} from '../lib/painted-over-bus.mjs';
import {resultsOf} from '../lib/place.mjs';
import {median, percentile, spread} from '../lib/stats.mjs';
import {row} from '../lib/table.mjs';

export async function run(place, {deadline}) {
  process.env.PATH += ':/usr/sbin';
  if (spawnSync('nats-server', ['--version']).status !== 0)
    return [row({what: 'catching up with a bus', note: 'nats-server not found: apt-get install nats-server'})];
  const read = (url, shards) => resultsOf(place, 'bus', {url, calls: 1500, rounds: 5, window: 256, shards}, deadline);
  const four = await withServer(place, 'four', async url => table(await read(url, 4)));
  const [one, webhooks] = await withServer(place, 'one', async (url, server) => [
    table(await read(url, 1)),
    await answers(place, url, server),
  ]);
  // Nothing is there that the screen would show beside what comes.
  const painted = await withServer(place, 'live', url => paintedOverBus(place, url));
  const ofFour = four.slice(0, 2).map(each => ({...each, what: `${each.what}, of four streams`}));
  return [...one, ...ofFour, ...webhooks, ...painted, client(place)];
}

/** A server with a store of its own, for as long as it is used. */
async function withServer({folder}, name, use) {
  const port = await freePort();
  const args = ['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', join(folder, `nats-${name}`)];
  const server = start('nats-server', args, {folder});
  try {
    await listening(port);
    return await use(`nats://127.0.0.1:${port}`, server);
  } finally {
    await stop(server);
  }
}

function table(results) {
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

/** Bytes of the client library, which only a run with a bus loads. */
function client({dist}) {
  const texts = readdirSync(dist).map(file =>
    file.endsWith('.js') ? readFileSync(join(dist, file)) : Buffer.alloc(0),
  );
  const chunk = texts.find(text => text.includes('node_modules/@nats-io/nats-core/lib/protocol.js'));
  const value = (chunk?.length ?? Number.NaN) / 1000;
  return row({what: 'its client, a chunk of its own', value, unit: 'kB', most: 230, goalOn: 'value'});
}

/** Answer webhooks of a monitor that publishes, and of another one that does not, beside those of one that does not, in turns; then while the server stands still. */
async function answers(place, url, server) {
  spawnSync(process.execPath, [place.cli, 'bus', 'init', url, '--yes'], {env: cleanEnv(place.folder)});
  const children = [];
  const begin = (args, options = {}) => {
    const child = startNode(args, {folder: place.folder, ...options});
    children.push(child);
    return child;
  };
  const monitor = async (name, ...more) => {
    const port = await freePort();
    const file = join(place.folder, `${name}.ndjson`);
    begin([place.cli, '--port', String(port), '--plain', '--ngrok-api', 'off', '--record', file, ...more]);
    await listening(port);
    return port;
  };
  try {
    const ports = {off: await monitor('off'), again: await monitor('again'), on: await monitor('on', '--bus', url)};
    const webhooks = begin([childFile('legs.mjs'), 'webhooks'], {ipc: true});
    /** The 99th percentile of each, round by round. */
    const measured = async (names, rounds) => {
      const p99 = Object.fromEntries(names.map(name => [name, []]));
      for (let round = 0; round < rounds; round++)
        for (const name of round % 2 === 0 ? names : names.toReversed()) {
          const {waits} = await asked(webhooks, {kind: 'ask', port: ports[name], rate: 200, ms: 1500});
          p99[name].push(percentile(waits, 99));
        }
      return p99;
    };
    const beside = (what, p99, name, goal = {}) => {
      const ratios = p99[name].map((value, i) => value / p99.off[i]);
      const value = median(p99[name]);
      return row({
        what,
        value,
        unit: 'ms',
        floor: value / median(ratios),
        beside: 'without',
        noise: spread(ratios),
        ...goal,
      });
    };
    await measured(['off', 'again', 'on'], 1);
    const there = await measured(['off', 'again', 'on'], 8);
    server.kill('SIGSTOP');
    const away = await measured(['off', 'on'], 4);
    server.kill('SIGCONT');
    return [
      beside('answer webhook p99, with a bus', there, 'on', {most: 1.05}),
      beside('  with a bus that stands still', away, 'on', {most: 1.2}),
      beside('  without one, once more', there, 'again'),
    ];
  } finally {
    await Promise.all(children.map(stop));
  }
}
