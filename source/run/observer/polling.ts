import {
  type ControlObservation,
  type Draft,
  isWebhook,
  type Observation,
  type WebhookObservation,
} from '../../call/observation.js';
import {createPoller} from '../../poller/poller.js';
import type {Polls} from '../../store/vitals.js';
import {readEvent} from '../../vonage/api.js';
import {createTokenSource} from '../../vonage/token.js';
import {readFields, readWebhook} from '../../vonage/webhook.js';

export type ApiCredentials = {applicationId: string; privateKey: string; apiUrl: string};

type Options = {
  credentials: ApiCredentials;
  /** Those to ask for from the start. */
  conversations: readonly string[];
  /** How far apart the questions about a silent call are, ms. */
  idleMs?: number;
  emit: (draft: Draft) => void;
};

/** Asks the API about the conversations that webhooks tell of. Throws `PrivateKeyError`, and TypeError where the API's URL is none. */
export function startPolling({credentials, conversations, idleMs, emit}: Options) {
  const tokens = createTokenSource({...credentials, now: Date.now});
  const poller = createPoller({apiUrl: credentials.apiUrl, tokens, emit, idleMs, now: Date.now, random: Math.random});
  for (const id of conversations) poller.watch(id);
  /** A call that was placed is known before any webhook of it has come. */
  function followPlaced({intervened}: ControlObservation) {
    if (!intervened?.conversation) return;
    poller.watch(intervened.conversation);
    poller.nudge(intervened.conversation);
  }

  return {
    follow(o: Observation) {
      if (o.source === 'control') return followPlaced(o);
      if (!isWebhook(o) || o.refused) return;
      const {conversation, regionUrl} = whichConversation(o);
      if (conversation === undefined) return;
      // A region is believed only of a webhook that is known to be Vonage's; hosts are checked besides.
      const isTrusted = o.signature === undefined || o.signature.state === 'signed';
      poller.watch(conversation, {regionUrl: isTrusted ? regionUrl : undefined});
      poller.nudge(conversation);
    },
    over(ids: readonly string[]) {
      for (const id of ids) poller.ended(id);
    },
    polls(): Polls {
      const {inMs, ...state} = poller.outlook();
      // To tenths of a second, so that it stays the same while nothing happens.
      return {...state, ...(inMs !== undefined && {nextAt: Math.round((Date.now() + inMs) / 100) * 100})};
    },
    close: poller.close,
  };
}

function whichConversation(o: WebhookObservation): {conversation?: string; regionUrl?: string} {
  if (o.source === 'rtc') {
    const fields = readFields(o.raw);
    return {conversation: typeof fields === 'string' ? undefined : readEvent(fields)?.conversation};
  }
  const webhook = readWebhook(o.source, o.raw);
  return webhook.kind === 'unreadable' ? {} : webhook;
}
