import * as z from 'zod';
import type {Observation} from '../call/observation.js';
import {type JsonNode, positionsIn, readJson} from '../text/json-positions.js';
import {excessOf} from '../text/json-values.js';
import {asTime} from '../vonage/loose.js';
import {recognise} from '../vonage/recognise.js';
import {mediaEvent, mediaFigures, mediaStrip} from './media-schema.js';
import {answered, origin, request, seq} from './schema.js';

const arrived = {
  seq,
  origin: origin.optional(),
  arrivedAt: z.string().refine(text => asTime(text) !== undefined, 'Not a time'),
};

/** What a snapshot keeps of an event that is needed to see it again; the rest of a snapshot follows from these. */
const event = z.object({
  id: z.int().nullish(),
  leg: z.string().nullish(),
  comment: z.string().nullish(),
  reply: z.object(answered).nullable(),
  raw: z.array(
    z.discriminatedUnion('witness', [
      z.object({witness: z.enum(['webhook', 'rtc']), ...arrived, request}),
      z.object({witness: z.literal('api'), ...arrived, event: z.unknown()}),
      z.object({witness: z.literal('media'), ...arrived, socket: z.string(), event: mediaEvent}),
    ]),
  ),
});

/** What was measured on the WebSocket of a leg is no event. */
const leg = z.object({
  id: z.string(),
  media: z
    .object({
      socket: z.string(),
      openedAt: z.string().nullable(),
      knownBy: z.enum(['uri', 'headers', 'ringing']).nullable(),
      figures: mediaFigures.nullable(),
      levels: z.array(mediaStrip).optional(),
    })
    .optional(),
});

const conversation = z.object({id: z.string(), legs: z.array(leg).optional(), events: z.array(event)});
const unattributed = z.object({events: z.array(event)});

/** Each conversation is looked at by itself, so that others have a turn in between. */
const snapshot = z.object({
  schema: z.string().startsWith('convo-monitor/snapshot@'),
  conversations: z.array(z.unknown()),
  unattributed,
});

type Call = z.infer<typeof conversation>;
type Seen = z.infer<typeof event>['raw'][number];

/** Whether a file is a snapshot and no recording: its first bytes say so. */
export function isSnapshot(start: Uint8Array): boolean {
  const text = Buffer.from(start.buffer, start.byteOffset, Math.min(200, start.length)).toString('utf8');
  return /^\s*\{\s*"schema"\s*:\s*"convo-monitor\/snapshot@/.test(text);
}

/**
 * The observations that a snapshot was taken of, as far as its text has them: webhooks, the status of their replies, and events of the API.
 * `turn` is waited for again and again. Throws an Error with a sentence when it is none that can be read.
 */
export async function readSnapshot(text: string, turn: () => unknown = () => undefined): Promise<Observation[]> {
  const read = checked(snapshot, parsed(text), text);
  const conversations: Call[] = [];
  for (const [i, each] of read.conversations.entries()) {
    conversations.push(checked(conversation, each, text, ['conversations', i]));
    await turn();
  }
  const observations: Observation[] = [];
  const seqs = new Map<number, number>();
  const all = [...conversations, {id: '', ...read.unattributed}];
  for (const {id, seen, reply, leg} of inOrder(all)) {
    const seq = observations.length + 1;
    seqs.set(seen[0].seq, seq);
    const at = Date.parse(seen[0].arrivedAt);
    const {origin} = seen[0];
    const from = origin && {origin};
    observations.push({...observed(seq, at, id, seen, leg), ...from});
    if (!reply) continue;
    const {status, ms, by} = reply;
    const raw = {status, headers: {}, body: ''};
    observations.push({source: 'reply', seq: seq + 1, at: Math.round(at + ms), ...from, to: seq, by, ms, raw});
  }
  for (const each of conversations) for (const measured of measuredIn(each, observations)) observations.push(measured);
  return [...observations, ...notesIn(all, seqs, observations)];
}

/** What was measured on the WebSockets of a conversation, behind all that was observed: the last figures, once for each stretch of levels. */
function measuredIn({id: conversation, legs = []}: Call, before: readonly Observation[]) {
  const events = legs.flatMap(({id: leg, media}) => {
    if (!media) return [];
    const {socket, openedAt, knownBy, figures, levels = []} = media;
    const opened = asTime(openedAt) ?? before.at(-1)?.at ?? 0;
    const strips = levels.length > 0 ? levels : [undefined];
    const measured = figures ? strips.map(strip => ({kind: 'figures', figures: {...figures, strip}}) as const) : [];
    const known = knownBy === null ? [] : [{kind: 'leg', by: knownBy} as const];
    return [...known, ...measured].map(event => ({
      ...({source: 'media', at: Math.round(opened + (figures?.at ?? 0))} as const),
      ...{socket, conversation, leg, event},
    }));
  });
  return events.map((event, i): Observation => ({seq: before.length + 1 + i, ...event}));
}

/** What a person had noted, behind all that was observed. */
function notesIn(
  conversations: readonly {id: string; events: readonly z.infer<typeof event>[]}[],
  seqs: ReadonlyMap<number, number>,
  before: readonly Observation[],
): Observation[] {
  const notes = conversations.flatMap(({id: conversation, events}) =>
    events.flatMap(({id, comment, raw: [first]}) => {
      const to = first && seqs.get(first.seq);
      if (!comment || to === undefined) return [];
      return [{to, conversation, text: comment, ...(first?.witness === 'api' && id ? {id} : {})}];
    }),
  );
  const at = before.at(-1)?.at ?? 0;
  return notes.map((note, i) => ({seq: before.length + 1 + i, at, source: 'control', action: 'note', note}));
}

/** So deep is no snapshot; what is, would take all memory to read. */
const DEEPEST = 100;

function parsed(text: string): unknown {
  if (excessOf(text, {depth: DEEPEST})) throw new Error(`it is nested more than ${DEEPEST} levels deep`);
  try {
    return JSON.parse(text);
  } catch {
    const json = readJson(text);
    if (!('problem' in json)) return undefined;
    throw new Error(`line ${positionsIn(text)(json.problem.offset).line} is not JSON. ${json.problem.text}`);
  }
}

function checked<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  text: string,
  at: readonly PropertyKey[] = [],
) {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw new Error(firstIssue(text, read.error, at));
}

/** What is wrong with a snapshot, by the line that it stands in and its path: `line 12: conversations.0.id: …`. */
function firstIssue(text: string, {issues: [issue]}: z.ZodError, base: readonly PropertyKey[]): string {
  const path = [...base, ...(issue?.path ?? [])];
  const json = readJson(text);
  let node: JsonNode | undefined = 'root' in json ? json.root : undefined;
  let at = node?.start ?? 0;
  for (const step of path) {
    node = node?.items?.[Number(step)] ?? node?.members?.get(String(step))?.value;
    at = node?.start ?? at;
  }
  return `line ${positionsIn(text)(at).line}: ${path.join('.') || 'it'}: ${issue?.message}.`;
}

type Arrival = {id: string; leg?: string | null; seen: [Seen, ...Seen[]]; reply: z.infer<typeof event>['reply']};

/** Everything that arrived, as it arrived: events of the API that came in one page are one arrival. */
function inOrder(conversations: readonly {id: string; events: readonly z.infer<typeof event>[]}[]): Arrival[] {
  const arrivals = new Map<number, Arrival>();
  for (const {id, events} of conversations) {
    for (const {raw, reply, leg} of events) {
      raw.forEach((seen, i) => {
        const known = arrivals.get(seen.seq);
        if (known) known.seen.push(seen);
        else arrivals.set(seen.seq, {id, leg, seen: [seen], reply: i === 0 ? reply : null});
      });
    }
  }
  return [...arrivals].sort(([a], [b]) => a - b).map(([, arrival]) => arrival);
}

function observed(
  seq: number,
  at: number,
  conversation: string,
  seen: Arrival['seen'],
  leg: Arrival['leg'],
): Observation {
  const [first] = seen;
  if (first.witness === 'api') {
    const request = {kind: 'events', conversation, path: ''} as const;
    const events = seen.map(each => ('event' in each ? each.event : undefined));
    const raw = {status: 200, headers: {}, body: JSON.stringify({_embedded: {events}})};
    return {seq, at, source: 'api', request, ms: 0, raw};
  }
  if (first.witness === 'media') {
    const {socket, event} = first;
    // '' is no conversation: it may become known of which one it is.
    const owner = {...(conversation !== '' && {conversation}), ...(leg && {leg})};
    return {seq, at, source: 'media', socket, ...owner, event};
  }
  const source = first.witness === 'rtc' ? 'rtc' : (recognise(first.request) ?? 'event');
  return {seq, at, source, raw: first.request};
}
