import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import {onScreen} from '../../end-to-end/on-screen.js';
import {emptyFolder, inPipe, run} from '../../end-to-end/program.js';
import {until} from '../../helpers/until.js';
import {hasNats, lookAt, natsMissing, startNats} from './nats.js';
import {type Machine, networkMissing, startNetwork} from './network.js';
import {receivedFrom} from './received.js';

/** How long nothing comes through, ms. */
const PARTED = 10_000;

const missing = hasNats ? networkMissing : natsMissing;

/** Places calls one after the other until it is stopped; then it gives how each run of them ended. */
function calling(url: string, {within}: Machine) {
  let isOver = false;
  const place = async () => {
    const statuses: unknown[] = [];
    const at = [`--answer-url`, `${url}/webhooks/answer`, '--event-url', `${url}/webhooks/event`];
    while (!isOver) statuses.push((await run(['simulate', 'burst', ...at], {within})).status);
    return statuses;
  };
  const done = Promise.all([place(), place()]);
  return async () => {
    isOver = true;
    return (await done).flat();
  };
}

/** The lines of a recording that are for the bus. */
async function linesIn(file: string): Promise<string[]> {
  const [, ...lines] = (await readFile(file, 'utf8')).split('\n').slice(0, -1);
  return lines.filter(line => !line.includes('"part":"bus"'));
}

/** What a snapshot says, but for when it was taken, and for numbers: what is said of the bus has one in the recording alone. */
async function snapshotIn(file: string): Promise<object> {
  const {takenAt: _, ...rest} = JSON.parse(await readFile(file, 'utf8'), (key, value) =>
    key === 'seq' ? undefined : value,
  );
  return rest;
}

describe.skipIf(missing !== undefined)(`a network that parts${missing === undefined ? '' : `: ${missing}`}`, () => {
  it('takes nothing from who publishes nor from who looks, keeps all in its order, and leaves nobody who calls without an answer', async () => {
    const network = startNetwork('office', 'hall');
    const [office, hall] = [network.machine('office'), network.machine('hall')];
    const server = await startNats({on: hall});
    const {url} = server;
    expect(await run(['bus', 'init', url, '--yes', '--bus-insecure'], hall)).toMatchObject({status: 0});
    const folder = await emptyFolder();
    const at = (name: string) => join(folder, name);
    const bus = ['--bus', url, '--bus-insecure', '--team', 'qa', '--listener', 'lab'];
    const args = ['--port', '0', '--to', '447700900002', '--plain', '--record', at('r.ndjson'), ...bus];
    const monitor = await inPipe(args, office);
    await monitor.says(`Published to ${url} as qa/lab.`);
    const attach = ['attach', url, '--bus-insecure'];
    const kept = ['--snapshot', at('seen.json'), '--record', at('seen.ndjson')];
    const reader = await inPipe([...attach, '--plain', ...kept], office);
    const screen = await onScreen(attach, {...office, columns: 160, rows: 48});
    const stopCalling = calling(await monitor.url(), office);
    const seen = () => linesIn(at('seen.ndjson'));
    await until(async () => expect((await seen()).length).toBeGreaterThan(100));
    await screen.shows(/ATTACHED.* following/);

    network.lose('office', 'hall');
    const parted = setTimeout(PARTED);
    await monitor.says(/does not answer.*The recording goes on/);
    await reader.says(/does not answer.*It is tried again until this ends/);
    await screen.shows(/ATTACHED.* ✗ lost, tried again/);
    await parted;
    network.heal();
    await monitor.says(`${url} takes observations again`);
    await reader.says(`Attached to ${url} again.`);
    await screen.shows(/ATTACHED.* following/);
    expect(new Set(await stopCalling())).toEqual(new Set([0]));

    const {length} = await linesIn(at('r.ndjson'));
    await until(async () => expect(await seen()).toHaveLength(length));
    screen.pty.write('Q');
    expect(await screen.ended()).toBe(0);
    for (const {child, ended} of [reader, monitor]) {
      child.kill('SIGINT');
      expect(await ended).toBe(130);
    }
    expect(monitor.err()).not.toContain('Not on the bus yet');
    await run(['open', at('r.ndjson'), '--plain', '--snapshot', at('recorded.json')]);
    expect(await snapshotIn(at('seen.json'))).toEqual(await snapshotIn(at('recorded.json')));

    await server.kill('SIGTERM');
    const recorded = await linesIn(at('r.ndjson'));
    const {text, refused} = await receivedFrom(lookAt(await startNats({from: server.folder})));
    expect(refused).toEqual([]);
    expect(text).toBe(`${recorded.join('\n')}\n`);
  });
});
