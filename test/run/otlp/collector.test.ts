import {describe, expect, it, onTestFinished, vi} from 'vitest';
import type {HealthObservation, Observation} from '../../../source/call/observation.js';
import type {Collectors} from '../../../source/config/collectors.js';
import {callSpans} from '../../../source/output/otel/call.js';
import {histograms} from '../../../source/output/otel/figures.js';
import {wayWarning} from '../../../source/run/otlp/collector.js';
import {sendRecorded} from '../../../source/run/otlp/recorded.js';
import {startTelling} from '../../../source/run/otlp/telling.js';
import {createWire} from '../../../source/run/otlp/wire.js';
import {createFeed} from '../../../source/store/feed.js';
import {factOf} from '../../../source/vonage/facts.js';
import {callsOf} from '../../../source/world/read/calls.js';
import {emptyFolder} from '../../end-to-end/leftovers.js';
import {answer, busy, CON, caller, news, observed, talked} from '../../helpers/calls.js';
import {noOpenssl, selfSigned} from '../../helpers/certificates.js';
import {startCollector} from '../../helpers/collector.js';
import {calls} from '../../helpers/several-calls.js';
import {until} from '../../helpers/until.js';
import {payloadOf, worldOf} from '../../output/seed-call.js';

const TRACE = CON.replace('CON-', '').replaceAll('-', '');

/** A run that tells a collector of what is observed. */
function telling(to: string | Collectors, observations: readonly Observation[], payload = payloadOf(observations)) {
  const told = startTelling({
    collectors: typeof to === 'string' ? {traces: to, metrics: to} : to,
    wire: createWire('1.2.3', 'run'),
    payload,
    hasNumbers: false,
  });
  const feed = createFeed(factOf);
  const health: HealthObservation[] = [];
  feed.listen(told.listener);
  feed.listen({each: (_, __, o) => void (o.source === 'health' && health.push(o))});
  told.heard({listen: take => void take([])}).listen(batch => feed.take(batch));
  onTestFinished(() => void told.close(feed.world()));
  return {feed, health, close: () => told.close(feed.world()), over: () => feed.take([tick(feed.world().seq + 1)])};
}

/** So much later that nothing more is waited for. */
const tick = (seq: number): Observation => ({source: 'tick', seq, at: Date.UTC(2030, 0, 1)});

describe('a recording that is sent to a collector', () => {
  it('arrives as a trace with its own times, ids and reasons, as a collector reads it', async () => {
    const collector = await startCollector();
    expect(await sendRecorded(collector.url, worldOf(busy), {payload: payloadOf(busy)})).toBe(1);
    expect(collector.mistakes).toEqual([]);
    const [root, ...others] = collector.spans;
    expect(root).toMatchObject({
      traceId: TRACE,
      name: 'call inbound',
      kind: 1,
      status: {code: 2, message: expect.stringContaining('ended busy')},
      attributes: {'vonage.conversation.id': CON, 'vonage.call.status': 'busy', 'vonage.call.legs': 2},
      events: [{name: 'problem', attributes: {'vonage.problem.code': 'unhappy-end'}}],
    });
    expect(root?.startTimeUnixNano).toBe(callsOf(worldOf(busy)).flatMap(callSpans)[0]?.from);
    expect((root?.endTimeUnixNano ?? 0) - (root?.startTimeUnixNano ?? 0)).toBe(4200);
    expect(root?.attributes['vonage.call.from']).toMatch(/^44•+0001$/);
    for (const {traceId, parentSpanId} of others) {
      expect(traceId).toBe(TRACE);
      expect(collector.spans.map(({spanId}) => spanId)).toContain(parentSpanId);
    }
    expect(collector.resources[0]).toMatchObject({'service.name': 'convo-monitor'});
    expect(collector.requests.map(({path}) => path)).toEqual(['/v1/traces']);
  });

  it('has phone numbers where that is wanted, and links to the application’s traces', async () => {
    const collector = await startCollector();
    const anna = caller('a', '447700900001');
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const reply = {status: 200, ms: 5, body: '[]', by: 'application', headers: {traceparent}} as const;
    const all = observed({...answer(anna, 0, []), reply}, news(anna, 'completed', 1));
    await sendRecorded(collector.url, worldOf(all), {payload: payloadOf(all), hasNumbers: true});
    expect(collector.spans[0]?.attributes['vonage.call.from']).toBe('447700900001');
    expect(collector.spans.flatMap(({links}) => links)).toMatchObject([
      {traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7'},
    ]);
  });

  it('goes in several requests where it is much, each trace once', async () => {
    const collector = await startCollector();
    const all = calls(...Array.from({length: 200}, (_, i) => ['talked', i * 100] as const));
    expect(await sendRecorded(collector.url, worldOf(all), {payload: payloadOf(all)})).toBe(200);
    expect(new Set(collector.spans.map(({traceId}) => traceId)).size).toBe(200);
    expect(new Set(collector.spans.map(({spanId}) => spanId)).size).toBe(collector.spans.length);
    expect(collector.requests.length).toBeGreaterThan(1);
  });

  it.each([
    [401, {}, /v1\/traces answered 401\. It wants other headers\. Give them as OTEL_EXPORTER_OTLP_HEADERS/],
    [404, {}, /answered 404\. Give the URL of a collector that takes OTLP by http.* put metrics= in front of its URL/],
    [415, {}, /answered 415\. It wants the other encoding: OTEL_EXPORTER_OTLP_PROTOCOL can be/],
    [301, {}, /answered 301\. Give the URL of a collector/],
    [400, {body: '{"code":3,"message":"no spans"}'}, /answered 400 \(no spans\)\./],
    [
      400,
      {body: 'bad \x1b[31m data'},
      /answered 400 \(bad [^\x1b]*\[31m data\)\. The collector’s log says more\. 0 traces/,
    ],
    [200, {body: '{"partialSuccess":{"rejectedSpans":"3","errorMessage":"too old"}}'}, /did not take 3 of .*: too old/],
  ])('is refused with %s, which is said with what to do', async (status, more, text) => {
    const collector = await startCollector(() => ({status, headers: {'Content-Type': 'application/json'}, ...more}));
    const sending = sendRecorded(collector.url, worldOf(busy), {payload: payloadOf(busy)});
    await expect(sending).rejects.toMatchObject({name: 'OtlpError', message: expect.stringMatching(text)});
    expect(collector.requests).toHaveLength(1);
  });

  it.each(['0.01', new Date(1).toUTCString(), 'soon'])(
    'is sent again where the collector has no time just now: %s',
    async after => {
      const collector = await startCollector((_, count) =>
        count === 0 ? {status: 503, headers: {'Retry-After': after}} : {status: 200},
      );
      expect(await sendRecorded(collector.url, worldOf(busy), {payload: payloadOf(busy)})).toBe(1);
      expect(collector.requests.map(({status}) => status)).toEqual([503, 200]);
    },
  );

  it('goes by what the standard’s variables say, which nobody is shown', async () => {
    vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'authorization=Bearer%20a-secret,x-scope=team');
    vi.stubEnv('OTEL_EXPORTER_OTLP_COMPRESSION', 'gzip');
    vi.stubEnv('OTEL_SERVICE_NAME', 'voice');
    onTestFinished(() => void vi.unstubAllEnvs());
    const collector = await startCollector((_, count) => ({
      status: count === 0 ? 200 : 403,
      ...(count > 0 && {headers: {'Content-Type': 'application/json'}, body: '{"message":"not Bearer a-secret"}'}),
    }));
    const once = () => sendRecorded(collector.url, worldOf(busy), {payload: payloadOf(busy)});
    await once();
    expect(collector.mistakes).toEqual([]);
    expect(collector.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer a-secret',
      'x-scope': 'team',
      'content-encoding': 'gzip',
      'user-agent': expect.stringMatching(/^convo-monitor\//),
    });
    expect(collector.resources[0]).toMatchObject({'service.name': 'voice'});
    await expect(once()).rejects.toThrow(/^(?!.*a-secret).*answered 403/);
  });
});

describe('a collector behind https', () => {
  const untrusted =
    /v1\/traces took nothing\. Nobody who is trusted here vouches for its certificate\. .* OTEL_EXPORTER_OTLP_CERTIFICATE/;

  it.skipIf(noOpenssl)(
    `whose certificate is of its own is trusted only where that is said${noOpenssl ?? ''}`,
    async () => {
      const {certFile, cert, key} = selfSigned(await emptyFolder(), 'DNS:localhost,IP:127.0.0.1');
      const collector = await startCollector(undefined, {cert, key});
      const once = () => sendRecorded(collector.url, worldOf(busy), {payload: payloadOf(busy)});
      await expect(once()).rejects.toThrow(untrusted);
      vi.stubEnv('OTEL_EXPORTER_OTLP_CERTIFICATE', certFile);
      onTestFinished(() => void vi.unstubAllEnvs());
      expect(await once()).toBe(1);
      expect(collector.spans[0]?.name).toBe('call inbound');
    },
  );

  it('that speaks only http is said so', async () => {
    const {url} = await startCollector();
    const sending = sendRecorded(url.replace('http:', 'https:'), worldOf(busy), {payload: payloadOf(busy)});
    await expect(sending).rejects.toThrow(/It speaks no https there, or none that is understood\. Correct --otlp\./);
  });
});

describe('a run that tells a collector', () => {
  it('says once what is wrong with one of the two, whatever becomes of the other', async () => {
    vi.stubEnv('OTEL_METRIC_EXPORT_INTERVAL', '100');
    onTestFinished(() => void vi.unstubAllEnvs());
    const metricsAlone = await startCollector(path => ({status: path.endsWith('metrics') ? 200 : 404}));
    const all = calls(['busy', 0], ['talked', 100]);
    const {feed, over, health, close} = telling(metricsAlone.url, all);
    const isFirst = ({at}: Observation) => at < (all[0]?.at ?? 0) + 50_000;
    const [first, second] = [all.filter(isFirst), all.filter(each => !isFirst(each))];
    const sentBy = (path: string) => metricsAlone.requests.filter(request => request.path === path).length;
    feed.take(first);
    over();
    await until(() => expect([sentBy('/v1/traces'), sentBy('/v1/metrics') > 1]).toEqual([1, true]));
    feed.take(second);
    over();
    await until(() => expect(sentBy('/v1/traces')).toBe(2));
    const seen = sentBy('/v1/metrics');
    await until(() => expect(sentBy('/v1/metrics')).toBeGreaterThan(seen + 1));
    expect(health).toMatchObject([{state: 'failing', code: 'status-404', text: /metrics=/}]);
    expect(await close()).toMatch(/answered 404.* Not sent: the traces of 2 calls\./);
    expect(metricsAlone.metrics.get('vonage.calls')?.sum?.dataPoints.map(({asDouble}) => asDouble)).toEqual([1, 1]);
  });

  it.each(['traces', 'metrics'] as const)('sends %s alone where nothing else is asked for', async signal => {
    const collector = await startCollector();
    const {feed, close} = telling({[signal]: collector.url}, busy);
    feed.take(busy);
    expect(await close()).toBeUndefined();
    expect(new Set(collector.requests.map(({path}) => path))).toEqual(new Set([`/v1/${signal}`]));
  });

  it('sends each of the two to who takes it', async () => {
    const [traces, metrics] = [await startCollector(), await startCollector()];
    const {feed, close} = telling({traces: traces.url, metrics: metrics.url}, busy);
    feed.take(busy);
    expect(await close()).toBeUndefined();
    expect(traces.requests.map(({path}) => path)).toEqual(['/v1/traces']);
    expect(metrics.requests.map(({path}) => path)).toEqual(['/v1/metrics']);
  });

  it('keeps one connection, and says nothing where that is gone when it is used again', async () => {
    vi.stubEnv('OTEL_METRIC_EXPORT_INTERVAL', '100');
    onTestFinished(() => void vi.unstubAllEnvs());
    const collector = await startCollector((_, count) => (count === 3 ? 'hangs up' : {status: 200}));
    const {feed, over, health, close} = telling({metrics: collector.url}, busy);
    feed.take(busy);
    over();
    await until(() => expect(collector.requests.length).toBeGreaterThan(6));
    expect(await close()).toBeUndefined();
    expect(health).toEqual([]);
    expect(new Set(collector.requests.map(({port}) => port)).size).toBe(2);
  });

  it('begins each series with a zero, so that the first call has made it grow', async () => {
    vi.stubEnv('OTEL_METRIC_EXPORT_INTERVAL', '100');
    onTestFinished(() => void vi.unstubAllEnvs());
    const series: (readonly (number | undefined)[])[] = [];
    const collector = await startCollector(() => {
      series.push((collector.metrics.get('vonage.calls')?.sum?.dataPoints ?? []).map(({asDouble}) => asDouble));
      return {status: 200};
    });
    const {feed, over} = telling({metrics: collector.url}, busy);
    feed.take(busy);
    over();
    await until(() => expect(series.length).toBeGreaterThan(2));
    expect(series.slice(0, 3)).toEqual([[], [0, 1], [1]]);
    expect(collector.mistakes).toEqual([]);
  });

  it('sends a call’s trace when it is over, and what it adds to the metrics', async () => {
    const collector = await startCollector();
    const {feed, over, close, health} = telling(collector.url, talked);
    feed.take(talked);
    expect(collector.requests).toEqual([]);
    over();
    await until(() => expect(collector.spans[0]).toMatchObject({traceId: TRACE, name: 'call inbound'}));
    expect(await close()).toBeUndefined();
    expect(collector.mistakes).toEqual([]);
    expect(health).toEqual([]);
    const recorded = await startCollector();
    await sendRecorded(recorded.url, feed.world(), {payload: payloadOf(talked)});
    expect(collector.spans).toEqual(recorded.spans);
    expect(collector.metrics.get('vonage.calls')).toMatchObject({
      unit: '{call}',
      sum: {
        isMonotonic: true,
        dataPoints: [{asDouble: 0}, {asDouble: 1, attributes: {'vonage.call.status': 'completed'}}],
      },
    });
    const ring = collector.metrics.get(histograms.ring.name)?.histogram?.dataPoints.at(-1);
    expect(ring?.explicitBounds).toEqual(histograms.ring.bounds);
    expect(ring?.attributes).toEqual({'vonage.call.direction': 'inbound'});
    expect(ring?.bucketCounts?.reduce((sum, count) => sum + count, 0)).toBe(ring?.count);
  });

  it('hides phone numbers where what webhooks and answers say cannot be read back, too', async () => {
    const collector = await startCollector();
    const {feed, close} = telling(collector.url, [], () => Promise.reject(new Error('gone')));
    feed.take(busy);
    expect(await close()).toBeUndefined();
    expect(collector.spans[0]?.attributes['vonage.call.from']).toMatch(/^44•+0001$/);
  });

  it('sends a call that is still up at the end, and says so in it', async () => {
    const collector = await startCollector();
    const {feed, close} = telling(collector.url, talked);
    feed.take(talked.slice(0, 8));
    expect(await close()).toBeUndefined();
    expect(collector.spans[0]?.attributes['vonage.call.ended']).toBe(false);
  });

  it('says once that the collector does not take it and once that it does, and loses nothing', async () => {
    let isWell = false;
    const collector = await startCollector(() => ({status: isWell ? 200 : 503, headers: {'Retry-After': '0.01'}}));
    const all = calls(['busy', 0], ['talked', 100]);
    const {feed, over, health, close} = telling(collector.url, all);
    feed.take(all);
    over();
    await until(() => expect(collector.requests.length).toBeGreaterThan(3));
    expect(health).toMatchObject([{part: 'otlp', state: 'failing', code: 'status-503'}]);
    isWell = true;
    await until(() => expect(health[1]).toMatchObject({part: 'otlp', state: 'ok'}));
    expect(health).toHaveLength(2);
    expect(health.every(({seq}) => seq < 0)).toBe(true);
    expect(await close()).toBeUndefined();
    expect(collector.spans.filter(({parentSpanId}) => !parentSpanId)).toHaveLength(2);
  });

  it('lets go of what is refused for good, and sends what comes then', async () => {
    const collector = await startCollector((_, count) => ({status: count === 0 ? 400 : 200}));
    const all = calls(['busy', 0], ['talked', 100]);
    const {feed, over, health, close} = telling(collector.url, all);
    feed.take(all.filter(({at}) => at < (all[0]?.at ?? 0) + 50_000));
    over();
    await until(() => expect(health).toMatchObject([{state: 'failing', code: 'status-400'}]));
    feed.take(all.filter(({at}) => at >= (all[0]?.at ?? 0) + 50_000));
    expect(await close()).toMatch(
      /took only a part\. Not sent: the traces of 1 call of 2\. .* convo-monitor export FILE --otlp http/,
    );
    expect(collector.spans.filter(({parentSpanId}) => !parentSpanId)).toHaveLength(1);
  });

  it('ends without one that never answers, and says what was not sent', async () => {
    const collector = await startCollector(() => 'never');
    const {feed, close} = telling(collector.url, busy);
    feed.take(busy);
    expect(await close()).toMatch(/took nothing\. It did not answer in time\. Not sent: the traces of 1 call\./);
  });

  it('ends at once where nobody listens, and says what to do', async () => {
    const {feed, close} = telling('http://127.0.0.1:1', busy);
    feed.take(busy);
    expect(await close()).toBe(
      'http://127.0.0.1:1/v1/traces took nothing. Nothing listens there. Start the collector, or correct --otlp. Not sent: the traces of 1 call. What was recorded is sent by: convo-monitor export FILE --otlp http://127.0.0.1:1',
    );
  });
});

it.each([
  ['http://localhost:4318', false],
  ['http://127.0.0.1:4318', false],
  ['http://[::1]:4318', false],
  ['https://otlp.example.com', false],
  ['http://otlp.example.com:4318', true],
  ['http://192.168.1.9:4318', true],
])('whether the way to %s is warned of: %s', (url, isWarned) => {
  expect(wayWarning(url) !== undefined).toBe(isWarned);
});
