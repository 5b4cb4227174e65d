import {isWebhook, type ReplyObservation, type WebhookObservation} from '../../call/observation.js';
import {wantsNcco} from '../../intake/answering.js';
import type {Payload} from '../../output/received.js';
import {isHidden} from '../../store/detail/curl.js';
import type {Replayed} from '../../store/replayed/replayed.js';
import {eventName} from './event-name.js';
import {isStatusAlone, judge} from './judge.js';
import {type Target, whyUnsent} from './target.js';
import type {Place} from './webhooks.js';

/** What is to become of the next webhook. */
export type Turn = 'send' | 'skip' | 'end';

type About = Pick<Replayed, 'seq' | 'at' | 'route' | 'method' | 'path' | 'event' | 'before'>;

type Options = {
  places: readonly Place[];
  payload: Payload;
  target: Target;
  /** Whose application it is, where that is known. */
  applicationId?: string;
  /** Waits until the next webhook is due. */
  turn(next: About): Promise<Turn>;
  onResult(result: Replayed): void | Promise<void>;
  /** Ends it; what is under way is let go of with `target.close`. */
  signal: AbortSignal;
};

/** How a replay ended: with the last webhook, because somebody stopped it, or because nobody answers. `left` were not tried. */
export type Ended = {how: 'done' | 'stopped' | 'dead'; left: number};

/** So many webhooks in a row without any answer, and the rest is not tried: each could take its ten seconds. */
const MOST_UNANSWERED = 3;

/** Sends webhooks again, one after the other, in the order recorded, each when it is its turn. */
export async function replay(options: Options): Promise<Ended> {
  const {places, signal, onResult} = options;
  let unanswered = 0;
  for (const [i, place] of places.entries()) {
    const result = signal.aborted ? undefined : await sendAgain(place, options);
    if (!result) return {how: 'stopped', left: places.length - i};
    await onResult(result);
    if (result.outcome !== 'unsent') unanswered = result.outcome === 'unanswered' ? unanswered + 1 : 0;
    const left = places.length - i - 1;
    if (unanswered >= MOST_UNANSWERED && left > 0) return {how: 'dead', left};
  }
  return {how: 'done', left: 0};
}

/** Undefined where it was stopped meanwhile. */
async function sendAgain(place: Place, options: Options): Promise<Replayed | undefined> {
  const {payload, target, applicationId, turn, signal} = options;
  const webhook = await payload(place.seq);
  if (!webhook || !isWebhook(webhook)) return lost(place);
  const answer = place.reply === undefined ? undefined : await payload(place.reply);
  const then = answer?.source === 'reply' ? answer : undefined;
  const {at, source: route, raw} = webhook;
  const about: About = {
    ...{
      seq: place.seq,
      at,
      route,
      method: raw.method,
      path: raw.path.split('?', 1)[0] ?? '',
      event: eventName(webhook),
    },
    ...(then && {before: {status: then.raw.status, ms: then.ms, by: then.by, failure: then.failure?.code}}),
  };
  const unsent = (note: string): Replayed => ({...about, outcome: 'unsent', note, differences: []});
  const why = whyUnsent(webhook);
  if (why !== undefined) return unsent(why);
  const next = await turn(about);
  if (signal.aborted || next === 'end') return undefined;
  if (next === 'skip') return unsent('It was passed over.');
  const now = await target.send(webhook, {applicationId});
  if (signal.aborted) return undefined;
  return {...about, now, ...remarks(webhook, then, target), ...judge(webhook, then, now)};
}

function lost({seq, at}: Place): Replayed {
  const nothing = {route: 'event', method: '?', path: '?', differences: []} as const;
  return {seq, at, ...nothing, outcome: 'unsent', note: 'It could not be read back from the recording.'};
}

/** What did not go as it came, because it is never recorded, and what cannot be compared. */
function remarks(
  {source, raw}: WebhookObservation,
  then: ReplyObservation | undefined,
  {isSigned}: Target,
): Pick<Replayed, 'note' | 'unsigned'> {
  const notes = [
    ...(isHidden(raw.body) || isHidden(raw.path)
      ? ['It went without the secrets in it, which are never recorded.']
      : []),
    ...(then && wantsNcco[source] && isStatusAlone(then) ? ['Of the answer then only the status was kept.'] : []),
  ];
  return {
    ...(notes.length > 0 && {note: notes.join(' ')}),
    ...(!isSigned && isHidden(raw.headers.authorization ?? '') && {unsigned: true}),
  };
}
