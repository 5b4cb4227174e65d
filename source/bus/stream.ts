import {
  type JetStreamManager,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
  type StreamInfo,
} from '@nats-io/jetstream';
import {busAddressText} from '../text/bus-address.js';
import {type BusAccess, connectBus} from './connect.js';
import {busErrorOf} from './error.js';
import {STREAM, SUBJECTS} from './link.js';
import {placeIn} from './subject.js';

/** How much a stream is to keep: for so long, ms, so many bytes, on so many servers. */
export type StreamPlan = {maxAge: number; maxBytes: number; replicas: number};

/** How long the server knows a message again that was sent twice, ms: what a laptop that slept, or a server that was away, comes back with. */
const DUPLICATES = 10 * 60_000;

const NANOS = 1e6;

/** The stream that `bus init` makes. Nobody can delete single messages of it; all of a subject can be purged. */
export const streamConfig = ({maxAge, maxBytes, replicas}: StreamPlan) =>
  ({
    name: STREAM,
    subjects: [SUBJECTS],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    max_age: maxAge * NANOS,
    max_bytes: maxBytes,
    num_replicas: replicas,
    duplicate_window: Math.min(DUPLICATES, maxAge) * NANOS,
    deny_delete: true,
    allow_direct: true,
  }) satisfies Partial<StreamConfig>;

/** Asks a server about its streams, by a connection of its own. Rejects with `BusError`. */
export async function asking<T>(access: BusAccess, ask: (manager: JetStreamManager) => Promise<T>): Promise<T> {
  const connection = await connectBus(access);
  try {
    return await ask(await jetstreamManager(connection));
  } catch (error) {
    throw busErrorOf(error, busAddressText(access.address));
  } finally {
    await connection.close();
  }
}

/** The stream as it is; undefined where there is none. */
export async function streamNow(manager: JetStreamManager): Promise<StreamInfo | undefined> {
  for await (const info of manager.streams.list()) if (info.config.name === STREAM) return info;
  return undefined;
}

/** Makes the stream, or changes it to that plan. */
export async function makeStream(manager: JetStreamManager, plan: StreamPlan): Promise<void> {
  const config = streamConfig(plan);
  await ((await streamNow(manager)) ? manager.streams.update(STREAM, config) : manager.streams.add(config));
}

/** What a stream holds. Times in ms since the epoch; `streamStatus` gives undefined where there is no stream. */
export type StreamStatus = {
  observations: number;
  bytes: number;
  /** When the first and the last of it was stored; absent where there is none. */
  first?: number;
  last?: number;
  maxAge?: number;
  maxBytes?: number;
  replicas: number;
  listeners: {
    team: string;
    application: string;
    listener: string;
    observations: number;
    conversations: number;
    last?: number;
  }[];
};

/** Listeners whose last word is asked for. */
const MOST_LISTENERS = 100;

export async function streamStatus(manager: JetStreamManager): Promise<StreamStatus | undefined> {
  if (!(await streamNow(manager))) return undefined;
  const {state, config} = await manager.streams.info(STREAM, {subjects_filter: SUBJECTS});
  const listeners = new Map<string, StreamStatus['listeners'][number]>();
  for (const [subject, count] of Object.entries(state.subjects ?? {})) {
    const place = placeIn(subject);
    if (!place) continue;
    const {team, application, listener, conversation} = place;
    const key = [team, application, listener].join('.');
    const known = listeners.get(key) ?? {team, application, listener, observations: 0, conversations: 0};
    known.observations += count;
    if (!conversation.startsWith('_')) known.conversations += 1;
    listeners.set(key, known);
  }
  for (const [key, listener] of [...listeners].slice(0, MOST_LISTENERS)) {
    const message = await manager.streams.getMessage(STREAM, {last_by_subj: `convo.${key}.>`}).catch(() => undefined);
    if (message) listener.last = Date.parse(message.timestamp);
  }
  const has = state.messages > 0;
  return {
    observations: state.messages,
    bytes: state.bytes,
    ...(has && {first: Date.parse(String(state.first_ts)), last: Date.parse(String(state.last_ts))}),
    ...(config.max_age > 0 && {maxAge: config.max_age / NANOS}),
    ...(config.max_bytes > 0 && {maxBytes: config.max_bytes}),
    replicas: config.num_replicas,
    listeners: [...listeners.values()].sort((a, b) => (b.last ?? 0) - (a.last ?? 0)),
  };
}

/** What each role has to be permitted, as a server's configuration has it. */
export function permissionsText(team: string): string {
  const api = (...names: string[]): string[] => names.map(name => `$JS.API.${name}`);
  const roles: [string, readonly string[]][] = [
    [
      `a listener (convo.${team}.*.NAME.> for one of that name alone)`,
      [`convo.${team}.>`, ...api(`STREAM.INFO.${STREAM}`)],
    ],
    [
      'a reader',
      api(
        'INFO',
        `STREAM.INFO.${STREAM}`,
        `STREAM.MSG.GET.${STREAM}`,
        `DIRECT.GET.${STREAM}.>`,
        `DIRECT.GET.${STREAM}`,
        `CONSUMER.CREATE.${STREAM}.>`,
        `CONSUMER.INFO.${STREAM}.>`,
        `CONSUMER.MSG.NEXT.${STREAM}.>`,
        `CONSUMER.DELETE.${STREAM}.>`,
      ),
    ],
    ['an administrator (bus init, purging)', ['$JS.API.>']],
  ];
  return roles
    .map(([role, publish]) => {
      const subjects = publish.map(subject => `      "${subject}"\n`).join('');
      return `  # ${role}\n  permissions {\n    publish: [\n${subjects}    ]\n    subscribe: ["_INBOX.>"]\n  }\n`;
    })
    .join('');
}
