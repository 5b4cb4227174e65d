import type {Headers, Observation} from '../../call/observation.js';
import type {Payload} from '../received.js';
import type {Span} from './span.js';

/** `traceparent` of W3C's Trace Context; all zeros are no id. */
const TRACE_PARENT = /(?:^|[^\da-f])[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-[\da-f]{2}(?:$|[^\da-f])/i;

/** Headers in which a trace may be named: of a webhook by what is in front of here, of an answer by the application (`Server-Timing: traceparent;desc="…"`). */
const names = ['traceparent', 'traceresponse', 'server-timing'] as const;

/** Links that a span has at most. */
const MOST = 4;

/** The spans, with links to the traces that webhooks and answers name. `payload` reads an observation back by its seq. */
export function withLinks(spans: readonly Span[], payload: Payload): Promise<Span[]> {
  return Promise.all(
    spans.map(async span => {
      if (!span.told) return span;
      const told = await Promise.all(span.told.map(seq => payload(seq)));
      const links = told.flatMap(each => (each ? tracesIn(headersOf(each)) : []));
      const others = links.filter(({id}, i) => links.findIndex(each => each.id === id) === i);
      return others.length > 0 ? {...span, links: others.slice(0, MOST)} : span;
    }),
  );
}

const headersOf = (o: Observation): Headers => ('raw' in o ? (o.raw?.headers ?? {}) : {});

function tracesIn(headers: Headers): {trace: string; id: string}[] {
  return names.flatMap(name => {
    const [, trace, id] = TRACE_PARENT.exec(headers[name] ?? '') ?? [];
    return trace && id ? [{trace: trace.toLowerCase(), id: id.toLowerCase()}] : [];
  });
}
