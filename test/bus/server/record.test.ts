import {readFile, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {Observation} from '../../../source/call/observation.js';
import {onScreen} from '../../end-to-end/on-screen.js';
import {emptyFolder, inPipe, run} from '../../end-to-end/program.js';
import {calls} from '../../helpers/several-calls.js';
import {until} from '../../helpers/until.js';
import {hasNats, lookAt, natsMissing, startNats} from './nats.js';
import {lab, laptop, messagesFrom, publish} from './published.js';

const whole = calls(['talked', 0], ['busy', 1], ['talked', 2]);

/** A recording of its own: numbered from 1, with replies to its own webhooks. */
function alone(some: readonly Observation[]): Observation[] {
  const places = new Map(some.map(({seq}, i) => [seq, i + 1]));
  return some.map(o => ({...o, seq: places.get(o.seq) ?? 0, ...(o.source === 'reply' && {to: places.get(o.to) ?? 0})}));
}

async function withCalls() {
  const server = await startNats();
  await lookAt(server).addStream();
  const isFirst = (o: Observation) => (o.source === 'reply' ? o.to : o.seq) % 2 === 0;
  const halves = [alone(whole.filter(isFirst)), alone(whole.filter(o => !isFirst(o)))];
  await publish(server, messagesFrom(halves[0] ?? [], laptop));
  await publish(server, messagesFrom(halves[1] ?? [], lab));
  return server;
}

/** What a snapshot says but for when it was taken. */
async function snapshotIn(file: string): Promise<object> {
  const {takenAt: _, ...rest} = JSON.parse(await readFile(file, 'utf8'));
  return rest;
}

const observationsIn = async (file: string) => (await readFile(file, 'utf8')).split('\n').length - 2;

describe.skipIf(!hasNats)(`what is seen of a bus, recorded${hasNats ? '' : `: ${natsMissing}`}`, () => {
  it('is opened as it was seen, whoever of the team saw what, also by a screen', async () => {
    const server = await withCalls();
    const folder = await emptyFolder();
    const at = (name: string) => join(folder, name);
    const attach = ['attach', server.url, '--team', 'qa'];
    const lines = [...attach, '--plain', '--record', at('lines.ndjson'), '--snapshot', at('seen.json')];
    const seen = await inPipe(lines);
    await until(async () => expect(await observationsIn(at('lines.ndjson'))).toBe(whole.length));
    seen.child.kill('SIGINT');
    expect(await seen.ended).toBe(130);
    expect(seen.err()).toContain(`Recorded in ${at('lines.ndjson')}: convo-monitor open shows it again.\n`);
    const opened = await run(['open', at('lines.ndjson'), '--plain', '--snapshot', at('opened.json')]);
    expect(opened.status).toBe(0);
    expect(await snapshotIn(at('opened.json'))).toEqual(await snapshotIn(at('seen.json')));
    expect(Object(await snapshotIn(at('seen.json'))).conversations).toHaveLength(3);
    expect((await stat(at('lines.ndjson'))).mode & 0o777).toBe(0o600);
    const ofLab = async (...of: string[]) => {
      const {status, out} = await run(['open', ...of, '--plain', '--filter', 'listener:lab']);
      return [status, out];
    };
    expect(await ofLab(at('lines.ndjson'))).toEqual(await ofLab(server.url, '--team', 'qa'));

    const screen = await onScreen([...attach, '--record', at('screen.ndjson')], {columns: 160, rows: 48});
    await screen.shows(/ATTACHED │ qa · 2 listeners · 0 live · following │ REC/);
    await screen.shows(/3 total/);
    screen.pty.write('Q');
    expect(await screen.ended()).toBe(0);
    expect(screen.output()).toContain(`Recorded in ${at('screen.ndjson')}`);
    const [, ...first] = (await readFile(at('lines.ndjson'), 'utf8')).split('\n');
    const [, ...second] = (await readFile(at('screen.ndjson'), 'utf8')).split('\n');
    expect(second).toEqual(first);
  });

  it('is served, too, and goes on when the server was killed', async () => {
    const server = await withCalls();
    const file = join(await emptyFolder(), 'r.ndjson');
    const attached = await inPipe(['attach', server.url, '--plain', '--record', file, '--serve', '0']);
    const recorded = () => observationsIn(file);
    await until(async () => expect(await recorded()).toBe(whole.length));
    await attached.says(/Attach from here: /);
    const [, url = ''] = /Attach from here: convo-monitor attach (ws:\S+)/.exec(attached.err()) ?? [];
    const [, token = ''] = /From elsewhere the token is needed: (\S+)/.exec(attached.err()) ?? [];
    const watching = await inPipe(['attach', url, '--plain', '--serve-token', token]);
    await watching.says(' END ');
    await server.kill();
    await watching.says(/feed failing: .*nats:/);
    await server.start();
    for (const each of [attached, watching]) await each.says(/Attached to nats:\S+ again/);
    await publish(server, messagesFrom([{...(whole[0] as Observation), seq: 900}], laptop));
    await until(async () => expect(await recorded()).toBe(whole.length + 1));
    const served = join(await emptyFolder(), 'served.ndjson');
    const other = await inPipe(['attach', url, '--plain', '--serve-token', token, '--record', served]);
    await until(async () => expect((await readFile(served, 'utf8')).split('\n')).toHaveLength(whole.length + 3));
    for (const each of [other, attached]) {
      each.child.kill('SIGINT');
      expect(await each.ended).toBe(130);
    }
    const [, ...first] = (await readFile(file, 'utf8')).split('\n');
    expect((await readFile(served, 'utf8')).split('\n').slice(1)).toEqual(first);
    expect(other.err()).toContain(`Recorded in ${served}: convo-monitor open shows it again.`);
  });
});
