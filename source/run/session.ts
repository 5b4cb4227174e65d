import {type Draft, isWebhook, type Observation, type Setup, type WebhookObservation} from '../call/observation.js';
import type {Poller} from '../poller/poller.js';
import type {Observed} from '../recording/observed.js';
import {readEvent} from '../vonage/api.js';
import {readFields, readWebhook} from '../vonage/webhook.js';
import {stateOf} from '../world/read/state.js';
import type {World} from '../world/world.js';
import {type Archive, createArchive} from './archive.js';
import {type Intake, startIntake} from './observer/thread.js';
import type {IntakeSetup} from './observer/worker.js';

export type Credentials = {applicationId: string; privateKey: string; apiUrl: string};

export type SessionOptions = IntakeSetup & {
  /** Run the intake in this thread: for tests. */
  inProcess?: boolean;
  /** Conversations to ask for from the start. */
  conversations?: readonly string[];
  onFailure: (error: Error) => void;
  /** ms since the epoch. */
  now: () => number;
};

/** A running monitor without its output: intake, recording and poller, wired together. */
export type Session = {
  url: string;
  port: number;
  file?: string;
  archive: Archive;
  /** Who folds: gets every observation in order. To be set once, before `begin`. */
  listen(onObservations: (batch: readonly Observation[]) => void): void;
  /**
   * To be called by whoever folds, with the World after a batch: lets the poller and the ticker follow it. A tick is sent at
   * `wakeAt` (ms since the epoch), or earlier where the World itself wants one.
   */
  attend(world: World, wakeAt?: number): void;
  emit(draft: Draft): Promise<Observation>;
  /** Says what this run is, and begins to poll when there are credentials. */
  begin(setup: Partial<Setup>, credentials?: Credentials): Promise<void>;
  close(): Promise<void>;
};

/** Starts the intake at once; everything else follows when it is told what for. Throws `IntakeError`. */
export async function openSession({
  inProcess,
  conversations = [],
  onFailure,
  now,
  ...setup
}: SessionOptions): Promise<Session> {
  let poller: Poller | undefined;
  let onObservations: ((batch: readonly Observation[]) => void) | undefined;
  let early: Observation[] = [];
  let ticker: NodeJS.Timeout | undefined;
  let tickAt: number | undefined;
  /** Conversations that something came for since the World was last looked at; until polling begins, all of them. */
  let touched = new Map<string, string | undefined>(conversations.map(id => [id, undefined]));
  let polling: 'undecided' | 'yes' | 'no' = 'undecided';
  const archive = createArchive(setup.record?.file);

  const intake: Intake = await startIntake({
    ...setup,
    inProcess,
    onFailure,
    onObservations(batch: Observed[]) {
      archive.add(batch);
      const observations = batch.map(({observation}) => observation);
      for (const each of observations) follow(each);
      if (onObservations) onObservations(observations);
      else early.push(...observations);
    },
  });
  const emit = (draft: Draft) => intake.emit(draft);
  const emitQuietly = (draft: Draft): void => void emit(draft).catch(() => undefined);

  /** The poller learns of a conversation from the webhook itself: it must not wait for a paused screen. */
  function follow(o: Observation): void {
    if (polling === 'no') return;
    if (o.source === 'api') touched.set(o.request.conversation, undefined);
    if (!isWebhook(o) || o.refused) return;
    const {conversation, regionUrl} = whichConversation(o);
    if (conversation === undefined) return;
    // A region is believed only of a webhook that is known to be Vonage's; hosts are checked besides.
    const trusted = o.signature === undefined || o.signature.state === 'signed' ? regionUrl : undefined;
    touched.set(conversation, trusted ?? touched.get(conversation));
    poller?.watch(conversation, {regionUrl: trusted});
    poller?.nudge(conversation);
  }

  function scheduleTick(due: number | undefined): void {
    if (due === tickAt) return;
    clearTimeout(ticker);
    tickAt = due;
    if (due === undefined) return;
    ticker = setTimeout(
      () => {
        tickAt = undefined;
        emitQuietly({source: 'tick'});
      },
      Math.max(0, due - now()),
    );
  }

  return {
    url: intake.url,
    port: intake.port,
    file: intake.file,
    archive,
    emit,
    listen(callback) {
      onObservations = callback;
      const waiting = early;
      early = [];
      if (waiting.length > 0) callback(waiting);
    },
    attend(world, wakeAt = Number.POSITIVE_INFINITY) {
      const due = Math.min(wakeAt, world.due ?? Number.POSITIVE_INFINITY);
      scheduleTick(Number.isFinite(due) ? due : undefined);
      if (polling === 'undecided') return;
      const ids = touched;
      touched = new Map();
      for (const id of ids.keys()) {
        const conversation = world.conversations.get(id);
        if (conversation && stateOf(conversation) === 'ended') poller?.ended(id);
      }
    },
    async begin(said, credentials) {
      const {applicationId, apiUrl} = credentials ?? {};
      await emit({
        source: 'control',
        action: 'start',
        setup: {version: setup.version, url: intake.url, applicationId, apiUrl, ...said},
      });
      polling = credentials ? 'yes' : 'no';
      if (!credentials) {
        const text = 'No credentials: webhooks only, the Conversation API is not asked.';
        emitQuietly({source: 'health', part: 'poller', state: 'off', code: 'no-credentials', text});
        return;
      }
      const [{createPoller}, {createTokenSource}] = await Promise.all([
        import('../poller/poller.js'),
        import('../vonage/token.js'),
      ]);
      const tokens = createTokenSource({...credentials, now});
      poller = createPoller({apiUrl: credentials.apiUrl, tokens, emit: emitQuietly, now, random: Math.random});
      for (const [id, regionUrl] of touched) poller.watch(id, {regionUrl});
    },
    async close() {
      clearTimeout(ticker);
      await poller?.close();
      await emit({source: 'control', action: 'stop'}).catch(() => undefined);
      await intake.close();
      await archive.close();
    },
  };
}

function whichConversation(o: WebhookObservation): {conversation?: string; regionUrl?: string} {
  if (o.source !== 'rtc') {
    const webhook = readWebhook(o.source, o.raw);
    return webhook.kind === 'unreadable' ? {} : webhook;
  }
  const fields = readFields(o.raw);
  return {conversation: typeof fields === 'string' ? undefined : readEvent(fields)?.conversation};
}
