import {BEAT_EVERY} from '../../bus/beat.js';
import type {BusAccess} from '../../bus/connect.js';
import {BusError} from '../../bus/error.js';
import {hearFor} from '../../bus/hearing.js';
import {filterOf, MOST_SHARDS, STREAM, shardsOf, streamName} from '../../bus/shards.js';
import {
  asking,
  makeStreams,
  permissionsText,
  planNow,
  type StreamPlan,
  streamConfigs,
  streamStatus,
} from '../../bus/stream.js';
import {SUMMARIES, WORK} from '../../bus/summaries.js';
import {duration} from '../../call/duration.js';
import {UsageError} from '../../config/problem.js';
import {listenersText, listenerText} from '../../store/listeners-text.js';
import type {Listeners} from '../../store/vitals.js';
import {busAddressText} from '../../text/bus-address.js';
import {counted} from '../../text/counted.js';
import {jsonText} from '../../text/json.js';
import {printable} from '../../text/printable.js';
import {sizeText} from '../../text/size.js';
import {iso} from '../../text/time.js';
import {canAsk, isYes} from '../recordings/ask.js';
import {streams} from '../streams.js';
import {type Leftover, leftovers} from './leftovers.js';
import {createPresence} from './presence.js';

type InitFlags = {
  maxAge?: number;
  maxBytes?: number;
  replicas?: number;
  shards?: number;
  dryRun?: boolean;
  yes?: boolean;
  json?: boolean;
};

const usual = {maxAge: 7 * 86_400_000, maxBytes: 10e9, replicas: 1};

/** Says what the streams are to be, asks, and makes them. Returns the exit status. Throws `UsageError` and `BusError`. */
export async function initBus(access: BusAccess, team: string, flags: InitFlags): Promise<number> {
  const {dryRun, yes, json} = flags;
  if ((flags.replicas ?? 1) > 5) throw new UsageError('--replicas takes 1 to 5: JetStream has no more.');
  if (!Number.isInteger(flags.shards ?? 1) || (flags.shards ?? 1) > MOST_SHARDS)
    throw new UsageError(`--shards takes 1 to ${MOST_SHARDS}: so many streams conversations are shared out among.`);
  const {before, isClustered} = await asking(access, async (manager, server) => ({
    before: await planNow(manager),
    ...server,
  }));
  const url = busAddressText(access.address);
  // What nobody asks to be changed stays as it was made.
  const {
    maxAge = usual.maxAge,
    maxBytes = usual.maxBytes,
    replicas = usual.replicas,
    shards = 1,
  }: Partial<StreamPlan> = {...before, ...wanted(flags)};
  if (before !== undefined && before.shards !== shards)
    throw new BusError('other-shards', otherShards(url, before.shards));
  if (replicas > 1 && !isClustered) throw new BusError('refused', aloneText(url));
  const plan: StreamPlan = {maxAge, maxBytes, replicas, shards};
  if (json) {
    const [stream, ...others] = streamConfigs(plan);
    streams.out(jsonText({url, exists: before !== undefined, stream, ...(others.length > 0 && {others})}));
  } else streams.out(planText(url, plan, before !== undefined));
  if (!json)
    streams.out(
      `\nWhat each has to be permitted, in the server’s configuration:\n\n${permissionsText(team, shards)}\n`,
    );
  if (dryRun) {
    streams.err('Nothing was made: leave --dry-run out to make it.\n');
    return 0;
  }
  if (!yes && !(await isAgreed(before !== undefined))) {
    streams.err('Nothing was made.\n');
    return 1;
  }
  await asking(access, manager => makeStreams(manager, plan));
  const what = shards === 1 ? `The stream ${STREAM} is` : `The ${shards} streams ${namesOf(shards)} are`;
  streams.err(`${what} ${before ? 'changed' : 'made'}.\n`);
  return 0;
}

/** A server by itself takes such a plan for a stream that is there, which has no leader from then on: nothing comes in, and nothing can be read. */
const aloneText = (url: string): string =>
  `The server at ${url} is in no cluster, and keeps 1 replica: give --replicas 1, or the address of a cluster.`;

/** What the command line says of a plan, without what it does not say. */
const wanted = ({maxAge, maxBytes, replicas, shards}: InitFlags): Partial<StreamPlan> =>
  Object.fromEntries(Object.entries({maxAge, maxBytes, replicas, shards}).filter(([, value]) => value !== undefined));

/** What is in one stream would be looked for in another. */
const otherShards = (url: string, before: number): string =>
  `The bus at ${url} has ${counted(before, 'stream')}, and their number cannot be changed: leave --shards out. For another number, delete ${before === 1 ? 'it' : 'them'} (nats stream rm ${shardsOf(before).map(streamName).join(' ')}), and make them anew; monitors that run fill them again from what they have recorded.`;

/** `CONVO, CONVO-2 … CONVO-16`. */
function namesOf(shards: number): string {
  const names = shardsOf(shards).map(streamName);
  return names.length > 3 ? `${names.slice(0, 2).join(', ')} … ${names.at(-1)}` : names.join(', ');
}

async function isAgreed(isThere: boolean): Promise<boolean> {
  const question = isThere ? 'Change it to that?' : 'Make it?';
  if (canAsk()) return isYes(question);
  throw new UsageError('Nothing was made: add --yes to make it, or --dry-run to see what would be.');
}

function planText(url: string, plan: StreamPlan, isThere: boolean): string {
  const {duplicate_window} = streamConfigs(plan)[0] as {duplicate_window: number};
  const {replicas, shards} = plan;
  const subjects = filterOf({number: 1, of: shards});
  const rows = [
    [
      streamWord(shards),
      `${namesOf(shards)} at ${url}${isThere ? `, which ${shards === 1 ? 'is' : 'are'} there already` : ''}`,
    ],
    [
      'subjects',
      `${subjects}, that is convo.<team>.<application>.<listener>.<conversation>${shards === 1 ? '' : '.<shard>'}`,
    ],
    ['keeps', `for ${duration(plan.maxAge)}, and ${sizeText(plan.maxBytes)} at most; then the oldest go first`],
    ['replicas', replicas === 1 ? '1: what its server loses is gone' : String(replicas)],
    ['sent twice', `is known again for ${duration(duplicate_window / 1e6)}`],
    [
      'summaries',
      `of calls in ${SUMMARIES} (${sizeText(plan.maxBytes / 8)} more), and in ${WORK} who counts them, for convo-monitor calls`,
    ],
    ['deleting', 'single messages cannot be; a subject can be purged'],
  ];
  return rows.map(([name = '', text]) => `  ${name.padEnd(11)}${text}\n`).join('');
}

const streamWord = (shards: number): string => (shards === 1 ? 'stream' : 'streams');

/** Says what the streams hold, what of this machine is not there, and where it is asked for who is there. Returns the exit status. Throws `BusError`. */
export async function busStatus(access: BusAccess, {json, listeners}: StatusFlags): Promise<number> {
  const here = listeners ? whoIsThere(access) : undefined;
  const [status, left, heard] = await Promise.all([asking(access, streamStatus), leftovers(), here]);
  const url = busAddressText(access.address);
  if (json)
    streams.out(
      jsonText({url, stream: status ? statusJson(status) : null, notSent: left, ...(heard && {here: hereJson(heard)})}),
    );
  else if (status) streams.out(statusText(url, status, left) + (heard ? hereText(heard) : ''));
  if (!status) streams.err(`There is no stream at ${url}. To make one: convo-monitor bus init ${url}\n`);
  return status ? 0 : 1;
}

type StatusFlags = {json?: boolean; listeners?: boolean};

/** Everybody has said it once by then. */
const LISTENS = BEAT_EVERY + 1000;

/** Two words of one are enough for a clock here: nobody looks on. */
async function whoIsThere(access: BusAccess): Promise<Listeners> {
  const presence = createPresence(Date.now, {nameOf: ({team, listener}) => `${team}/${listener}`, enough: 1});
  streams.err(`Listens for ${duration(LISTENS)} to who is there.\n`);
  await hearFor(access, presence, LISTENS);
  return presence.look();
}

const hereJson = ({all, isDeaf}: Listeners) =>
  isDeaf
    ? null
    : all.map(({name, state, heardAt, behindMs, version, clockMs}) => ({
        listener: name,
        state,
        heardAt: stamp(heardAt),
        version: version ?? null,
        behindMs,
        clockMs: clockMs ?? null,
      }));

function hereText(heard: Listeners): string {
  const {all, strange, isDeaf} = heard;
  const now = Date.now();
  const rows = all.map(each => `${each.name} ${each.version ?? ''}: ${listenerText(each, now)}`);
  if (isDeaf) rows.push(listenersText(heard, now) ?? '');
  else if (rows.length === 0) rows.push('nobody says so');
  if (strange > 0) rows.push(`${counted(strange, 'message')} that no monitor sent`);
  return rows.map((text, i) => rowText(i === 0 ? 'here' : '', text)).join('');
}

const rowText = (name: string, text: string): string => `  ${name.padEnd(11)}${printable(text, 1000)}\n`;

type Status = NonNullable<Awaited<ReturnType<typeof streamStatus>>>;

const stamp = (ms: number | undefined): string | null => (ms === undefined ? null : iso(ms));

const statusJson = ({first, last, listeners, ...rest}: Status) => ({
  ...rest,
  first: stamp(first),
  last: stamp(last),
  listeners: listeners.map(each => ({...each, last: stamp(each.last)})),
});

function statusText(
  url: string,
  {shards, observations, bytes, first, last, listeners, maxAge, maxBytes, replicas}: Status,
  left: readonly Leftover[],
): string {
  const ago = (at: number | undefined): string => (at === undefined ? '' : `${duration(Date.now() - at)} ago`);
  const keeps = [maxAge && `for ${duration(maxAge)}`, maxBytes && `${sizeText(maxBytes)} at most`].filter(Boolean);
  const rows = [
    [streamWord(shards), `${namesOf(shards)} at ${url}`],
    ['holds', `${counted(observations, 'observation')}, ${sizeText(bytes)}`],
    ...(first === undefined ? [] : [['from', `${iso(first)} to ${stamp(last)} (${ago(last)})`]]),
    ['keeps', `${keeps.join(', ') || 'as long as there is room'}; ${counted(replicas, 'replica')}`],
    ...listeners.map(({team, application, listener, observations, conversations, last}, i) => [
      i === 0 ? 'listeners' : '',
      `${team}/${listener}${application === '_' ? '' : ` (${application})`}: ${counted(observations, 'observation')} in ${counted(conversations, 'conversation')}, the last ${ago(last)}`,
    ]),
    ...left.map(({file, observations}, i) => [
      i === 0 ? 'not sent' : '',
      `${counted(observations, 'observation')} of ${file}: convo-monitor bus push`,
    ]),
  ];
  return rows.map(([name = '', text = '']) => rowText(name, text)).join('');
}
