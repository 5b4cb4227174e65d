import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {nkeys} from '@nats-io/transport-node';
import {describe, expect, it} from 'vitest';
import {beating} from '../../../source/bus/beating.js';
import {type BusAccess, connectBus} from '../../../source/bus/connect.js';
import {hearListeners} from '../../../source/bus/hearing.js';
import {openBusLink} from '../../../source/bus/link.js';
import {asking, permissionsText} from '../../../source/bus/stream.js';
import {WORK} from '../../../source/bus/summaries.js';
import type {Observation} from '../../../source/call/observation.js';
import {readBySummaries} from '../../../source/run/bus/by-summaries.js';
import {createPresence} from '../../../source/run/bus/presence.js';
import {inPipe, run} from '../../end-to-end/program.js';
import {talked} from '../../helpers/calls.js';
import {until} from '../../helpers/until.js';
import {temporaryFolder} from '../../recording/folder.js';
import {hasNats, natsMissing, startNats} from './nats.js';
import {laptop, messagesFrom} from './published.js';

const forbidden = {code: 'forbidden'};

const roles = ['listener', 'reader', 'worker', 'administrator'] as const;

/** A server with a user for each role that `bus init` names, with what it names for it and nothing else; and a file of the nkey of each. */
async function withRoles(team: string, shards: number) {
  const folder = await temporaryFolder();
  const blocks = permissionsText(team, shards)
    .split(/^ {2}# .*$/m)
    .slice(1);
  expect(blocks).toHaveLength(roles.length);
  const keys = roles.map(role => ({role, pair: nkeys.createUser(), file: join(folder, role)}));
  for (const {pair, file} of keys) await writeFile(file, Buffer.from(pair.getSeed()), {mode: 0o600});
  const users = keys.map(({pair}, i) => `{nkey: ${pair.getPublicKey()}\n${blocks[i]}}`);
  const server = await startNats({config: `authorization {users: [${users.join('\n')}]}`});
  const fileOf = (role: (typeof roles)[number]) => join(folder, role);
  const access = (role: (typeof roles)[number]): BusAccess => ({address: server.address, nkey: fileOf(role)});
  /** Arguments of the program for one of that role. */
  const as = (role: (typeof roles)[number], ...args: string[]) => [...args, '--bus-nkey', fileOf(role)];
  return {server, access, as};
}

describe.skipIf(!hasNats).each([1, 4])(
  `the roles that bus init names, of %i streams${hasNats ? '' : `: ${natsMissing}`}`,
  shards => {
    it('may do what they are for, and nothing else', async () => {
      const {server, access, as} = await withRoles('qa', shards);
      const {url} = server;
      const init = ['bus', 'init', url, '--team', 'qa', '--shards', String(shards), '--yes'];
      expect(await run(as('listener', ...init))).toMatchObject({
        status: 3,
        err: expect.stringContaining('does not permit it'),
      });
      expect(await run(as('reader', ...init))).toMatchObject({
        status: 3,
        err: expect.stringContaining('does not permit it'),
      });
      expect(await run(as('administrator', ...init))).toMatchObject({status: 0});

      // A listener publishes, and would notice that the stream was emptied.
      const record = join(await temporaryFolder(), 'r.ndjson');
      const demo = ['demo', 'busy', '--port', '0', '--until', 'ended', '--record', record, '--bus', url];
      const published = await run(as('listener', ...demo, '--team', 'qa', '--listener', 'lab'));
      expect([published.status, published.err]).toEqual([0, expect.stringContaining(`Published to ${url} as qa/lab.`)]);
      expect(published.err).not.toMatch(/is there:|would not be noticed|Not on the bus|does not permit/);
      // Not for another team; and it reads nothing.
      const link = await openBusLink(access('listener'));
      await link.say('convo-here.qa._.lab', '{}');
      await expect(link.say('convo-here.dev._.lab', '{}')).rejects.toMatchObject(forbidden);
      const [foreign] = messagesFrom([...talked], {...laptop, team: 'dev'}, 1e6, shards);
      if (!foreign) throw new Error('there is none');
      await expect(link.publish(foreign)).rejects.toMatchObject({code: 'forbidden'});
      await link.close();
      expect(await run(as('listener', 'open', url, '--plain'))).toMatchObject({
        status: 3,
        err: expect.stringContaining('does not permit it'),
      });

      // A reader sees what was, what comes, and how the stream is.
      const opened = await run(as('reader', 'open', url, '--plain'));
      expect([opened.status, opened.err, opened.out]).toEqual([
        0,
        expect.any(String),
        expect.stringContaining('ended busy'),
      ]);
      expect(await run(as('reader', 'export', url, '--format', 'json'))).toMatchObject({status: 0});
      expect(await run(as('reader', 'bus', 'status', url))).toMatchObject({
        status: 0,
        out: expect.stringContaining('qa/lab'),
      });
      const attached = await inPipe(
        as('reader', 'attach', url, '--listener', 'laptop', '--until', 'ended', '--format', 'ndjson'),
      );
      const consumers = () =>
        asking(access('administrator'), async manager => (await manager.streams.info('CONVO')).state.consumer_count);
      await until(async () => expect(await consumers()).toBe(1));
      const other = await openBusLink(access('listener'));
      for (const message of messagesFrom([...talked], laptop, 1e6, shards)) await other.publish(message);
      await other.close();
      expect(await attached.ended).toBe(0);
      expect(attached.out()).toContain('"kind":"end"');
      await until(async () => expect(await consumers()).toBe(0));
      // It hears who is there, as nobody else may.
      const beat = {...{team: 'qa', application: '_', ...laptop}, at: 0, behindMs: 0, version: '1', isOver: false};
      const speaking = await openBusLink(access('listener'));
      const said = beating(speaking, {beat: () => beat, forbidden: () => undefined, every: 5});
      for (const [role, heard] of [
        ['reader', {all: [{name: 'laptop'}], isDeaf: false}],
        ['listener', {all: [], isDeaf: true}],
        ['worker', {all: [], isDeaf: true}],
      ] as const) {
        const [presence, connection] = [createPresence(Date.now), await connectBus(access(role))];
        hearListeners(connection, {}, presence);
        await until(() => expect(presence.look()).toMatchObject(heard));
        await connection.close();
      }
      await said.close();
      // It publishes nothing, and takes nothing away.
      const readerLink = await openBusLink(access('reader'));
      const [mine] = messagesFrom([...talked], laptop, 1e6, shards);
      if (!mine) throw new Error('there is none');
      await expect(readerLink.say('convo-here.qa._.lab', '{}')).rejects.toMatchObject(forbidden);
      await expect(readerLink.publish(mine)).rejects.toMatchObject({code: 'forbidden'});
      await readerLink.close();
      for (const role of ['reader', 'listener', 'worker'] as const) {
        await expect(asking(access(role), manager => manager.streams.purge('CONVO'))).rejects.toMatchObject(forbidden);
        await expect(asking(access(role), manager => manager.streams.delete('CONVO'))).rejects.toMatchObject(forbidden);
      }

      // A worker counts the calls, and who reads sees what it counted; a reader counts none.
      expect(await run(as('reader', 'worker', url))).toMatchObject({
        status: 3,
        err: expect.stringContaining('does not permit it'),
      });
      expect(await run(['worker', url])).toMatchObject({
        status: 3,
        out: '',
        err: expect.stringContaining('does not take these credentials'),
      });
      const worker = await inPipe(as('worker', 'worker', url));
      await until(() => expect(worker.out()).toMatch(/ busy .*\n/));
      worker.child.kill('SIGTERM');
      expect(await worker.ended).toBe(143);
      expect(await run(as('reader', 'calls', url, '--filter', 'status:busy'))).toMatchObject({
        status: 0,
        out: expect.stringContaining('busy'),
      });

      // The same on a screen, with what happened in the call that is looked at, and whether anybody counts.
      const list = await readBySummaries({access: access('reader'), selection: {}});
      const heard: Observation[] = [];
      for await (const batch of list.batches) {
        heard.push(...batch);
        const listed = heard.find(each => each.source === 'summary');
        if (listed) list.look?.([{id: listed.summed.conversation, isHere: false}]);
        if (heard.some(({source}) => source === 'reply')) break;
      }
      expect((await list.holds(WORK))?.last).toBeGreaterThan(0);
      await list.close();

      // An administrator changes it, and takes one subject away.
      expect(await run(as('administrator', ...init, '--max-age', '2d'))).toMatchObject({status: 0});
      expect(await run(as('administrator', 'bus', 'status', url))).toMatchObject({status: 0});
      const purged = await asking(access('administrator'), manager =>
        manager.streams.purge('CONVO', {filter: 'convo.qa.>'}),
      );
      expect(purged.success).toBe(true);
    });
  },
);
