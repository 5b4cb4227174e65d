import {type Draft, isWebhook, type Observation, type WebhookObservation} from '../../call/observation.js';
import {createPoller, type Poller} from '../../poller/poller.js';
import {watchTunnel} from '../../tunnel/watch.js';
import {readEvent} from '../../vonage/api.js';
import {createTokenSource} from '../../vonage/token.js';
import {readFields, readWebhook} from '../../vonage/webhook.js';

export type Credentials = {applicationId: string; privateKey: string; apiUrl: string};

/** What is asked beside the listening. Plain data, because it travels to the observer's thread. */
export type ReachSetup = {
  /** Absent: the API is not asked. */
  credentials?: Credentials;
  /** Conversations to ask for from the start. */
  conversations?: readonly string[];
  /** Base URL of ngrok's agent; absent: no tunnel is watched. */
  ngrokApi?: string;
};

/** What reaches out from beside the listener: the poller, and the watcher of a tunnel. */
export type Reach = {
  /** Learns of a conversation from the webhook itself: it waits neither for the World nor for a screen. */
  follow(observation: Observation): void;
  /** These conversations have ended, says whoever folds: a last look or two. */
  over(conversations: readonly string[]): void;
  close(): Promise<void>;
};

/** Begins to ask. `port` is where the monitor listens. Throws `PrivateKeyError`, and TypeError where the API's URL is none. */
export function reachOut(setup: ReachSetup, port: number, emit: (draft: Draft) => void): Reach {
  const {credentials, conversations = [], ngrokApi} = setup;
  const poller = credentials && pollerFor(credentials, emit);
  for (const id of conversations) poller?.watch(id);
  const unwatch = ngrokApi === undefined ? undefined : watchTunnel({api: ngrokApi, port, emit});
  return {
    follow(o) {
      if (!poller || !isWebhook(o) || o.refused) return;
      const {conversation, regionUrl} = whichConversation(o);
      if (conversation === undefined) return;
      // A region is believed only of a webhook that is known to be Vonage's; hosts are checked besides.
      const isTrusted = o.signature === undefined || o.signature.state === 'signed';
      poller.watch(conversation, {regionUrl: isTrusted ? regionUrl : undefined});
      poller.nudge(conversation);
    },
    over(ids) {
      for (const id of ids) poller?.ended(id);
    },
    async close() {
      unwatch?.();
      await poller?.close();
    },
  };
}

function pollerFor(credentials: Credentials, emit: (draft: Draft) => void): Poller {
  const tokens = createTokenSource({...credentials, now: Date.now});
  return createPoller({apiUrl: credentials.apiUrl, tokens, emit, now: Date.now, random: Math.random});
}

function whichConversation(o: WebhookObservation): {conversation?: string; regionUrl?: string} {
  if (o.source === 'rtc') {
    const fields = readFields(o.raw);
    return {conversation: typeof fields === 'string' ? undefined : readEvent(fields)?.conversation};
  }
  const webhook = readWebhook(o.source, o.raw);
  return webhook.kind === 'unreadable' ? {} : webhook;
}
