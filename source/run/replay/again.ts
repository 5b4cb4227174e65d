import {duration} from '../../call/duration.js';
import {isWebhook, type Resent} from '../../call/observation.js';
import type {Payload} from '../../output/received.js';
import {whatText} from '../../output/replayed/lines.js';
import {
  noneYet,
  type RecordedWebhook,
  type Replayed,
  type Replaying,
  type ReplaySpeed,
} from '../../store/replayed/replayed.js';
import {messageOf} from '../../text/system-error.js';
import {pacer} from './pace.js';
import {type NextStep, replay} from './replay.js';
import {type Exchange, readBack, sendAgain} from './send-again.js';
import {type ReplayTarget, whyUnsent} from './target.js';

/** How sending again, or an intervention, went, in words. */
export type OutcomeText = {text: string; tone: 'good' | 'bad'};

/** Sends webhooks to the developer's application again, for a person at the screen. Nothing of it rejects. */
export type Again = {
  /** The first webhook among these, with a body of the person's own where there is one. */
  resend(webhooks: readonly RecordedWebhook[], body?: string): Promise<OutcomeText>;
  /** The body of that webhook, to be edited; or why it cannot be sent. */
  bodyOf(webhooks: readonly RecordedWebhook[]): Promise<{body: string} | OutcomeText>;
  /** All of them; `onChange` hears of every step. */
  replay(webhooks: readonly RecordedWebhook[], speed: ReplaySpeed, onChange: () => void): ReplayRun;
};

/** A replay that is under way, or over. */
export type ReplayRun = {
  progress(): Replaying;
  /** Says what is to become of the next webhook, step by step. */
  turn(turn: NextStep): void;
  stop(): void;
};

type Options = {
  open: () => Promise<ReplayTarget>;
  payload: Payload;
  /** Keeps what came of a webhook as what the person did, so that the World never takes it for an event of Vonage's. */
  keep: (resent: Resent) => Promise<unknown>;
  applicationId?: () => string | undefined;
};

/** Results of a replay that are shown. */
const MOST_RESULTS = 200;

export function againWith({open, payload, keep, applicationId = () => undefined}: Options): Again {
  const kept = (result: Replayed, edited?: string) => keep(resentOf(result, edited)).catch(() => undefined);

  async function first(webhooks: readonly RecordedWebhook[]): Promise<Exchange | OutcomeText> {
    for (const webhook of webhooks) {
      const exchange = await readBack(webhook, payload);
      const why = exchange && whyUnsent(exchange.webhook);
      if (why !== undefined) return bad(`This webhook cannot be sent again. ${why}`);
      if (exchange) return exchange;
    }
    return bad('Only webhooks can be sent again; this event came from the Conversation API, or cannot be read back.');
  }

  return {
    async resend(webhooks, body) {
      try {
        const exchange = await first(webhooks);
        if ('text' in exchange) return exchange;
        const target = await open();
        const result = await sendAgain(exchange, {target, body, applicationId: applicationId()}).finally(target.close);
        await kept(result, body);
        return toldOf(result, body !== undefined);
      } catch (error) {
        return bad(`Not sent again: ${messageOf(error)}`);
      }
    },

    async bodyOf(webhooks) {
      const exchange = await first(webhooks).catch((error: unknown) => bad(`Not read back: ${messageOf(error)}`));
      if ('text' in exchange) return exchange;
      const {body, encoding} = exchange.webhook.raw;
      if (encoding) return bad('The body of this webhook is no text, and cannot be edited.');
      return body === '' ? bad('This webhook has no body: what it says is in its query.') : {body};
    },

    replay(webhooks, speed, onChange) {
      return started({webhooks, speed, payload, open, kept, onChange, applicationId});
    },
  };
}

const bad = (text: string): OutcomeText => ({text, tone: 'bad'});

type Starting = Pick<Options, 'payload' | 'open'> & {
  webhooks: readonly RecordedWebhook[];
  speed: ReplaySpeed;
  kept: (result: Replayed) => Promise<unknown>;
  applicationId: () => string | undefined;
  onChange: () => void;
};

function started({webhooks, speed, payload, open, kept, onChange, applicationId}: Starting): ReplayRun {
  const stopping = new AbortController();
  const {signal} = stopping;
  let progress: Replaying = {place: '', speed, of: webhooks.length, tally: noneYet, results: []};
  let answer: ((turn: NextStep) => void) | undefined;
  const change = (more: Partial<Replaying>): void => {
    progress = {...progress, ...more};
    onChange();
  };
  const pace = speed === 'step' ? undefined : pacer(speed, signal);
  const asked = () =>
    new Promise<NextStep>(resolve => {
      answer = resolve;
      signal.addEventListener('abort', () => resolve('end'), {once: true});
    });

  async function run(): Promise<void> {
    const target = await open();
    signal.addEventListener('abort', target.close);
    const known = await webhooksAmong(webhooks, payload);
    change({place: target.place, of: known.length});
    const ended = await replay({
      webhooks: known,
      payload,
      target,
      applicationId: applicationId(),
      signal,
      turn(next) {
        change({next});
        return pace ? pace.turn(next) : asked();
      },
      async onResult(result) {
        const {tally, results} = progress;
        if (result.now) await kept(result);
        change({
          next: undefined,
          tally: {...tally, [result.outcome]: tally[result.outcome] + 1},
          results: [...results.slice(1 - MOST_RESULTS), result],
        });
      },
    }).finally(target.close);
    change({ended, next: undefined});
  }

  run().catch((error: unknown) => {
    change({ended: {how: 'stopped', left: webhooks.length, why: messageOf(error)}, next: undefined});
  });
  return {
    progress: () => progress,
    turn: turn => answer?.(turn),
    stop: () => stopping.abort(),
  };
}

/** What is a webhook, or cannot be read back; polls that told of the same are left out. */
async function webhooksAmong(webhooks: readonly RecordedWebhook[], payload: Payload): Promise<RecordedWebhook[]> {
  const found: RecordedWebhook[] = [];
  for (const webhook of webhooks) {
    const o = await payload(webhook.seq);
    if (!o || isWebhook(o)) found.push(webhook);
  }
  return found;
}

/** Differences of one answer, and characters of each value, that are kept. */
const MOST_DIFFERENCES = 50;
const MOST_CHARACTERS = 2000;

function resentOf({seq, now, outcome, differences}: Replayed, edited: string | undefined): Resent {
  const {ms = 0, raw, failure} = now ?? {};
  const short = (text: string | undefined) => text?.slice(0, MOST_CHARACTERS);
  const kept = differences.slice(0, MOST_DIFFERENCES).map(each => ({
    ...each,
    ...(each.before !== undefined && {before: short(each.before)}),
    ...(each.now !== undefined && {now: short(each.now)}),
  }));
  return {
    to: seq,
    ms,
    ...(raw && {status: raw.status, raw}),
    ...(failure && {failure}),
    ...(edited !== undefined && {edited}),
    outcome,
    differences: kept,
  };
}

function toldOf(result: Replayed, isEdited: boolean): OutcomeText {
  const {now, outcome, unsigned, note} = result;
  if (!now?.raw) return bad(now?.failure?.text ?? 'There was no answer.');
  const compared = outcome === 'alike' ? ', as then' : outcome === 'different' ? ', other than then: see compare' : '';
  const remarks = [unsigned && 'It went without its signature, which is never recorded.', note].filter(Boolean);
  const {status} = now.raw;
  const said = `Sent again${isEdited ? ' with another body' : ''}: ${whatText(result)} → ${status} in ${duration(now.ms)}${compared}.`;
  return {text: [said, ...remarks].join(' '), tone: status < 400 && outcome !== 'different' ? 'good' : 'bad'};
}
