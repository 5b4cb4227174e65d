import type {Finding} from '../call/finding.js';
import {type Failure, type Route, wantsNcco} from '../call/observation.js';
import {type Application, applicationAt, type HostSeen} from './application.js';
import {forwardTo} from './forward.js';
import {openNccoFile} from './ncco-file.js';
import {applicationUnavailable, emptyReply, nccoReply, noAnswerSetUp} from './own-replies.js';
import {type PassOn, passOnTo} from './pass-on.js';
import type {Received, Reply} from './raw.js';
import {refusalOf} from './refusal.js';

/** How answer webhooks are answered. Plain data, because it travels to the worker thread. */
export type AnsweringOptions =
  /** A short spoken default. */
  | {kind: 'talk'}
  /** Connect the caller to this number. */
  | {kind: 'connect'; number: string}
  /** The NCCO in this file, read again when it changes. */
  | {kind: 'file'; file: string}
  /**
   * What the application at this URL answers; deadlines in ms, for the whole exchange with it. With `eventsStay`, it is asked
   * what to do with calls, and hears nothing of events.
   */
  | {
      kind: 'forward';
      url: string;
      host?: HostSeen;
      errors?: ErrorsHeard;
      answerMs?: number;
      eventMs?: number;
      eventsStay?: boolean;
    };

/** When the application fails: the caller hears a sentence, or Vonage gets the failure and does what it does then. */
type ErrorsHeard = 'speak' | 'pass';

export type Answer = {
  reply: Reply;
  by: 'monitor' | 'application';
  failure?: Failure;
  /** The application's own words, which were not passed on because they are no NCCO. */
  refused?: Reply;
  /** What the NCCO check said of what was to go out. */
  findings?: Finding[];
};

export type Answering = {
  answer(route: Route, received: Received): Answer | Promise<Answer>;
  /** The application in front of which we are, if any, and what takes to it what is no webhook of ours. */
  application?: Application;
  passOn?: PassOn;
  close?(): void;
};

/** A little less than Vonage waits by default: 5 s for an answer, 10 s for an event. */
const answerDeadline = 4500;
const eventDeadline = 9500;

/** How long an application has for a webhook of a route, ms. */
export const deadlineOf = (route: Route): number => (wantsNcco[route] ? answerDeadline : eventDeadline);

const own = (reply: Reply, failure?: Failure): Answer => ({reply, by: 'monitor', ...(failure && {failure})});
const received = own(emptyReply(200));

const strategies: {[K in AnsweringOptions['kind']]: (options: AnsweringOptions & {kind: K}) => Promise<Answering>} = {
  async talk() {
    const answer = own(nccoReply(noAnswerSetUp));
    return {answer: route => (wantsNcco[route] ? answer : received)};
  },

  async connect({number}) {
    const ncco = [{action: 'connect', endpoint: [{type: 'phone', number}]}];
    const answer = own(nccoReply(Buffer.from(JSON.stringify(ncco))));
    return {answer: route => (wantsNcco[route] ? answer : received)};
  },

  async file({file}) {
    const ncco = await openNccoFile(file);
    return {
      async answer(route) {
        if (!wantsNcco[route]) return received;
        const loaded = await ncco.load();
        return 'body' in loaded ? own(nccoReply(loaded.body)) : own(nccoReply(noAnswerSetUp), loaded.failure);
      },
    };
  },

  async forward({
    url,
    host,
    errors = 'speak',
    answerMs = deadlineOf('answer'),
    eventMs = deadlineOf('event'),
    eventsStay = false,
  }) {
    const application = await applicationAt(url, host);
    const forward = forwardTo(application);
    return {
      ...(!eventsStay && {application, passOn: passOnTo(application)}),
      close: application.close,
      async answer(route, request) {
        if (eventsStay && !wantsNcco[route]) return received;
        const sent = await forward.send(request, wantsNcco[route] ? answerMs : eventMs);
        // The caller must hear something, so whatever Vonage would refuse is replaced, unless it is to be seen what Vonage
        // does with it; a valid answer is never touched.
        const failure =
          'failure' in sent ? sent.failure : wantsNcco[route] ? refusalOf(sent.reply, request) : undefined;
        if ('reply' in sent && (!failure || errors === 'pass')) {
          return {reply: sent.reply, by: 'application', ...(failure && {failure})};
        }
        if (errors === 'pass') return own(emptyReply(statusFor(failure)), failure);
        const instead = own(wantsNcco[route] ? nccoReply(applicationUnavailable) : emptyReply(200), failure);
        return 'reply' in sent && isUnreadable(failure) ? {...instead, refused: sent.reply} : instead;
      },
    };
  },
};

/**
 * The status for Vonage where the application gave no answer at all. 504 and 503 are tried again, as a timeout and a closed
 * connection are (support article on answer URL failures); what Vonage would not try again is a 502.
 */
function statusFor(failure: Failure | undefined): number {
  return noAnswer[failure?.code ?? ''] ?? 502;
}

const noAnswer: Readonly<Record<string, number>> = {timeout: 504, refused: 503, reset: 503};

/** The check then says where the text goes wrong. */
function isUnreadable(failure: Failure | undefined): boolean {
  return failure?.code === 'not-json' || failure?.code === 'not-an-ncco';
}

/** Makes ready what answers webhooks. Throws `ListenerError` when the options cannot be used. */
export function openAnswering(options: AnsweringOptions): Promise<Answering> {
  const open = strategies[options.kind] as (options: AnsweringOptions) => Promise<Answering>;
  return open(options);
}
