import {performance} from 'node:perf_hooks';
import type {WebhookObservation} from '../../call/observation.js';
import {deadlineOf} from '../../intake/answering.js';
import {applicationAt, type HostSeen} from '../../intake/application.js';
import {forwardTo} from '../../intake/forward.js';
import {type Received, rawResponse, replyKept} from '../../intake/raw.js';
import {redactDraft} from '../../recording/redact.js';
import {isHidden} from '../../store/detail/curl.js';
import type {WebhookResponse} from '../../store/replayed/replayed.js';
import type {SignatureSecret} from '../../vonage/signature.js';
import {signatureToken} from '../../vonage/signature-token.js';

export type TargetOptions = {
  url: string;
  host?: HostSeen;
  /** What said the URL, for messages: `--to`. */
  flag: string;
  /** The first that fits signs; without any, nothing is signed. */
  secrets?: readonly SignatureSecret[];
};

/** Where webhooks are sent again. */
export type ReplayTarget = {
  /** Scheme, host and port, for people. */
  place: string;
  isSigned: boolean;
  /** Sends what was received then, or `body` in its place. `applicationId` goes into its signature. Never rejects. */
  send(webhook: WebhookObservation, more?: {body?: string; applicationId?: string}): Promise<WebhookResponse>;
  /** Ends what is under way. */
  close(): void;
};

/** Throws `ListenerError` when the URL is none that can be used. */
export async function targetAt({url, host, flag, secrets = []}: TargetOptions): Promise<ReplayTarget> {
  const application = await applicationAt(url, host, flag);
  const [secret] = secrets;
  const forward = forwardTo(application);
  return {
    place: application.place,
    isSigned: secret !== undefined,
    close: application.close,
    async send(webhook, {body = webhook.raw.body, applicationId} = {}) {
      const {method, path, headers, encoding} = webhook.raw;
      const bytes = Buffer.from(body, encoding ?? 'utf8');
      const token = secret && signatureToken({method, path, body: bytes}, {secret, applicationId});
      const rawHeaders = [
        ...kept(headers, token !== undefined),
        ...(token === undefined ? [] : ['authorization', `Bearer ${token}`]),
        ...(bytes.length > 0 || method === 'POST' ? ['content-length', String(bytes.length)] : []),
      ];
      const received: Received = {method, path, rawHeaders, headers: {}, body: bytes};
      const started = performance.now();
      const sent = await forward.send(received, deadlineOf(webhook.source));
      const ms = Math.round(performance.now() - started);
      if ('failure' in sent) return {ms, failure: sent.failure};
      const draft = {
        source: 'reply',
        to: webhook.seq,
        by: 'application',
        ms,
        raw: rawResponse(sent.reply, replyKept),
      } as const;
      // As the answer of then was kept, so that secrets in both are alike.
      return {ms, raw: redactDraft(draft).raw};
    },
  };
}

/** Headers that hold a secret are recorded without it: sent like that they would be wrong, not missing. */
function kept(headers: WebhookObservation['raw']['headers'], isSigned: boolean): string[] {
  return Object.entries(headers)
    .filter(([name, value]) => name !== 'content-length' && !isHidden(value) && !(isSigned && name === 'authorization'))
    .flat();
}

/** Why a webhook cannot be sent again; undefined for one that can. */
export function whyUnsent({refused, raw}: WebhookObservation): string | undefined {
  if (refused) return 'It was refused for its signature and never passed on.';
  return raw.cut === undefined ? undefined : 'It was too long to be kept whole.';
}
