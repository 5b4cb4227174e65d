// How many webhooks a second are answered, and at what cost, beside a bare node:http and the tutorial's Flask.
import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {childFile, cpuOf, freePort, listening, start, startNode, stop} from '../lib/children.mjs';
import {median, spread} from '../lib/stats.mjs';
import {row} from '../lib/table.mjs';

const connections = 32;
const secret = 'bench-signature-secret-of-32-characters-and-more';
/** More than are answered in one run, so that each has ids of its own. */
const most = {bare: 20_000, flask: 4000};

export async function run(place, {deadline}) {
  const servers = [
    await bare(place),
    await intake(place, 'intake unsigned'),
    await program(place, 'ours unsigned'),
    await program(place, 'ours signed', secret),
  ];
  const hasFlask = spawnSync('python3', ['-c', 'import flask'], {timeout: 10_000}).status === 0;
  if (hasFlask) servers.push(await flask(place));
  const load = startNode([childFile('load.mjs')], {folder: place.folder, ipc: true});
  const runs = new Map(servers.map(({name}) => [name, []]));
  try {
    for (let repetition = 0; repetition < 6; repetition++) {
      if (repetition > 1 && performance.now() > deadline) break;
      for (const server of servers) {
        // The first round only warms up, by number: code is compiled after so many calls, not after so long.
        const result = await flood(load, server, repetition === 0 ? {ms: 4000, enough: 4000} : {ms: 900});
        if (repetition > 0) runs.get(server.name).push(result);
      }
    }
  } finally {
    await Promise.all([...servers.map(({child}) => stop(child)), stop(load)]);
  }
  return table(runs, hasFlask);
}

function table(runs, hasFlask) {
  const of = (name, pick) => (runs.get(name) ?? []).map(pick);
  /** Medians of ratios taken in the same round, not a ratio of medians. */
  const against = (name, other, pick) => {
    const [ours, theirs] = [of(name, pick), of(other, pick)];
    return ours.map((value, i) => value / theirs[i]);
  };
  const rate = ({good, ms}) => (good * 1000) / ms;
  const cpu = ({serverMs, good}) => (serverMs * 1000) / good;
  const rows = [];
  const compare = (what, pick, unit, name, other, goal) => {
    const ratios = against(name, other, pick);
    if (ratios.length === 0) return;
    const value = median(of(name, pick));
    rows.push(row({what, value, unit, floor: value / median(ratios), beside: other, noise: spread(ratios), ...goal}));
  };
  compare('unsigned, recorded, lines', rate, 'webhooks/s', 'ours unsigned', 'bare', {least: 0.5});
  compare('  the intake thread alone', rate, 'webhooks/s', 'intake unsigned', 'bare');
  compare('signed, recorded, lines', rate, 'webhooks/s', 'ours signed', 'bare');
  compare('CPU a webhook, unsigned', cpu, 'µs', 'ours unsigned', 'bare');
  compare('  the intake thread alone', cpu, 'µs', 'intake unsigned', 'bare', {most: 3.5});
  compare('CPU a webhook, signed', cpu, 'µs', 'ours signed', 'bare');
  if (hasFlask) {
    compare('unsigned beside Flask', rate, 'webhooks/s', 'ours unsigned', 'Flask', {least: 10});
    compare('signed beside Flask', rate, 'webhooks/s', 'ours signed', 'Flask', {least: 10});
    compare('CPU a webhook beside Flask', cpu, 'µs', 'ours unsigned', 'Flask');
  } else {
    rows.push(row({what: 'beside Flask', note: 'left out: python3 with flask is not here'}));
  }
  const sender = of('bare', ({cpuMs, good}) => (cpuMs * 1000) / good);
  const busy = of('bare', ({cpuMs, ms}) => cpuMs / ms);
  rows.push(
    row({
      what: 'the sender’s own CPU a webhook',
      value: median(sender),
      unit: 'µs',
      floor: median(of('bare', cpu)),
      beside: 'bare',
      note: `it was busy ${Math.round(median(busy) * 100)} % of the time against bare; at 100 % the sender is the limit and bare is faster than shown`,
    }),
  );
  const bad = [...runs].flatMap(([name, list]) =>
    list
      .filter(({other, errors}) => other + errors > 0)
      .map(({other, errors}) => `${name}: ${other} not 200, ${errors} cut off`),
  );
  if (bad.length > 0) rows.push(row({what: 'not answered with 200', note: bad.join('; ')}));
  return rows;
}

async function flood(load, server, {ms, enough}) {
  const before = await settled(server);
  const result = await new Promise(resolve => {
    load.once('message', resolve);
    load.send({
      kind: 'flood',
      port: server.port,
      connections,
      ms,
      enough,
      secret: server.secret,
      most: most[server.most ?? 'bare'],
    });
  });
  return {...result, serverMs: (await settled(server)) - before};
}

/** CPU used, ms, once there is nothing left to do: answering comes first, showing follows. */
async function settled({cpu}) {
  let before = await cpu();
  for (let i = 0; i < 100; i++) {
    await sleep(60);
    const now = await cpu();
    if (now - before < 6) return now;
    before = now;
  }
  return before;
}

function served(child, name, rest) {
  return {name, child, cpu: () => cpuOf(child), ...rest};
}

async function bare({folder}) {
  const {child, port} = await saysPort(onLine => startNode([childFile('bare.mjs')], {folder, onLine}));
  return served(child, 'bare', {port});
}

async function intake({folder, dist}, name) {
  const setup = {version: 'bench', listen: {port: 0}, record: {file: join(folder, 'intake.ndjson')}};
  const given = JSON.stringify({file: join(dist, 'observer.js'), setup});
  const {child, port} = await saysPort(onLine => startNode([childFile('intake.mjs'), given], {folder, onLine}));
  return served(child, name, {port});
}

async function program({folder, cli}, name, signed) {
  const port = await freePort();
  const record = join(folder, `${signed ? 'signed' : 'unsigned'}.ndjson`);
  const args = ['--port', String(port), '--record', record, '--format', 'ndjson'];
  const env = signed ? {VONAGE_SIGNATURE_SECRET: signed} : {};
  const child = startNode([cli, ...args, ...(signed ? ['--signature-secret', signed] : [])], {folder, env});
  await listening(port);
  return served(child, name, {port, secret: signed});
}

/** Flask's CPU comes from the kernel: Python has no SIGUSR2 of ours. Its own report of each request is thrown away. */
async function flask({folder}) {
  const port = await freePort();
  const child = start('python3', [childFile('flask-server.py'), String(port)], {folder});
  await listening(port);
  return {name: 'Flask', child, port, most: 'flask', cpu: () => systemCpu(child.pid)};
}

function systemCpu(pid) {
  // Where there is a /proc, in hundredths of a second; ps says whole seconds only.
  if (existsSync(`/proc/${pid}/stat`)) {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/, '').split(' ');
    return (Number(fields[12]) + Number(fields[13])) * 10;
  }
  const {stdout} = spawnSync('ps', ['-o', 'cputimes=', '-p', String(pid)], {encoding: 'utf8'});
  return Number(stdout) * 1000;
}

function saysPort(begin) {
  return new Promise((resolve, reject) => {
    const child = begin(line => resolve({child, ...JSON.parse(line)}));
    child.once('exit', code => reject(new Error(`a server ended with ${code}`)));
  });
}
