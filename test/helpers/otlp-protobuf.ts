/** How a field is read; a message by what it holds. */
type Kind = 'text' | 'id' | 'integer' | 'flag' | 'double' | 'long' | 'doubles' | 'counts' | Message;

/** The fields of a message by their numbers: `[]` behind the name of one that comes several times. */
export type Message = Readonly<Record<number, readonly [name: string, kind: Kind]>>;

const value: Message = {
  1: ['stringValue', 'text'],
  2: ['boolValue', 'flag'],
  3: ['intValue', 'integer'],
  4: ['doubleValue', 'double'],
};
const pair: Message = {1: ['key', 'text'], 2: ['value', value]};
const resource: Message = {1: ['attributes[]', pair]};
const event: Message = {1: ['timeUnixNano', 'long'], 2: ['name', 'text'], 3: ['attributes[]', pair]};
const link: Message = {1: ['traceId', 'id'], 2: ['spanId', 'id']};
const status: Message = {2: ['message', 'text'], 3: ['code', 'integer']};
const span: Message = {
  1: ['traceId', 'id'],
  2: ['spanId', 'id'],
  4: ['parentSpanId', 'id'],
  5: ['name', 'text'],
  6: ['kind', 'integer'],
  7: ['startTimeUnixNano', 'long'],
  8: ['endTimeUnixNano', 'long'],
  9: ['attributes[]', pair],
  11: ['events[]', event],
  13: ['links[]', link],
  15: ['status', status],
};
const number: Message = {
  2: ['startTimeUnixNano', 'long'],
  3: ['timeUnixNano', 'long'],
  4: ['asDouble', 'double'],
  7: ['attributes[]', pair],
};
const distribution: Message = {
  2: ['startTimeUnixNano', 'long'],
  3: ['timeUnixNano', 'long'],
  4: ['count', 'long'],
  5: ['sum', 'double'],
  6: ['bucketCounts', 'counts'],
  7: ['explicitBounds', 'doubles'],
  9: ['attributes[]', pair],
};
const sum: Message = {
  1: ['dataPoints[]', number],
  2: ['aggregationTemporality', 'integer'],
  3: ['isMonotonic', 'flag'],
};
const histogram: Message = {1: ['dataPoints[]', distribution], 2: ['aggregationTemporality', 'integer']};
const metric: Message = {1: ['name', 'text'], 3: ['unit', 'text'], 7: ['sum', sum], 9: ['histogram', histogram]};
const scopeSpans: Message = {2: ['spans[]', span]};
const scopeMetrics: Message = {2: ['metrics[]', metric]};

/** What is posted, by opentelemetry-proto's `trace_service.proto` and `metrics_service.proto`, as far as a test reads it. */
export const messages = {
  traces: {1: ['resourceSpans[]', {1: ['resource', resource], 2: ['scopeSpans[]', scopeSpans]}]},
  metrics: {1: ['resourceMetrics[]', {1: ['resource', resource], 2: ['scopeMetrics[]', scopeMetrics]}]},
} as const satisfies Record<string, Message>;

/** A message of protobuf in OTLP's form of JSON. Throws where it is cut off. */
export function readMessage(message: Message, bytes: Uint8Array): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const several = new Map<string, unknown[]>();
  for (const [field, raw] of fieldsIn(bytes)) {
    const [name, kind] = message[field] ?? [];
    if (name === undefined || kind === undefined) continue;
    const one = typeof kind === 'string' ? readers[kind](raw) : readMessage(kind, bytesOf(raw));
    if (name.endsWith('[]')) several.set(name.slice(0, -2), [...(several.get(name.slice(0, -2)) ?? []), one]);
    else found[name] = one;
  }
  return {...found, ...Object.fromEntries(several)};
}

type Raw = bigint | Buffer;

const bytesOf = (raw: Raw): Buffer => {
  if (typeof raw === 'bigint') throw new Error('An integer stands where bytes are due.');
  return raw;
};

const eights = (raw: Raw): Buffer[] =>
  Array.from({length: bytesOf(raw).length / 8}, (_, i) => bytesOf(raw).subarray(i * 8, i * 8 + 8));

const readers: Readonly<Record<Exclude<Kind, Message>, (raw: Raw) => unknown>> = {
  text: raw => bytesOf(raw).toString('utf8'),
  id: raw => bytesOf(raw).toString('hex'),
  integer: raw => Number(BigInt.asIntN(64, raw as bigint)),
  flag: raw => raw === 1n,
  double: raw => bytesOf(raw).readDoubleLE(),
  long: raw => String(bytesOf(raw).readBigUInt64LE()),
  doubles: raw => eights(raw).map(each => each.readDoubleLE()),
  counts: raw => eights(raw).map(each => String(each.readBigUInt64LE())),
};

function* fieldsIn(bytes: Uint8Array): Generator<[field: number, raw: Raw]> {
  const all = Buffer.from(bytes);
  let at = 0;
  const integer = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const [byte = 0] = next(1);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const next = (length: number): Buffer => {
    if (at + length > all.length) throw new Error(`A field is cut off at ${at}.`);
    at += length;
    return all.subarray(at - length, at);
  };
  while (at < all.length) {
    const tag = integer();
    const kind = Number(tag & 7n);
    const field = Number(tag >> 3n);
    if (kind === 0) yield [field, integer()];
    else if (kind === 1) yield [field, next(8)];
    else if (kind === 2) yield [field, next(Number(integer()))];
    else if (kind === 5) yield [field, next(4)];
    else throw new Error(`${kind} is no kind of field, at ${at}.`);
  }
}
