import {Worker} from 'node:worker_threads';
import type {BusState, PublishingState} from '../../bus/publisher.js';
import type {Draft, Observation, Setup} from '../../call/observation.js';
import {UsageError} from '../../config/problem.js';
import type {Config} from '../../config/resolve.js';
import type {BusVitals, Vitals} from '../../store/vitals.js';
import {busAddressText} from '../../text/bus-address.js';
import {counted} from '../../text/counted.js';
import {printable} from '../../text/printable.js';
import {shellQuoted} from '../../text/shell.js';
import {busOf, listenerNameOf, teamOf} from './access.js';
import type {FromPublisher, PublishSetup, ToPublisher} from './worker.js';

export type Publishing = {
  vitals(): BusVitals;
  /** Learns what is recorded, to know how much of it is not there yet. */
  watch(batch: readonly Observation[]): void;
  /** The recording is over: waits a little until all of it is there, and says what is not, and what to do about that. */
  close(): Promise<void>;
};

/** Beside the program's own file, in the bundle. */
const bundled = new URL('./bus.js', import.meta.url);

/** ms that what is missing at the end may take: whoever ended it waits. */
const LAST_SENDING = 2000;

/** Looks at what was given, before anything listens. Throws `UsageError`. */
export function checkBus(config: Config): void {
  const {bus, record} = config.settings;
  if (bus?.value && record?.value === false)
    throw new UsageError(
      '--bus sends what is recorded, and reads it from there again after the bus was away: leave --no-record out, or give --bus off.',
    );
  busOf(config);
}

/** What the World is told of that: where it is published. */
export function publishedAt(config: Config): Pick<Setup, 'bus'> {
  const access = busOf(config);
  return access ? {bus: busAddressText(access.address)} : {};
}

type Options = {
  /** The recording. */
  file?: string;
  /** Records how the bus is. */
  emit(draft: Draft): Promise<unknown>;
  say(text: string): void;
};

/** Publishes what is recorded, where that was asked for, from a thread of its own. */
export function publishWhereAsked(config: Config, {file, emit, say}: Options): Publishing | undefined {
  const access = busOf(config);
  if (!access) return undefined;
  const insecure = access.insecure === true && !access.address.isLocal;
  const url = busAddressText(access.address);
  const tell = (health: {state: 'ok' | 'waiting' | 'failing' | 'off'; code: string; text: string}): void => {
    // What comes after the end has nobody to tell.
    void emit({source: 'health', part: 'bus', ...health}).catch(() => undefined);
  };
  if (file === undefined) {
    tell({state: 'off', code: 'not-recorded', text: `Nothing is published to ${url}, because nothing is recorded.`});
    return undefined;
  }
  const mask = config.settings.busMask?.value ?? false;
  const setup: PublishSetup = {file, access, team: teamOf(config), listener: listenerNameOf(config), mask};
  let state: BusState = {state: 'connecting', since: Date.now(), seq: 0, sent: 0, tries: 0};
  let last = 0;
  const worker = new Worker(bundled, {workerData: {type: 'publisher', setup}, stdout: true, stderr: true});
  let onDone: () => void = () => undefined;
  const done = new Promise<void>(resolve => {
    onDone = resolve;
  });
  worker.on('message', (message: FromPublisher) => {
    if (message.type === 'news') return tell(withComfort(message.news));
    state = message.state;
    if (message.type === 'done') onDone();
  });
  worker.on('exit', () => onDone());
  worker.on('error', error => {
    state = {...state, state: 'down', since: Date.now()};
    const text = `What publishes to ${url} has stopped: ${error.message}. The recording goes on; start the monitor anew to publish again.`;
    tell({state: 'failing', code: 'stopped', text});
  });
  const post = (message: ToPublisher): void => worker.postMessage(message);

  return {
    vitals: () => ({...state, insecure, behind: Math.max(0, last - state.seq)}),
    watch(batch) {
      last = batch.at(-1)?.seq ?? last;
      for (const o of batch)
        if (o.source === 'health' && o.part === 'recording' && o.file !== undefined && o.code !== 'rotated')
          post({type: 'newest', file: o.file});
    },
    async close() {
      // A bus that is away is not waited for.
      if (state.state === 'down') post({type: 'stop'});
      else post({type: 'over'});
      const timer = setTimeout(() => post({type: 'stop'}), LAST_SENDING);
      await done;
      clearTimeout(timer);
      await worker.terminate();
      const left = last - state.seq;
      if (left <= 0) return;
      const command = `convo-monitor bus push ${shellQuoted(file)} --bus ${url}`;
      say(`Not on the bus yet: ${counted(left, 'observation')}. To send the rest: ${printable(command, 2000)}\n`);
    },
  };
}

/** What is not taken now is not lost. */
const withComfort = (news: PublishingState): PublishingState =>
  news.state === 'failing'
    ? {...news, text: `${news.text} The recording goes on, and is sent as soon as that can be.`}
    : news;

/** What a source says of the monitor, with how the bus is. */
export function publishedVitals<From extends {vitals(): Vitals}>(
  {vitals}: From,
  publishing: Publishing | undefined,
): From['vitals'] {
  return publishing ? () => ({...vitals(), bus: publishing.vitals()}) : vitals;
}
