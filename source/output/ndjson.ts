import {jsonText} from '../text/json.js';
import {iso, stamp} from '../text/time.js';
import {membersOf} from '../world/fold/member.js';
import {legsOf} from '../world/read/history.js';
import {stateOf} from '../world/read/state.js';
import type {Conversation, World} from '../world/world.js';
import type {News} from './news.js';
import {eventObject, legObject, memberObject, microseconds, problemObject} from './objects.js';
import {replayOf} from './replays.js';
import {problemsWith} from './snapshot.js';
import {summaryOf} from './summary.js';

/** The version of NDJSON lines: grows when a field changes its meaning or goes, not when one is added. */
export const LINES = 1;

/** The fields of each kind of line, beside `schema`, `kind`, `seq` and `conversation`. */
const fields: {[K in News['kind']]: (world: World, news: Extract<News, {kind: K}>) => object} = {
  start: (_, {at, setup}) => ({at: stamp(at), ...setup}),
  health(_, {health}) {
    const {at, part, state, code, text, retryAt, url, changes} = health;
    return {
      at: stamp(at),
      part,
      state,
      code,
      text,
      retryAt: iso(retryAt),
      ...(url !== undefined && {url}),
      ...(changes && {changes}),
    };
  },
  event: (world, {conversation, row}) => eventObject(world, conversation, row),
  witness: (world, {conversation, at, by, rows}) => ({
    at: stamp(at),
    by,
    events: rows.map(row => {
      const {key, type, leg} = eventObject(world, conversation, row);
      return {key, type, leg};
    }),
  }),
  reply(world, {conversation, row, reply}) {
    const {key, leg} = eventObject(world, conversation, row);
    const {by, ms, raw, failure} = reply;
    return {
      at: stamp(reply.at),
      event: key,
      leg,
      status: raw.status,
      by,
      ms: microseconds(ms),
      failure: failure ?? null,
    };
  },
  replay(world, {conversation, row, at, resent}) {
    const {key, type, leg} = eventObject(world, conversation, row);
    return {event: key, type, leg, ...replayOf(at, resent)};
  },
  note(world, {conversation, row, at, text}) {
    const {key, type, leg} = eventObject(world, conversation, row);
    return {at: stamp(at), event: key, type, leg, text: text === '' ? null : text};
  },
  leg: (_, {leg}) => leg,
  member: (_, {member}) => member,
  problem: (_, {problem}) => problemObject(problem),
  end(world, {conversation}) {
    const {at, talkMs = null, cost = null, ...summary} = summaryOf(world, conversation);
    return {at: stamp(at), name: conversation.name ?? null, talkMs, cost, ...summary};
  },
};

/** A line for programs: one JSON object. `seq` is the place in the recording of what brought it. */
export function jsonLine(world: World, news: News): string {
  const write = fields[news.kind] as (world: World, news: News) => object;
  const conversation = conversationOf(news);
  return jsonText({
    schema: LINES,
    kind: news.kind,
    seq: world.seq,
    ...(conversation !== undefined && {conversation}),
    ...write(world, news),
  });
}

/** A call as it is now, in the same lines: events with the seq that brought them, then legs, members, problems, and the end. */
export function callLines(world: World, call: Conversation, rows?: readonly number[]): string[] {
  const {log} = world;
  const events = (rows ?? call.rows).map(row =>
    jsonLine({...world, seq: log.seq[row] ?? 0}, {kind: 'event', conversation: call, row}),
  );
  const legs = legsOf(world, call).map(leg => {
    const {history: _, ...facts} = legObject(world, call, leg);
    return facts;
  });
  const news: News[] = [
    ...legs.map(leg => ({kind: 'leg', conversation: call, leg}) as const),
    ...membersOf(world, call).map(each => ({kind: 'member', conversation: call, member: memberObject(each)}) as const),
    ...problemsWith(world, call, rows).map(problem => ({kind: 'problem', conversation: call, problem}) as const),
    ...(stateOf(call) === 'ended' ? [{kind: 'end', conversation: call} as const] : []),
  ];
  return [...events, ...news.map(each => jsonLine(world, each))];
}

function conversationOf(news: News): string | undefined {
  if (news.kind === 'start') return undefined;
  return news.kind === 'health' ? news.health.conversation : news.conversation.id;
}
