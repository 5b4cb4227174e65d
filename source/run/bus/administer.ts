import type {BusAccess} from '../../bus/connect.js';
import {STREAM, SUBJECTS} from '../../bus/link.js';
import {
  asking,
  makeStream,
  permissionsText,
  type StreamPlan,
  streamConfig,
  streamNow,
  streamStatus,
} from '../../bus/stream.js';
import {duration} from '../../call/duration.js';
import {UsageError} from '../../config/problem.js';
import {busAddressText} from '../../text/bus-address.js';
import {counted} from '../../text/counted.js';
import {jsonText} from '../../text/json.js';
import {printable} from '../../text/printable.js';
import {sizeText} from '../../text/size.js';
import {iso} from '../../text/time.js';
import {canAsk, isYes} from '../recordings/ask.js';
import {streams} from '../streams.js';
import {type Leftover, leftovers} from './leftovers.js';

type InitFlags = {
  maxAge?: number;
  maxBytes?: number;
  replicas?: number;
  dryRun?: boolean;
  yes?: boolean;
  json?: boolean;
};

const usual = {maxAge: 7 * 86_400_000, maxBytes: 10e9, replicas: 1};

/** Says what the stream is to be, asks, and makes it. Returns the exit status. Throws `UsageError` and `BusError`. */
export async function initBus(access: BusAccess, team: string, flags: InitFlags): Promise<number> {
  const {dryRun, yes, json, maxAge = usual.maxAge, maxBytes = usual.maxBytes, replicas = usual.replicas} = flags;
  if (replicas > 5) throw new UsageError('--replicas takes 1 to 5: JetStream has no more.');
  const plan: StreamPlan = {maxAge, maxBytes, replicas};
  const before = await asking(access, streamNow);
  if (json)
    streams.out(
      jsonText({url: busAddressText(access.address), exists: before !== undefined, stream: streamConfig(plan)}),
    );
  else streams.out(planText(access, plan, before !== undefined));
  if (!json)
    streams.out(`\nWhat each has to be permitted, in the server’s configuration:\n\n${permissionsText(team)}\n`);
  if (dryRun) {
    streams.err('Nothing was made: leave --dry-run out to make it.\n');
    return 0;
  }
  if (!yes && !(await isAgreed(before !== undefined))) {
    streams.err('Nothing was made.\n');
    return 1;
  }
  await asking(access, manager => makeStream(manager, plan));
  streams.err(`The stream ${STREAM} is ${before ? 'changed' : 'made'}.\n`);
  return 0;
}

async function isAgreed(isThere: boolean): Promise<boolean> {
  const question = isThere ? 'Change it to that?' : 'Make it?';
  if (canAsk()) return isYes(question);
  throw new UsageError('Nothing was made: add --yes to make it, or --dry-run to see what would be.');
}

function planText(access: BusAccess, plan: StreamPlan, isThere: boolean): string {
  const {num_replicas, duplicate_window} = streamConfig(plan);
  const rows = [
    ['stream', `${STREAM} at ${busAddressText(access.address)}${isThere ? ', which is there already' : ''}`],
    ['subjects', `${SUBJECTS}, that is convo.<team>.<application>.<listener>.<conversation>`],
    ['keeps', `for ${duration(plan.maxAge)}, and ${sizeText(plan.maxBytes)} at most; then the oldest go first`],
    ['replicas', num_replicas === 1 ? '1: what its server loses is gone' : String(num_replicas)],
    ['sent twice', `is known again for ${duration(duplicate_window / 1e6)}`],
    ['deleting', 'single messages cannot be; a subject can be purged'],
  ];
  return rows.map(([name = '', text]) => `  ${name.padEnd(11)}${text}\n`).join('');
}

/** Says what the stream holds, and what of this machine is not there. Returns the exit status. Throws `BusError`. */
export async function busStatus(access: BusAccess, {json}: {json?: boolean}): Promise<number> {
  const [status, left] = await Promise.all([asking(access, streamStatus), leftovers()]);
  const url = busAddressText(access.address);
  if (json) streams.out(jsonText({url, stream: status ? statusJson(status) : null, notSent: left}));
  else if (status) streams.out(statusText(url, status, left));
  if (!status) streams.err(`There is no stream at ${url}. To make one: convo-monitor bus init ${url}\n`);
  return status ? 0 : 1;
}

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
  {observations, bytes, first, last, listeners, maxAge, maxBytes, replicas}: Status,
  left: readonly Leftover[],
): string {
  const ago = (at: number | undefined): string => (at === undefined ? '' : `${duration(Date.now() - at)} ago`);
  const keeps = [maxAge && `for ${duration(maxAge)}`, maxBytes && `${sizeText(maxBytes)} at most`].filter(Boolean);
  const rows = [
    ['stream', `${STREAM} at ${url}`],
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
  return rows.map(([name = '', text = '']) => `  ${name.padEnd(11)}${printable(text, 1000)}\n`).join('');
}
