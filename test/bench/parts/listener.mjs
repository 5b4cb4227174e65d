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
    const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/, '').split(' ').slice(12, 14);
    return (Number(user) + Number(system)) * 10;
  };
  const {stdout} = spawnSync('ps', ['-o', 'cputimes=', '-p', String(pid)], {encoding: 'utf8'});
  return Number(stdout) * 1000;
}

function saysPort(begin) {
  return new Promise((resolve, reject) => {
    const child = begin(line => resolve({child, ...JSON.parse(line)}));
    child.once('exit', code => reject(new Error(`a server ended with ${code}`)));
  });
}
