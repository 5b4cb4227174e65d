import type {AnswerDifference, Outcome} from './answer-difference.js';
import type {Finding} from './finding.js';
import type {InterventionKind} from './intervention.js';
import type {MediaEvent} from './media.js';
import type {SignatureResult} from './signature-result.js';
import type {Summed} from './summed.js';

/**
 * Everything the monitor learns, wherever it comes from, is one Observation. A recording is a list of them, and the World
 * is what the fold makes of that list: nothing else goes in.
 */
export type Observation =
  | WebhookObservation
  | ReplyObservation
  | ApiObservation
  | HealthObservation
  | ControlObservation
  | MediaObservation
  | TickObservation
  | SummaryObservation;

/** An observation before the recording has given it a place and a time. */
export type Draft = DistributiveOmit<Observation, 'seq' | 'at'>;

type Common = {
  /** Position in this recording, from 1. */
  seq: number;
  /** When the monitor saw it, ms since the epoch. */
  at: number;
  /** Which recording it is of, where several are seen as one. */
  origin?: Origin;
};

/**
 * One of several recordings that are seen as one. What two of them saw comes together in any order: only what has the same `id` tells by its place
 * what came before what.
 */
export type Origin = {
  /** From 1. */
  id: number;
  /** Who recorded it, as people call that: the listener's name, or the file's. */
  listener: string;
};

/** Recordings that are told apart; the last id stands for all further ones. */
export const MOST_ORIGINS = 65_535;

/** The four routes that Vonage calls. */
export type Route = 'answer' | 'event' | 'fallback' | 'rtc';

/** A webhook as it came. What does not parse is kept just the same. */
export type WebhookObservation = Common & {
  source: Route;
  raw: RawRequest;
  /** What the signature check said at the moment of arrival; replaying has no secret, so the result is kept. */
  signature?: SignatureResult;
  /** It was answered 401 (`--require-signature`): kept and shown, but nothing that it says is believed. */
  refused?: true;
};

/** Whether an observation is what Vonage sent to one of our paths. */
export function isWebhook(o: Observation): o is WebhookObservation {
  return o.source === 'answer' || o.source === 'event' || o.source === 'fallback' || o.source === 'rtc';
}

/** Routes whose reply must be an NCCO. On the others an NCCO would replace the running one, so the body stays empty. */
export const wantsNcco: Readonly<Record<Route, boolean>> = {answer: true, fallback: true, event: false, rtc: false};

/** What was answered to a webhook, by whom, and how long it took. */
export type ReplyObservation = Common & {
  source: 'reply';
  /** The `seq` of the webhook that this answers. */
  to: number;
  /** Who decided the answer: this monitor, or the application behind `--forward`. */
  by: 'monitor' | 'application';
  /** ms from the webhook's last byte to the reply's first. */
  ms: number;
  raw: RawResponse;
  /** Why the application's own answer could not be used; `raw` is then what the caller got instead. */
  failure?: Failure;
  /** What the NCCO check found in the body, when the body is an NCCO. */
  findings?: Finding[];
};

/** One request of the poller and what came back. */
export type ApiObservation = Common & {
  source: 'api';
  request: ApiRequest;
  /** ms from sending to the last byte. */
  ms: number;
  /** Absent when no response came: then `failure` says why. */
  raw?: RawResponse;
  failure?: Failure;
};

export type ApiRequest = {
  kind: 'conversation' | 'members' | 'member' | 'events' | 'calls' | 'legs';
  conversation: string;
  /** Path and query as asked, without the host. */
  path: string;
};

/** The state of a part of the monitor itself, whenever it changes. */
export type HealthObservation = Common & {
  source: 'health';
  part:
    | 'listener'
    | 'poller'
    | 'application'
    | 'recording'
    | 'credentials'
    | 'tunnel'
    | 'ncco'
    | 'link'
    | 'feed'
    | 'otlp'
    | 'audio'
    | 'bus';
  state: 'ok' | 'waiting' | 'failing' | 'off';
  /** A word for programs, such as `unauthorized`, `rate-limited`, `port-in-use`, `unknown-path`. */
  code: string;
  /** One sentence for people: what happened, where, and what to do next. */
  text: string;
  /** The conversation it is about, where it is about one. */
  conversation?: string;
  /** When the part tries again, ms since the epoch. */
  retryAt?: number;
  /** `recording` only: the file that it goes on in, because something happened to the one before. */
  file?: string;
  /** `link` only: each field of the application that was changed, by its names with dots between, and null where there is none. Never a secret. */
  changes?: readonly {path: string; before: unknown; after: unknown}[];
  /** `tunnel`: the public URL to enter into the application, without a path; absent where it leads elsewhere, or is gone. `link`: the one that is entered. */
  url?: string;
};

/** What the person at the monitor, or its command line, decided. */
export type ControlObservation = Common & {
  source: 'control';
  action: 'start' | 'stop' | 'resend' | 'note' | 'intervene' | 'arm';
  /** `start` only: where webhooks are expected and what answers them. Never a secret. */
  setup?: Setup;
  /** `resend` only. */
  resent?: Resent;
  /** `note` only. */
  note?: Note;
  /** `intervene` only. */
  intervened?: Intervened;
  /** `arm` only. */
  armed?: Armed;
};

/** What was asked of the Voice API from here, and what it answered. */
export type Intervened = {
  kind: InterventionKind;
  /** Where it was asked for: on the screen, or by a verb of the command line. */
  by: 'screen' | 'command';
  /** The leg that it is about; of a call that was placed, the one that the API named. */
  leg?: string;
  conversation?: string;
  /** `dial` only: whom it calls, and from which number where one was named. */
  to?: string;
  from?: string;
  request: {method: 'POST' | 'PUT'; path: string; body: string};
  /** ms from sending to the last byte. */
  ms: number;
  /** Absent when no response came: then `failure` says why. */
  raw?: RawResponse;
  failure?: Failure;
};

/** Another NCCO for the next call alone. `used`: a call has got it, and the next one is answered as before. */
export type Armed = {
  state: 'on' | 'off' | 'used';
  /** Where it is from, such as a file's name. */
  what: string;
  /** `used` only: the call that got it. */
  leg?: string;
  conversation?: string;
  /** It answered in the place of the application behind `--forward`. */
  instead?: true;
};

/** What a person wrote about an event; an empty text takes away what was written before. */
export type Note = {
  /** The `seq` of the observation that told of the event first. */
  to: number;
  /** Which event of that, by the Conversation API's id, where it is a page of several. */
  id?: number;
  conversation?: string;
  text: string;
  /** When it was written, ms since the epoch, where the recording was over by then: `at` is then the end of that. */
  written?: number;
};

/** A webhook that was sent to the application again, and what came of it: nothing of Vonage's. */
export type Resent = {
  /** The `seq` of the webhook. */
  to: number;
  /** ms from sending to the reply's last byte. */
  ms: number;
  /** The application's status; absent when it gave no answer: then `failure` says why. */
  status?: number;
  failure?: Failure;
  /** What it answered; recordings of older versions have the status alone. */
  raw?: RawResponse;
  /** The body that was sent, where somebody changed it before. */
  edited?: string;
  /** How the answer compares with the one of then, and where it differs. */
  outcome?: Outcome;
  differences?: readonly AnswerDifference[];
};

export type Setup = {
  version: string;
  /** Such as `http://127.0.0.1:3000`; absent when nothing listens. */
  url?: string;
  routes?: Record<Route, string>;
  /** How answer webhooks are answered, in words. */
  answer?: string;
  applicationId?: string;
  apiUrl?: string;
  simulated?: boolean;
  /** From when on an answer that Vonage takes is called slow: a share of the time that there is, or ms. */
  slowAnswer?: SlowAnswer;
  /** From when on a turn of an agent on a WebSocket is called slow, ms. */
  slowTurn?: number;
  /** Where it is published, such as `nats://127.0.0.1:4222`: other listeners of its calls may be there, which have what has not come here. */
  bus?: string;
};

export type SlowAnswer = {share: number} | {ms: number};

/** What happened on the WebSocket of a leg, or was measured of it. Audio is never in a recording. */
export type MediaObservation = Common & {
  source: 'media';
  /** Names the socket: another one for each that was opened, or tried. */
  socket: string;
  /** The conversation and the leg that it is of, as far as that was known by then. */
  conversation?: string;
  leg?: string;
  event: MediaEvent;
};

/** Time has passed: what lets "completed not seen after 6 s" be the same on replay. */
export type TickObservation = Common & {source: 'tick'};

/** What somebody else has counted of a call that is not read here. It is in no recording, and has a negative `seq`. */
export type SummaryObservation = Common & {source: 'summary'; summed: Summed};

export type RawRequest = {
  method: string;
  /** As it came, query included. */
  path: string;
  headers: Headers;
  body: string;
  /** Set when the body was not UTF-8: `body` is then base64. */
  encoding?: 'base64';
  /** Set when the body was longer than the limit: how many bytes were announced or seen; `body` holds the beginning. */
  cut?: number;
};

export type RawResponse = {status: number; headers: Headers; body: string; encoding?: 'base64'; cut?: number};

/** Names in lower case; a repeated header's values joined by ", ". Secrets are replaced before anything is kept. */
export type Headers = Record<string, string>;

export type Failure = {
  /** A word for programs: `refused`, `timeout`, `reset`, `dns`, `tls`, `too-large`, `not-json`, `not-an-ncco`, `status`, … */
  code: string;
  /** One sentence for people: what happened, where, and what to do next. */
  text: string;
  /** Exactly what, where the code leaves it open: the status, the content type, how long was waited. */
  detail?: string;
};

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** The number, in its recording, of the observation that one is about; undefined for what is about none. */
export function aboutSeq(o: Observation): number | undefined {
  if (o.source === 'reply') return o.to;
  return o.source === 'control' ? (o.resent?.to ?? o.note?.to) : undefined;
}
