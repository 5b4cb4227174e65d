import {readFile, writeFile} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {Observation} from '../../../source/call/observation.js';
import {headerLine, observationLine} from '../../../source/recording/line.js';
import {onScreen} from '../../end-to-end/on-screen.js';
import {emptyFolder, inPipe} from '../../end-to-end/program.js';
import {busy, talked} from '../../helpers/calls.js';
import {until} from '../../helpers/until.js';
import {hasNats, lookAt, natsMissing, startNats} from './nats.js';
import {lab, laptop, messagesFrom, publish} from './published.js';

/** A recording of its own: numbered from 1, with replies to its own webhooks. */
function alone(some: readonly Observation[]): Observation[] {
  const places = new Map(some.map(({seq}, i) => [seq, i + 1]));
  return some.map(o => ({...o, seq: places.get(o.seq) ?? 0, ...(o.source === 'reply' && {to: places.get(o.to) ?? 0})}));
}

async function withStream() {
  const server = await startNats();
  await lookAt(server).addStream();
  return server;
}

describe.skipIf(!hasNats)(`the program at a bus${hasNats ? '' : `: ${natsMissing}`}`, () => {
  it('shows on two screens the one call of which each of two listeners saw half, and says who heard what', async () => {
    const server = await withStream();
    const size = {columns: 160, rows: 48};
    const screens = [
      await onScreen(['attach', server.url, '--team', 'qa'], size),
      await onScreen(['attach', server.url], size),
    ];
    for (const screen of screens) await screen.shows('Waiting for the first call');
    const isFirst = (o: Observation) => (o.source === 'reply' ? o.to : o.seq) % 4 === 1;
    const halves = [alone(busy.filter(isFirst)), alone(busy.filter(o => !isFirst(o)))];
    await publish(server, messagesFrom(halves[1] ?? [], lab));
    await publish(server, messagesFrom(halves[0] ?? [], laptop));
    for (const [i, screen] of screens.entries()) {
      await screen.shows(
        i === 0 ? / ATTACHED │ qa · 2 listeners · 0 live/ : / ATTACHED │ nats:\S+ · 2 listeners · 0 live/,
      );
      await screen.shows(/1 total/);
      await screen.shows(/ended busy/);
      await screen.press('/listener:laptop\r', /listener:laptop/);
      await screen.press('r', `This screen only looks at what monitors publish to ${server.url}`);
    }
    // The same webhook once more, at the other listener: one event, delivered twice.
    const event = halves[0]?.findLast(o => o.source === 'event');
    if (!event) throw new Error('there is none');
    await publish(server, messagesFrom([{...event, seq: 900, at: event.at + 2000}], lab));
    const [first, second] = screens;
    await first?.shows(/×2/);
    for (const screen of [first, second]) screen?.pty.write('Q');
    for (const screen of screens) expect(await screen.ended()).toBe(0);
  });

  it('writes what was asked for as lines, exports, figures and expectations, as of a recording', async () => {
    const server = await withStream();
    await publish(server, messagesFrom([...busy], laptop));
    await publish(server, messagesFrom([...talked], lab));
    const said = async (args: readonly string[], status = 0) => {
      const run = await inPipe(args);
      expect([await run.ended, run.err()]).toEqual([status, expect.any(String)]);
      return run.out() + (status === 0 ? '' : run.err());
    };
    expect(await said(['open', server.url, '--plain'])).toContain('ended busy');
    expect(await said(['export', server.url, '--listener', 'laptop', '--format', 'text'])).toContain('ended busy');
    expect(await said(['export', server.url, '--team', 'other', '--format', 'text'], 3)).toContain(
      'holds no observation of what is asked for',
    );
    expect(await said(['stats', server.url])).toMatch(/^1 call /);
    expect(await said(['stats', server.url, '--at', '2020-01-01'], 3)).toContain('holds no observation');
    expect(await said(['expect', server.url, '--listener', 'lab'])).toContain('legs:');
    expect(await said(['open', server.url, server.url], 2)).toContain('name it alone');
    expect(await said(['open', server.url, '--follow'], 2)).toContain('convo-monitor attach nats://');
    expect(await said(['open', 'a.ndjson', '--since', '2h'], 2)).toContain('--since says what is read of a bus');
    expect(await said(['attach', `${server.url},`], 2)).toContain('The address of the bus must be nats://host');
    expect(await said(['attach', server.url, '--since', 'yesterday'], 2)).toContain('such as 2h or 7d');
  });

  it('counts a call once of which a bus and the recordings of its listeners tell, and says so', async () => {
    const server = await withStream();
    const isLab = (o: Observation) => (o.source === 'reply' ? o.to : o.seq) % 3 === 1;
    const halves = [alone(busy.filter(isLab)), alone(busy.filter(o => !isLab(o)))] as const;
    await publish(server, messagesFrom(halves[0], lab));
    await publish(server, messagesFrom(halves[1], laptop));
    const folder = await emptyFolder();
    const fileOf = async ({listener, recording}: typeof lab, some: readonly Observation[]) => {
      const file = join(folder, `${listener}.ndjson`);
      const header = headerLine({id: recording, started: '2026-11-20T08:00:00.000Z', version: '1'});
      await writeFile(file, header + some.map(observationLine).join(''));
      return file;
    };
    const files = [await fileOf(lab, halves[0]), await fileOf(laptop, halves[1])];
    const statsOf = async (...names: readonly string[]) => {
      const run = await inPipe(['stats', ...names, '--json']);
      expect([await run.ended, run.err()]).toEqual([0, '']);
      return JSON.parse(run.out());
    };
    const whole = await statsOf(server.url);
    expect(whole).toMatchObject({all: {calls: 1}, shared: []});
    for (const names of [
      [server.url, ...files],
      [...files, server.url],
      [server.url, files[1] ?? ''],
    ]) {
      const {all, shared} = await statsOf(...names);
      expect(all).toEqual(whole.all);
      expect(shared).toEqual([
        {
          recordings: expect.arrayContaining(names.map(name => (name === server.url ? name : basename(name)))),
          calls: 1,
        },
      ]);
    }
    const text = await inPipe(['stats', server.url, files[0] ?? '']);
    await text.ended;
    expect(text.out()).toContain(`1 call is in both of ${server.url}, lab.ndjson: it is counted once`);
    // Standard input cannot be read again: what the bus has of the call is taken.
    const piped = await inPipe(['stats', '-', server.url, '--json']);
    piped.child.stdin?.end(await readFile(files[1] ?? ''));
    expect(await piped.ended).toBe(0);
    expect(JSON.parse(piped.out())).toMatchObject({
      all: whole.all,
      shared: [{recordings: ['standard input', server.url], calls: 1}],
    });
  });

  it('misses nothing that one of two listeners has, and says of one alone that another may have it', async () => {
    const server = await withStream();
    const url = 'http://127.0.0.1:3000';
    const setup = {version: '1', url, bus: server.url};
    const at = (talked[0]?.at ?? 0) - 60_000;
    const last = (talked.at(-1)?.at ?? 0) + 60_000;
    const listened = (some: readonly Observation[]) =>
      alone([
        {source: 'control', action: 'start', seq: 1001, at, setup},
        ...some,
        {source: 'tick', seq: 1002, at: last},
      ]);
    const answers = new Set(talked.filter(({source}) => source === 'answer').map(({seq}) => seq));
    const isAnswer = (o: Observation) => answers.has(o.source === 'reply' ? o.to : o.seq);
    await publish(server, messagesFrom(listened(talked.filter(isAnswer)), lab));
    await publish(server, messagesFrom(listened(talked.filter(o => !isAnswer(o))), laptop));
    const problems = async (...more: readonly string[]) => {
      const run = await inPipe(['export', server.url, ...more, '--format', 'json']);
      expect(await run.ended).toBe(0);
      return JSON.parse(run.out()).conversations.flatMap((each: {problems: unknown[]}) => each.problems);
    };
    expect(await problems()).toEqual([]);
    const hint = {severity: 'info', advice: expect.stringContaining(`convo-monitor attach ${server.url} shows`)};
    expect(await problems('--listener', 'lab')).toMatchObject([{code: 'no-events', ...hint}]);
    expect(await problems('--listener', 'laptop')).toMatchObject([{code: 'no-answer-webhook', ...hint}]);
  });

  it('waits for a call that is still to come, and ends with it', async () => {
    const server = await withStream();
    const run = await inPipe(['attach', server.url, '--until', 'ended', '--format', 'ndjson']);
    await until(async () => {
      const consumers = await lookAt(server).asking(manager => manager.consumers.list('CONVO').next());
      expect(consumers).toHaveLength(1);
    });
    await publish(server, messagesFrom([...talked], lab));
    expect(await run.ended).toBe(0);
    expect(run.out()).toContain('"kind":"end"');
  });

  it('says what is wrong with a bus, and what to do', async () => {
    const server = await startNats();
    const none = await inPipe(['attach', server.url, '--plain']);
    expect(await none.ended).toBe(1);
    expect(none.err()).toContain(`convo-monitor bus init ${server.url}`);
    await server.kill();
    const gone = await inPipe(['open', server.url, '--plain']);
    expect(await gone.ended).toBe(4);
    expect(gone.err()).toContain('No NATS server is reached');
  });
});
