import type {HealthObservation, Route} from '../call/observation.js';
import {counted} from '../text/counted.js';
import {waitSpan, waitsOf} from '../world/read/waiting.js';
import type {Forgotten} from '../world/world.js';
import {busText} from './bus-text.js';
import {type Delays, webhookDelays} from './delays.js';
import {listenersText} from './listeners-text.js';
import {listensHere} from './listens.js';
import type {Model} from './model.js';
import {urlsToEnter} from './public-urls.js';
import {sinceText} from './since-text.js';
import type {Polls, Vitals} from './vitals.js';

/** What is known of this run, one row each. Texts come from outside. */
export type SessionFact = {name: string} & (
  | {kind: 'text' | 'path'; text: string}
  | {kind: 'count'; count: number; lastAt: number | undefined; repeats: number}
  | {kind: 'delays'; delays: Delays}
  | {kind: 'health'; health: HealthObservation}
  | {kind: 'file'; file: string | undefined}
);

/** Webhooks whose wait is told one by one. */
const MOST_WAITS = 5;

/** What this run is: where it listens, what answers, how the poller does, what is recorded. */
export function sessionFacts({
  world,
  view,
  file,
  mode,
  attachedTo,
  now,
  behind,
  vitals,
  since,
  can,
}: Model): SessionFact[] {
  const {setup, counts} = world;
  const delays = webhookDelays(world);
  const text = (name: string, text: string | undefined): SessionFact[] => (text ? [{name, kind: 'text', text}] : []);
  const urls = new Map(urlsToEnter(world).map(({route, url}) => [route, url]));
  const paths = Object.entries(setup?.routes ?? {}).map(
    ([name, path]) => ({name, kind: 'path', text: urls.get(name as Route) ?? path}) as const,
  );
  // Of a recording that is opened, the name it has now; of a monitor elsewhere, it is there.
  const recordedIn = (listensHere({mode}) && world.health.get('recording')?.file) || file;
  const recording: SessionFact[] =
    attachedTo === undefined || file !== undefined ? [{name: 'recording', kind: 'file', file: recordedIn}] : [];
  // What changes comes first: where there is no room for all, it is what does not.
  return [
    ...(behind && behind.observations > 0 ? text('behind', behindText(behind)) : []),
    ...text('listens', setup?.url),
    {name: 'webhooks', kind: 'count', count: counts.webhooks, lastAt: counts.lastWebhookAt, repeats: counts.duplicates},
    ...(delays ? [{name: 'delay', kind: 'delays', delays} as const] : []),
    ...waitsOf(world, now)
      .slice(0, MOST_WAITS)
      .flatMap(wait => text('waits', `${waitSpan(wait)} for ${wait.webhook} of ${wait.conversation}`)),
    {name: 'polls', kind: 'count', count: counts.polls, lastAt: counts.lastPollAt, repeats: 0},
    ...text('listeners', vitals?.listeners && listenersText(vitals.listeners, now)),
    ...text('served', vitals?.served && servedText(vitals.served)),
    ...text('on the bus', vitals?.bus && busText(vitals.bus, now)),
    ...text('asks', vitals?.polls && pollsText(vitals.polls, now)),
    ...[...world.health.values()]
      .filter(({conversation}) => conversation === undefined)
      .map(health => ({name: health.part, kind: 'health', health}) as const),
    // In steps, so that a screen on which nothing happens stands still.
    ...text('memory', memoryText(vitals)),
    ...text(
      'let go',
      world.forgotten &&
        (view.moment ? leftOutText(world.forgotten) : forgottenText(world.forgotten, {file, attachedTo})),
    ),
    ...text('attached', attachedTo && `to ${attachedTo}`),
    ...text('since', since === undefined ? undefined : sinceFact(since, {now, can})),
    ...recording,
    ...text('answers', setup?.answer),
    ...paths,
    ...text('api', setup?.apiUrl),
    ...text('app id', setup?.applicationId),
  ];
}

function sinceFact(since: number, {now, can}: Pick<Model, 'now' | 'can'>): string {
  return `${sinceText(since, now)}${can.anew === true ? '; :since 6h goes further back' : ''}`;
}

/** `2 calls, last 200, next in 3 s`. */
function pollsText({conversations, last, failures, nextAt}: Polls, now: number): string {
  const seconds = nextAt === undefined ? 0 : Math.max(0, Math.ceil((nextAt - now) / 1000));
  const failed = failures === 0 ? '' : ` (failed ${counted(failures, 'time')})`;
  return [
    counted(conversations, 'call'),
    last === undefined ? '' : `, last ${last}${failed}`,
    nextAt === undefined ? '' : seconds < 2 ? ', next now' : `, next in ${seconds} s`,
  ].join('');
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

/** What there was no room for, and where it still is, for people. */
export function forgottenText({calls, rows}: Forgotten, from: Pick<Model, 'file' | 'attachedTo'>): string {
  const where = whereStill(from);
  return `the oldest ${counted(calls, 'call')} (${counted(rows, 'event')}), for want of memory: ${where}`;
}

function whereStill({file, attachedTo}: Pick<Model, 'file' | 'attachedTo'>): string {
  if (file !== undefined) return `convo-monitor open ${file} shows them`;
  if (attachedTo !== undefined)
    return /^(nats|tls):/.test(attachedTo)
      ? `convo-monitor open ${attachedTo} shows what is still there`
      : `the recording of the monitor at ${attachedTo} has them`;
  return 'nothing was recorded';
}

/** What of a large recording is not shown at an earlier moment, for people. */
function leftOutText({calls}: Forgotten): string {
  return `${counted(calls, 'call')} of which nothing was to come at this moment: back in the present all are there`;
}

/** What is recorded and not shown yet, for people. */
export function behindText({observations, bytes}: NonNullable<Model['behind']>): string {
  return `${counted(observations, 'observation')} (${(bytes / 1e6).toFixed(1)} MB) recorded, not shown yet`;
}

function memoryText({memory, ceiling}: Partial<Vitals> = {}): string | undefined {
  if (memory === undefined || ceiling === undefined) return undefined;
  return `about ${Math.ceil(memory / 1e7) * 10} of ${megabytes(ceiling)}`;
}

function servedText({url, page, attached}: NonNullable<Vitals['served']>): string {
  return [`${url} and ${page}`, ...(attached === 0 ? [] : [`${attached} attached`])].join(', ');
}
