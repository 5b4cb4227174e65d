import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {startCollector} from '../helpers/collector.js';
import {emptyFolder} from './leftovers.js';
import {onScreen} from './on-screen.js';
import {run} from './program.js';

const env = {OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20a-secret'};

describe('--otlp', () => {
  it('tells a collector of a call, live as from its recording, with the headers that nobody is shown', async () => {
    const live = await startCollector();
    const demo = ['demo', 'busy', '--speed', 'max', '--port', '0', '--record', 'call.ndjson'];
    const ran = await run([...demo, '--otlp', live.url], {env});
    expect(ran.status).toBe(0);
    expect(`${ran.out}${ran.err}`).not.toContain('a-secret');
    expect([...live.mistakes, ...(ran.err.match(/otlp/g) ?? [])]).toEqual([]);
    expect(live.requests.every(({headers}) => headers.authorization === 'Bearer a-secret')).toBe(true);
    expect(live.spans[0]).toMatchObject({
      name: 'call inbound',
      status: {code: 2},
      attributes: {'vonage.call.ended': true},
    });
    expect(live.metrics.get('vonage.calls')?.sum?.dataPoints.at(-1)?.asDouble).toBe(1);

    const recorded = await startCollector();
    const sent = await run(['export', join(ran.home, 'call.ndjson'), '--otlp', recorded.url]);
    expect(sent).toMatchObject({status: 0, out: '', err: `1 trace sent to ${recorded.url}.\n`});
    const essence = ({spans}: typeof live) => spans.map(({traceId, spanId, name}) => `${traceId} ${spanId} ${name}`);
    expect(essence(recorded)).toEqual(expect.arrayContaining(essence(live)));
    expect(recorded.metrics.size).toBe(0);
  });

  it('on the screen says that nobody takes it, and ends with it', async () => {
    const screen = await onScreen(['demo', 'busy', '--speed', 'max', '--otlp', 'http://127.0.0.1:1'], {
      columns: 120,
      rows: 40,
    });
    await screen.shows(/ended busy/);
    await screen.press('5', /✗ otlp: http:/);
    screen.pty.write('Q');
    expect(await screen.ended()).toBe(0);
    expect(screen.output()).toContain('Not sent: the traces of 1 call.');
  });

  it('is not asked for by a project, and never by an export that names no collector', async () => {
    const collector = await startCollector();
    const cwd = await emptyFolder();
    await writeFile(join(cwd, 'convo-monitor.json'), JSON.stringify({otlp: collector.url, otlpNumbers: true}));
    const shown = await run(['config', '--show-origin'], {cwd});
    expect(`${shown.out}${shown.err}`).toMatch(/otlp.*must not send your calls elsewhere/);
    const ran = await run(['demo', 'busy', '--speed', 'max', '--port', '0', '--record', 'call.ndjson'], {cwd});
    expect(ran.status).toBe(0);
    const exported = await run(['export', 'call.ndjson'], {cwd, env: {CONVO_MONITOR_OTLP: collector.url}});
    expect(exported.out).toContain('"schema"');
    expect(collector.requests).toEqual([]);
  });

  it.each([
    [['--otlp', 'ftp://x'], 2, /The collector \(flag --otlp\) must be a URL that begins with http/],
    [['--otlp', 'http://me@localhost:4318'], 2, /goes into OTEL_EXPORTER_OTLP_HEADERS/],
    [['--otlp', 'localhost:1', '--filter', 'busy'], 2, /--otlp sends whole calls/],
    [['--otlp', 'metrics=localhost:1'], 2, /A recording is sent as traces: give --otlp the URL of a collector/],
    [['--otlp', 'localhost:1', '--otlp', 'localhost:2'], 2, /Two collectors for both \(flag --otlp\): give one\./],
  ])('%j is refused', async (args, status, text) => {
    const failed = await run(['export', 'call.ndjson', ...args]);
    expect(failed).toMatchObject({status, err: expect.stringMatching(text)});
  });
});
