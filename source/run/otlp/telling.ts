import type {HealthObservation} from '../../call/observation.js';
import type {Collectors, Signal} from '../../config/collectors.js';
import {callSpans} from '../../output/otel/call.js';
import {pointsOf} from '../../output/otel/figures.js';
import {withLinks} from '../../output/otel/links.js';
import {maskedSpan} from '../../output/otel/masked.js';
import type {Payload} from '../../output/received.js';
import type {FeedListener} from '../../store/feed.js';
import {counted} from '../../text/counted.js';
import {messageOf} from '../../text/system-error.js';
import {type Call, callsOf, callsWith} from '../../world/read/calls.js';
import {figuresOfCall} from '../../world/read/stats.js';
import type {World} from '../../world/world.js';
import type {Taking} from '../session.js';
import {createOutbox, type Outbox} from './outbox.js';
import {AGAIN, type SendResult, send} from './send.js';
import {createTroubles, type Trouble} from './troubles.js';
import type {Wire} from './wire.js';

/** How often metrics are sent, ms, unless OTEL_METRIC_EXPORT_INTERVAL says otherwise. */
const METRICS_EVERY = 15_000;

/** ms that the end of a run waits for a collector at most. */
const LAST_WORDS = 2000;

export type Telling = {
  listener: FeedListener;
  /** The source with what there is to say of the collector among what is observed; none of that is recorded. */
  heard<From extends {listen(take: Taking): void | Promise<void>}>(source: From): From;
  /** Sends what is left, of calls that are up, too. Resolves with what somebody is to know of it. Never rejects. */
  close(world: World): Promise<string | undefined>;
};

type Options = {
  collectors: Collectors;
  wire: Wire;
  /** Reads an observation back, for the traces that it names. */
  payload: Payload;
  /** Phone numbers are sent as they are. */
  hasNumbers: boolean;
};

/** Tells collectors of each call when it is over: its trace, and what it adds to the metrics. */
export function startTelling({collectors, wire, payload, hasNumbers}: Options): Telling {
  const where = [...new Set(Object.values(collectors))].join(' and ');
  const ways = {traces: wire.way('traces'), metrics: wire.way('metrics')};
  /** Calls that were counted, by their first conversation, and the version of the last one when its trace was sent. */
  const toldOf = new Map<string, number>();
  const preparing = new Set<Promise<void>>();
  let say: (health: Omit<HealthObservation, 'seq' | 'at'>) => void = () => undefined;
  const troubles = createTroubles(trouble => {
    const now = trouble
      ? {state: 'failing' as const, ...trouble}
      : {state: 'ok' as const, code: 'taken', text: `${where} takes what is sent.`};
    say({source: 'health', part: 'otlp', ...now});
  });
  const told = (signal: Signal, sent: SendResult) => troubles.told(signal, troubleIn(sent));

  const outbox = collectors.traces === undefined ? undefined : outboxTo(collectors.traces);

  function outboxTo(url: string): Outbox {
    return createOutbox({
      send: (spans, ended) => send(url, 'traces', wire.traces(spans), ways.traces, ended),
      told: sent => told('traces', sent),
    });
  }

  function tell(call: Call): void {
    const {world, conversations} = call;
    const [{id}] = conversations;
    const version = conversations.reduce((sum, each) => sum + each.version, 0);
    if (toldOf.get(id) === version) return;
    // A named conversation may be called again: its trace grows, and it is one call all the same.
    if (!toldOf.has(id)) wire.record(pointsOf(figuresOfCall(call), world.setup?.applicationId));
    toldOf.set(id, version);
    if (!outbox) return;
    const all = callSpans(call);
    const spans = hasNumbers ? all : all.map(maskedSpan);
    const ready = withLinks(spans, payload)
      .catch(() => spans)
      .then(outbox.add);
    preparing.add(ready);
    void ready.finally(() => preparing.delete(ready));
  }

  /** What is wrong with a trace is not to end the run that it is of. */
  function tellSafely(call: Call): void {
    try {
      tell(call);
    } catch (error) {
      const text = `The trace of ${call.conversations[0].id} could not be made: ${messageOf(error)}. Please report that with its recording.`;
      say({source: 'health', part: 'otlp', state: 'failing', code: 'no-trace', text});
    }
  }

  async function sendMetrics(ended: AbortSignal): Promise<void> {
    const url = collectors.metrics;
    const metrics = url === undefined ? undefined : await wire.metrics();
    if (url === undefined || metrics === undefined) return;
    const sent = await send(url, 'metrics', metrics.bytes, ways.metrics, ended);
    if (sent.ok || !sent.again) metrics.done();
    told('metrics', sent);
  }

  const ending = new AbortController();
  /** One request at a time: they are to arrive in their order. */
  let sending: Promise<void> | undefined;
  const timer = setInterval(() => {
    sending ??= sendMetrics(ending.signal)
      .catch(() => undefined)
      .finally(() => {
        sending = undefined;
      });
  }, everyMs()).unref();

  return {
    listener: {
      each(world, changes) {
        for (const id of changes.over)
          for (const call of callsWith(world, id)) if (call.conversations.every(each => each.over)) tellSafely(call);
      },
      forgot({conversations}) {
        for (const id of conversations) toldOf.delete(id);
      },
    },
    heard: source => ({
      ...source,
      listen(take) {
        let count = 0;
        say = health => {
          count += 1;
          void take([{...health, seq: -count, at: Date.now()}]);
        };
        return source.listen(take);
      },
    }),
    async close(world) {
      clearInterval(timer);
      say = () => undefined;
      // What came of a call behind its end is not sent again: its trace is there.
      for (const call of callsOf(world)) if (!toldOf.has(call.conversations[0].id)) tellSafely(call);
      const limit = setTimeout(() => ending.abort(), LAST_WORDS);
      await Promise.all(preparing);
      const [{sent, lost}] = await Promise.all([
        outbox?.close(LAST_WORDS) ?? {sent: 0, lost: 0},
        Promise.resolve(sending)
          .then(() => sendMetrics(ending.signal))
          .catch(() => undefined),
      ]);
      clearTimeout(limit);
      if (lost === 0) return (troubles.of('traces') ?? troubles.of('metrics'))?.text.replace(AGAIN, '');
      const why = troubles.of('traces')?.text.replace(AGAIN, '') ?? `${collectors.traces} took only a part.`;
      const all = sent === 0 ? '' : ` of ${sent + lost}`;
      return `${why} Not sent: the traces of ${counted(lost, 'call')}${all}. What was recorded is sent by: convo-monitor export FILE --otlp ${collectors.traces}`;
    },
  };
}

function troubleIn(sent: SendResult): Trouble | undefined {
  if (!sent.ok) return sent;
  return sent.refused === undefined ? undefined : {code: 'refused', text: sent.refused};
}

function everyMs(): number {
  const given = Number(process.env.OTEL_METRIC_EXPORT_INTERVAL);
  return given >= 100 && given <= 3_600_000 ? given : METRICS_EVERY;
}
