import {asFlag, compact} from './loose.js';
import {anything, fields, text} from './loose-schema.js';

/** Where Vonage sends webhooks of one kind, and how. */
export type ApplicationWebhook = {address: string; method?: string};

/** What the Application API says of an application, as far as calls need it. */
export type VonageApplication = {
  id?: string;
  name?: string;
  /** PEM text. */
  publicKey?: string;
  /** Absent where the application has no voice capability. */
  voice?: {
    answer?: ApplicationWebhook;
    event?: ApplicationWebhook;
    fallback?: ApplicationWebhook;
    /** On by default. */
    isSigned?: boolean;
    /** Such as `na-east`: where its calls live. */
    region?: string;
  };
  /** The webhook of the RTC capability, where it has one. */
  rtc?: ApplicationWebhook;
};

const Webhook = fields({address: text, http_method: text});

const ApplicationJson = fields({
  id: text,
  name: text,
  keys: fields({public_key: text}),
  capabilities: fields({
    voice: fields({
      webhooks: fields({answer_url: Webhook, event_url: Webhook, fallback_answer_url: Webhook}),
      signed_callbacks: anything,
      region: text,
    }),
    rtc: fields({webhooks: fields({event_url: Webhook})}),
  }),
});

/** An application from its own GET (`/v2/applications/{id}`); undefined for what is none. */
export function readApplication(json: unknown): VonageApplication | undefined {
  const application = ApplicationJson.parse(json);
  const {voice, rtc} = application?.capabilities ?? {};
  return (
    application &&
    compact({
      id: application.id,
      name: application.name,
      publicKey: application.keys?.public_key,
      voice: voice && {
        answer: webhookOf(voice.webhooks?.answer_url),
        event: webhookOf(voice.webhooks?.event_url),
        fallback: webhookOf(voice.webhooks?.fallback_answer_url),
        isSigned: asFlag(voice.signed_callbacks),
        region: voice.region,
      },
      rtc: webhookOf(rtc?.webhooks?.event_url),
    })
  );
}

/** An URL that was never entered is an empty text. */
function webhookOf(webhook: {address?: string; http_method?: string} | undefined): ApplicationWebhook | undefined {
  const address = webhook?.address?.trim();
  return address ? {address, ...(webhook?.http_method && {method: webhook.http_method.toUpperCase()})} : undefined;
}
