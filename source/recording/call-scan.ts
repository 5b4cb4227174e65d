import {keepNewest} from '../call/keep-newest.js';

/** A call of a recording, as a glance at its lines shows it: enough to choose it by, and to read the rest. */
export type ScannedCall = {
  /** The conversation that it began in. */
  id: string;
  /** When the first and the last of it was observed, ms since the epoch. */
  startedAt: number;
  endedAt: number;
  from?: string;
  to?: string;
  /** The last status of a leg, or the unhappy one before it. */
  status?: string;
  /** Where its lines are: the offset and the length, bytes, of each part of the recording, one after the other. */
  places: number[];
};

/** `into`: it turned out to be the same call as that one. */
type Found = ScannedCall & {into?: Found};

const CONVERSATION = /CON-[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/;
const LEG = /(?:\\"uuid\\":\s?\\"|[?&]uuid=)([\da-f-]{32,36})/;
const FROM = /(?:\\"from\\":\s?\\"|[?&]from=)([^\\&"]{1,64})/;
const TO = /(?:\\"to\\":\s?\\"|[?&]to=)([^\\&"]{1,64})/;
const STATUS = /\\"status\\":\s?\\"([a-z_]{1,20})\\"/;
const REPLY = /^\{"seq":\d+,"at":[\d.]+,"source":"reply","to":(\d+)/;
const BEGINNING = /^\{"seq":(\d+),"at":(\d+(?:\.\d+)?),"source":"(\w+)"/;

/** After these comes `completed`, which says less. */
const unhappy = new Set(['busy', 'failed', 'rejected', 'timeout', 'unanswered', 'cancelled']);

/**
 * Finds the calls of a recording without parsing it: by the ids that stand in its lines as a monitor writes them. A conversation that shares a leg
 * with another is the same call. Feed it the bytes in order, then ask for the calls, those that began first in front.
 */
export function createCallScan() {
  const byConversation = new Map<string, Found>();
  const byLeg = new Map<string, Found>();
  const all = new Set<Found>();
  /** The calls of the newest webhooks, to which replies come, by seq. */
  const recent = new Map<number, Found>();
  let rest: Buffer = Buffer.alloc(0);
  let at = 0;

  function add(bytes: Uint8Array): void {
    const block =
      rest.length > 0 ? Buffer.concat([rest, bytes]) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    // ASCII is the same in both; what is not stands in no id.
    const text = block.toString('latin1');
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      line(text.slice(from, end), at + from, end - from + 1);
      from = end + 1;
    }
    rest = block.subarray(from);
    at += from;
  }

  function line(text: string, offset: number, length: number): void {
    const [, number, time, source] = BEGINNING.exec(text) ?? [];
    if (number === undefined) return;
    const seq = Number(number);
    const call = source === 'reply' ? now(recent.get(Number(REPLY.exec(text)?.[1]))) : callOf(text, Number(time));
    if (!call) return;
    if (source !== 'reply') keepNewest(recent, seq, call, MOST_WAITING);
    place(call, offset, length);
    call.endedAt = Math.max(call.endedAt, Number(time));
    if (source === 'event' || source === 'answer') look(call, text);
  }

  function callOf(text: string, time: number): Found | undefined {
    const id = CONVERSATION.exec(text)?.[0];
    const leg = LEG.exec(text)?.[1];
    const ofLeg = leg === undefined ? undefined : now(byLeg.get(leg));
    let call = id === undefined ? ofLeg : now(byConversation.get(id));
    if (!call) {
      if (id === undefined) return undefined;
      call = ofLeg ?? {id, startedAt: time, endedAt: time, places: []};
      all.add(call);
      byConversation.set(id, call);
    } else if (ofLeg && ofLeg !== call) call = join(ofLeg, call);
    if (leg !== undefined) byLeg.set(leg, call);
    return call;
  }

  /** Two that turn out to be one: the later one's lines are the earlier one's. */
  function join(one: Found, other: Found): Found {
    const [kept, gone] = one.startedAt <= other.startedAt ? [one, other] : [other, one];
    for (let at = 0; at < gone.places.length; at += 2) kept.places.push(gone.places[at] ?? 0, gone.places[at + 1] ?? 0);
    kept.endedAt = Math.max(kept.endedAt, gone.endedAt);
    all.delete(gone);
    gone.into = kept;
    gone.places = [];
    return kept;
  }

  return {add, calls: () => [...all].map(inOrder).sort((a, b) => a.startedAt - b.startedAt)};
}

/** The call that it turned out to be. */
function now(call: Found | undefined): Found | undefined {
  let last = call;
  while (last?.into) last = last.into;
  return last;
}

/** Its lines in the order of the file: those of a call that turned out to be the same one came behind. */
function inOrder(call: ScannedCall): ScannedCall {
  const parts = Array.from({length: call.places.length / 2}, (_, i) => call.places.slice(2 * i, 2 * i + 2));
  return {...call, places: parts.sort(([a = 0], [b = 0]) => a - b).flat()};
}

/** Webhooks whose reply may still come. */
const MOST_WAITING = 10_000;

function place({places}: ScannedCall, offset: number, length: number): void {
  const [before = -1, bytes = 0] = places.slice(-2);
  if (before + bytes === offset) places[places.length - 1] = bytes + length;
  else places.push(offset, length);
}

function look(call: ScannedCall, text: string): void {
  call.from ??= FROM.exec(text)?.[1];
  call.to ??= TO.exec(text)?.[1];
  const status = STATUS.exec(text)?.[1];
  if (status !== undefined && !(call.status !== undefined && unhappy.has(call.status) && status === 'completed'))
    call.status = status;
}
