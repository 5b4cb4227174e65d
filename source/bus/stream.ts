import {
  type JetStreamManager,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
  type StreamInfo,
} from '@nats-io/jetstream';
import {highest, lowest} from '../call/extremes.js';
import {busAddressText} from '../text/bus-address.js';
import {allBeats, beatSubjects} from './beat.js';
import {type BusAccess, connectBus} from './connect.js';
import {busErrorOf} from './error.js';
import {filterOf, STREAM, SUBJECTS, shardsBy, shardsOf, streamName} from './shards.js';
import {placeIn} from './subject.js';
import {PRESENCE, SUMMARIES, WORK, workStreams} from './summaries.js';

/** How much is to be kept: for so long, ms, so many bytes in all streams together, on so many servers. */
export type StreamPlan = {maxAge: number; maxBytes: number; replicas: number; shards: number};

/** How long the server knows a message again that was sent twice, ms: what a laptop that slept, or a server that was away, comes back with. */
const DUPLICATES = 10 * 60_000;

const NANOS = 1e6;

/** The streams that `bus init` makes: one for each shard. Nobody can delete single messages of them; all of a subject can be purged. */
export const streamConfigs = ({maxAge, maxBytes, replicas, shards}: StreamPlan) =>
  shardsOf(shards).map(
    shard =>
      ({
        name: streamName(shard),
        subjects: [filterOf(shard)],
        retention: RetentionPolicy.Limits,
        storage: StorageType.File,
        max_age: maxAge * NANOS,
        max_bytes: Math.ceil(maxBytes / shards),
        num_replicas: replicas,
        duplicate_window: Math.min(DUPLICATES, maxAge) * NANOS,
        deny_delete: true,
        allow_direct: true,
      }) satisfies Partial<StreamConfig>,
  );

/** Asks a server about its streams, by a connection of its own. Rejects with `BusError`. */
export async function asking<T>(
  access: BusAccess,
  ask: (manager: JetStreamManager, server: {isClustered: boolean}) => Promise<T>,
): Promise<T> {
  const connection = await connectBus(access);
  try {
    return await ask(await jetstreamManager(connection), {isClustered: connection.info?.cluster !== undefined});
  } catch (error) {
    throw busErrorOf(error, busAddressText(access.address));
  } finally {
    await connection.close();
  }
}

/** Among how many streams observations are shared out; undefined where there is none. */
export async function shardsNow({streams}: JetStreamManager): Promise<number | undefined> {
  // A reader may ask for one, and not for the list of all.
  const first = await streams.info(STREAM).catch(error => {
    if (busErrorOf(error, '').code !== 'no-stream') throw error;
  });
  return first ? shardsBy(first.config.subjects) : undefined;
}

/** How much is kept by the streams that are there, as they were made; undefined where there is none. What has no limit is absent. */
export async function planNow(
  manager: JetStreamManager,
): Promise<(Pick<StreamPlan, 'replicas' | 'shards'> & Partial<StreamPlan>) | undefined> {
  const shards = await shardsNow(manager);
  if (shards === undefined) return undefined;
  const {config} = await manager.streams.info(STREAM);
  return {
    shards,
    replicas: config.num_replicas,
    ...(config.max_age > 0 && {maxAge: config.max_age / NANOS}),
    ...(config.max_bytes > 0 && {maxBytes: config.max_bytes * shards}),
  };
}

async function namedStreams({streams}: JetStreamManager): Promise<Map<string, StreamInfo>> {
  const found = new Map<string, StreamInfo>();
  for await (const info of streams.list()) found.set(info.config.name, info);
  return found;
}

/** Makes the streams, or changes them to that plan. */
export async function makeStreams(manager: JetStreamManager, plan: StreamPlan): Promise<void> {
  const before = await namedStreams(manager);
  for (const config of [...streamConfigs(plan), ...workStreams(plan)])
    await (before.has(config.name) ? manager.streams.update(config.name, config) : manager.streams.add(config));
}

/** What the streams hold together. Times in ms since the epoch; `streamStatus` gives undefined where there is none. */
export type StreamStatus = {
  shards: number;
  observations: number;
  bytes: number;
  /** When the first and the last of it was stored; absent where there is none. */
  first?: number;
  last?: number;
  maxAge?: number;
  maxBytes?: number;
  replicas: number;
  listeners: ListenerStatus[];
};

type ListenerStatus = {
  team: string;
  application: string;
  listener: string;
  observations: number;
  conversations: number;
  last?: number;
};

/** Listeners whose last word is asked for. */
const MOST_LISTENERS = 100;

export async function streamStatus(manager: JetStreamManager): Promise<StreamStatus | undefined> {
  const shards = await shardsNow(manager);
  if (shards === undefined) return undefined;
  const names = shardsOf(shards).map(streamName);
  const all = await Promise.all(names.map(name => manager.streams.info(name, {subjects_filter: SUBJECTS})));
  const listeners = new Map<string, ListenerStatus>();
  for (const {state} of all)
    for (const [subject, count] of Object.entries(state.subjects ?? {})) addTo(listeners, subject, count);
  for (const [key, listener] of [...listeners].slice(0, MOST_LISTENERS)) {
    const last = await Promise.all(
      names.map(name => manager.streams.getMessage(name, {last_by_subj: `convo.${key}.>`}).catch(() => undefined)),
    );
    const times = last.flatMap(message => (message ? [Date.parse(message.timestamp)] : []));
    if (times.length > 0) listener.last = highest(times);
  }
  const sum = (of: (info: StreamInfo) => number): number => all.reduce((total, info) => total + of(info), 0);
  const full = all.filter(({state}) => state.messages > 0);
  const {config} = all[0] as StreamInfo;
  const maxBytes = sum(info => info.config.max_bytes);
  return {
    shards,
    observations: sum(({state}) => state.messages),
    bytes: sum(({state}) => state.bytes),
    ...(full.length > 0 && {
      first: lowest(full.map(({state}) => Date.parse(String(state.first_ts)))),
      last: highest(full.map(({state}) => Date.parse(String(state.last_ts)))),
    }),
    ...(config.max_age > 0 && {maxAge: config.max_age / NANOS}),
    ...(maxBytes > 0 && {maxBytes}),
    replicas: config.num_replicas,
    listeners: [...listeners.values()].sort((a, b) => (b.last ?? 0) - (a.last ?? 0)),
  };
}

/** Counts a subject, and what is of it, for its listener. */
function addTo(listeners: Map<string, ListenerStatus>, subject: string, count: number): void {
  const place = placeIn(subject);
  if (!place) return;
  const {team, application, listener, conversation} = place;
  const key = [team, application, listener].join('.');
  const known = listeners.get(key) ?? {team, application, listener, observations: 0, conversations: 0};
  known.observations += count;
  if (!conversation.startsWith('_')) known.conversations += 1;
  listeners.set(key, known);
}

/** What each role has to be permitted, as a server's configuration has it. */
export function permissionsText(team: string, shards: number): string {
  const names = shardsOf(shards).map(streamName);
  const api = (of: readonly string[]): string[] => of.map(name => `$JS.API.${name}`);
  const ofEach = (name: string): string[] =>
    api([
      `STREAM.INFO.${name}`,
      `STREAM.MSG.GET.${name}`,
      `DIRECT.GET.${name}.>`,
      `DIRECT.GET.${name}`,
      `CONSUMER.CREATE.${name}.>`,
      `CONSUMER.INFO.${name}.>`,
      `CONSUMER.MSG.NEXT.${name}.>`,
      `CONSUMER.DELETE.${name}.>`,
    ]);
  const roles: readonly Role[] = [
    {
      is: `a listener (convo.${team}.*.NAME.> and ${beatSubjects({team, listener: 'NAME'})} for one of that name alone)`,
      publish: [`convo.${team}.>`, allBeats(team), ...api(names.map(name => `STREAM.INFO.${name}`))],
    },
    {
      is: 'a reader',
      publish: [...api(['INFO', `STREAM.INFO.${WORK}`]), ...[...names, SUMMARIES].flatMap(ofEach)],
      subscribe: [allBeats()],
    },
    {
      is: 'a worker (what counts calls for convo-monitor calls)',
      publish: [
        'sum.>',
        'convo-work.>',
        ...api(['INFO', `STREAM.INFO.${WORK}`, `STREAM.MSG.GET.${WORK}`]),
        ...[...names, SUMMARIES].flatMap(ofEach),
      ],
      subscribe: [PRESENCE],
    },
    {is: 'an administrator (bus init, purging)', publish: ['$JS.API.>']},
  ];
  return roles.map(roleText).join('');
}

/** What one may say, and hear beside answers to it. */
type Role = {is: string; publish: readonly string[]; subscribe?: readonly string[]};

function roleText({is, publish, subscribe = []}: Role): string {
  const subjects = publish.map(subject => `      "${subject}"\n`).join('');
  const heard = ['_INBOX.>', ...subscribe].map(subject => `"${subject}"`).join(', ');
  return `  # ${is}\n  permissions {\n    publish: [\n${subjects}    ]\n    subscribe: [${heard}]\n  }\n`;
}
