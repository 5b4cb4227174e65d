import {join} from 'node:path';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import type {Beat} from '../../../source/bus/beat.js';
import {beating} from '../../../source/bus/beating.js';
import {openBusLink} from '../../../source/bus/link.js';
import {busSource} from '../../../source/run/bus/source.js';
import {runLines} from '../../../source/run/show-lines.js';
import {onScreen} from '../../end-to-end/on-screen.js';
import {inPipe, run} from '../../end-to-end/program.js';
import {busy} from '../../helpers/calls.js';
import {until} from '../../helpers/until.js';
import {temporaryFolder} from '../../recording/folder.js';
import {hasNats, lookAt, type NatsServer, natsMissing, startNats} from './nats.js';
import {lab, laptop, messagesFrom, publish} from './published.js';

async function withStream(config?: string) {
  const server = await startNats({config});
  await lookAt(server).addStream();
  return server;
}

/** Says every few ms that a listener is there, by a clock that is so far ahead, ms. */
async function sayingSo({address}: Pick<NatsServer, 'address'>, {listener, recording}: typeof lab, ahead = 0) {
  let isOver = false;
  const forbidden: string[] = [];
  const beat = (): Beat => ({
    ...{team: 'qa', application: '_', listener, recording, behindMs: 0, version: '1.2.3'},
    at: Date.now() + ahead,
    isOver,
  });
  const link = beating(await openBusLink({address}), {
    beat,
    forbidden: ({message}) => void forbidden.push(message),
    every: 5,
  });
  onTestFinished(() => link.close());
  return {
    forbidden,
    /** Is not heard any more, without having said that it ends. */
    isCutOff: () => link.close(),
    ends() {
      isOver = true;
      return link.close();
    },
  };
}

/** A team that is looked at, at a time that passes when it is told to. */
async function looking({address}: Pick<NatsServer, 'address'>) {
  let passed = 0;
  const clock = () => Date.now() + passed;
  const source = await busSource({access: {address}, selection: {team: 'qa'}, clock});
  const listeners = () => source.vitals()?.listeners ?? {all: [], strange: 0, isDeaf: false};
  onTestFinished(() => source.close());
  void source.listen(() => undefined);
  return {
    all: () => listeners().all.map(({name, state}) => `${name} ${state}`),
    listeners,
    passes(ms: number) {
      passed += ms;
    },
  };
}

/** What is written to one of the streams of this process from now on. */
function saidOn(name: 'stdout' | 'stderr'): () => string {
  let said = '';
  const write = vi.spyOn(process[name], 'write').mockImplementation(text => {
    said += String(text);
    return true;
  });
  onTestFinished(() => write.mockRestore());
  return () => said;
}

describe.skipIf(!hasNats)(`listeners of a bus${hasNats ? '' : `: ${natsMissing}`}`, () => {
  it('are there as long as they say so, end, or are silent, with clocks of their own; no stream keeps what they say', async () => {
    const server = await withStream();
    await publish(server, messagesFrom([...busy], {...lab, listener: 'ci'}));
    const screen = await looking(server);
    await until(() => expect(screen.all()).toEqual(['ci unheard']));
    const [first, second] = [await sayingSo(server, lab), await sayingSo(server, laptop, 3_600_000)];
    await until(() => expect(screen.all()).toEqual(['ci unheard', 'lab here', 'laptop here']));
    await until(() => expect(Object(screen.listeners().all[2]).clockMs).toBeGreaterThan(3_540_000));
    expect(screen.listeners().all[1]).toMatchObject({version: '1.2.3', behindMs: 0});
    await first.ends();
    await until(() => expect(screen.all()).toEqual(['ci unheard', 'lab over', 'laptop here']));
    await second.ends();
    await until(() => expect(screen.all()).toEqual(['ci unheard', 'lab over', 'laptop over']));
    screen.passes(61_000);
    expect(screen.all()).toEqual(['ci silent', 'lab over', 'laptop over']);
    expect(await lookAt(server).state()).toMatchObject({messages: messagesFrom([...busy], lab).length});
    expect([first.forbidden, second.forbidden]).toEqual([[], []]);
  });

  it('are heard again when the server was killed, and what is no word of theirs is counted', async () => {
    const server = await withStream();
    const screen = await looking(server);
    await sayingSo(server, lab);
    await until(() => expect(screen.all()).toEqual(['lab here']));
    await server.kill();
    await server.start();
    screen.passes(61_000);
    expect(screen.all()).toEqual(['lab here']);
    await until(async () => {
      const link = await openBusLink({address: server.address});
      await link.say('convo-here.qa._.laptop', '{"schema":"other"}');
      await link.close();
      expect(screen.listeners().strange).toBeGreaterThan(0);
    });
    await sayingSo(server, laptop);
    await until(() => expect(screen.all()).toContain('laptop here'));
  });

  it.each(['text', 'ndjson'] as const)(
    'are said in lines that have gone silent, and that are heard again: %s',
    async format => {
      const server = await withStream();
      const [out, err] = [saidOn('stdout'), saidOn('stderr')] as const;
      let passed = 0;
      const clock = () => Date.now() + passed;
      const source = await busSource({access: {address: server.address}, selection: {team: 'qa'}, clock});
      const ended = runLines({source, flags: {format}});
      const states = () => source.vitals()?.listeners?.all.map(({name, state}) => `${name} ${state}`);
      const first = await sayingSo(server, lab);
      await until(() => expect(states()).toEqual(['lab here']));
      await first.isCutOff();
      passed = 61_000;
      await until(() => expect(err()).toMatch(/bus failing: The listener lab has been silent for 1 min \d+ s: look/));
      await sayingSo(server, lab);
      await until(() => expect(err()).toContain('bus ok: The listener lab is heard again.\n'));
      expect(err().match(/The listener/g)).toHaveLength(2);
      const lines = out()
        .split('\n')
        .filter(line => line.includes('The listener'));
      expect(lines.map(line => JSON.parse(line)).map(({kind, part, state, code}) => [kind, part, state, code])).toEqual(
        format === 'text'
          ? []
          : [
              ['health', 'bus', 'failing', 'listener-silent'],
              ['health', 'bus', 'ok', 'listener-heard'],
            ],
      );
      await source.close();
      expect((await ended).exit).toBe(0);
    },
  );

  it('say it by a monitor that runs, to bus status and to a screen', async () => {
    const server = await withStream();
    const record = join(await temporaryFolder(), 'r.ndjson');
    const team = ['--bus', server.url, '--team', 'qa', '--listener', 'lab'];
    const monitor = await inPipe(['--port', '0', '--to', '447700900002', '--plain', '--record', record, ...team]);
    await monitor.says(`Published to ${server.url} as qa/lab.`);
    const screen = await onScreen(['attach', server.url, '--team', 'qa'], {columns: 160, rows: 48});
    await screen.shows(/ATTACHED │ qa · 1 listener · 0 live/);
    const [text, json] = await Promise.all([
      run(['bus', 'status', server.url, '--listeners']),
      run(['bus', 'status', server.url, '--listeners', '--json']),
    ]);
    expect(text.out).toMatch(/\n {2}here {7}qa\/lab \d+\.\d+\.\d+\S*: here\n$/);
    const clock = {clockMs: expect.any(Number), heardAt: expect.stringMatching(/Z$/), version: expect.any(String)};
    expect(JSON.parse(json.out).here).toEqual([{listener: 'qa/lab', state: 'here', behindMs: 0, ...clock}]);
    await screen.press('5', /listeners +lab/);
    monitor.child.kill('SIGTERM');
    expect(await monitor.ended).toBe(143);
    await screen.shows(/listeners +lab \(ended\)/);
    screen.pty.write('Q');
    expect(await screen.ended()).toBe(0);
  });
});
