import type {Clock} from './clock.js';
import type {Outbox} from './delivery/outbox.js';
import type {Kind} from './delivery/rules.js';
import {type Random, uuid} from './random.js';
import type {Payload, Target} from './types.js';

/** One webhook of a recording: what it was, when it came, and what it carried. */
type Recorded = {kind: Kind; at: number; payload: Payload};

const kinds = new Set<unknown>(['answer', 'event', 'fallback', 'rtc']);

/** The lines of a recording (NDJSON) that are webhooks; anything else, and what does not parse, is passed over. */
export function webhooksIn(recording: string): Recorded[] {
  return recording.split('\n').flatMap(line => {
    const entry = objectIn(line);
    const raw = entry?.raw;
    if (!entry || !kinds.has(entry.source) || typeof entry.at !== 'number' || !isObject(raw)) return [];
    const payload = payloadOf(raw);
    return payload ? [{kind: entry.source as Kind, at: entry.at, payload}] : [];
  });
}

function payloadOf({method, path, body}: Record<string, unknown>): Payload | undefined {
  if (method === 'POST') return typeof body === 'string' ? objectIn(body) : undefined;
  const query = typeof path === 'string' ? path.split('?')[1] : undefined;
  return Object.fromEntries(new URLSearchParams(query));
}

/**
 * Sends a recorded call's webhooks again, with the distances at which they came. Ids are replaced by fresh ones, the same
 * by the same, so that the application sees another call of the same shape; `replaced` gives fields other values.
 * Stamps move with the call.
 */
export async function replay(
  webhooks: Recorded[],
  replaced: Record<string, string>,
  {
    clock,
    random,
    outbox,
    targets,
  }: {
    clock: Clock;
    random: Random;
    outbox: Outbox;
    targets: Partial<Record<Kind, Target>>;
  },
): Promise<void> {
  const [first] = webhooks;
  if (!first) return;
  const began = clock.now();
  const shift = began - first.at;
  const ids = new Map<string, string>();
  for (const {kind, at, payload} of webhooks) {
    const due = await clock.until(at + shift);
    const target = targets[kind];
    if (!target) continue;
    const fresh = renew(payload, {ids, random, shift});
    const known = Object.entries(replaced).filter(([name]) => name in payload);
    outbox.tell(kind, due, target, {...(fresh as Payload), ...Object.fromEntries(known)});
  }
  await outbox.idle();
}

type Renewal = {ids: Map<string, string>; random: Random; shift: number};

const idPattern = /^((?:CON|NAM|MEM|USR)-)?(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32})$/i;
const stampPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/;

function renew(value: unknown, renewal: Renewal): unknown {
  if (Array.isArray(value)) return value.map(item => renew(item, renewal));
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, renew(item, renewal)]));
  if (typeof value !== 'string') return value;
  if (stampPattern.test(value)) return new Date(Date.parse(value) + renewal.shift).toISOString();
  const prefix = idPattern.exec(value);
  return prefix ? freshId(value, prefix[1] ?? '', renewal) : value;
}

function freshId(id: string, prefix: string, {ids, random}: Renewal): string {
  const known = ids.get(id);
  if (known) return known;
  const plain = id.length === 32;
  const fresh = prefix + (plain ? uuid(random).replaceAll('-', '') : uuid(random));
  ids.set(id, fresh);
  return fresh;
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
