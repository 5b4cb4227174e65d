import type {Finding} from '../call/finding.js';
import {
  type Draft,
  type Failure,
  type HealthObservation,
  type Observation,
  type RawRequest,
  type Route,
  wantsNcco,
} from '../call/observation.js';
import {recognise} from '../vonage/recognise.js';
import type {SignatureCheck, SignedParts} from '../vonage/signature.js';
import type {Answer, Answering} from './answering.js';
import {type CheckNcco, findingsOf, isNcco, strictly} from './ncco-check.js';
import type {Noise} from './noise.js';
import {emptyReply} from './own-replies.js';
import {type Received, type Reply, rawResponse, replyKept} from './raw.js';
import {unsuitableCodes} from './refusal.js';

/** Hands a draft on to be recorded; `written` resolves with whether it was. */
export type Emit = (draft: Draft) => {observation: Observation; written: Promise<boolean>};

type WebhookOptions = {
  emit: Emit;
  answering: Answering;
  noise: Pick<Noise, 'admit'>;
  /** Absent when no signature secret is known. */
  verify?: (request: SignedParts) => SignatureCheck;
  /** Refuse with 401 what is not signed. */
  requireSignature?: boolean;
  /** Looks through every NCCO that leaves; changes nothing. */
  check?: CheckNcco | Promise<CheckNcco>;
  /** An NCCO with errors does not leave. */
  strict?: boolean;
  /** ms that a caller may wait for the recording. */
  patienceMs?: number;
};

type Flowed = {answer: Answer; sent: (ms: number) => void};

const unauthorized: Answer = {reply: emptyReply(401), by: 'monitor'};
const floodText =
  'Many webhooks without a good signature were refused with 401; they are counted, and no longer kept one by one.';

/** Decides a reply before anyone is asked: what was received is kept and shown all the same. */
type Refusal = (received: Received) => Reply | undefined;

const refusals: Refusal[] = [
  ({cut}) => (cut === undefined ? undefined : emptyReply(413, 'Connection', 'close')),
  // Nothing is ever decompressed here: Vonage does not compress, and a bomb would.
  ({headers}) =>
    (headers['content-encoding'] ?? 'identity') === 'identity'
      ? undefined
      : emptyReply(415, 'Accept-Encoding', 'identity'),
];

/**
 * What happens to a webhook: its signature is checked, it is recorded, answered, and the answer is recorded.
 * The returned function gives the reply to send; call `sent` when it was, with the ms it took. Undefined for what is no webhook of Vonage's.
 */
export function webhookFlow(options: WebhookOptions) {
  const {emit, answering, noise, verify, requireSignature = false, check, strict = false, patienceMs = 1000} = options;
  const report = applicationHealth(emit);
  /** The last failure was an answer that came, but that Vonage would refuse: a working event route does not cure it. */
  let unsuitable = false;

  function health(route: Route, failure: Failure | undefined): void {
    if (failure) {
      unsuitable = unsuitableCodes.has(failure.code);
      report({state: 'failing', ...failure});
    } else if (!unsuitable || wantsNcco[route]) {
      unsuitable = false;
      report({state: 'ok', code: 'answering', text: 'Webhooks are answered as they should be again.'});
    }
  }

  /** @param hint the route of its path; without one, it came where no webhook is expected, and is not answered. */
  return async (raw: RawRequest, received: Received, hint?: Route): Promise<Flowed | undefined> => {
    const told = recognise(raw, hint) ?? hint;
    if (told === undefined) return undefined;
    const route: Route = told;
    const isExpected = hint !== undefined || answering.passOn !== undefined;
    const {method, path, headers, body, cut} = received;
    const checked =
      cut === undefined ? verify?.({method, path, authorization: headers.authorization, body}) : undefined;
    const refused = requireSignature && !checked?.accepted;
    if (refused && !noise.admit('refused', floodText)) return {answer: unauthorized, sent: () => undefined};
    const {observation, written} = emit({
      source: route,
      raw,
      ...(checked && {signature: checked.result}),
      ...(refused && {refused}),
    });
    const kept = await within(written, patienceMs);
    let judge: CheckNcco | undefined;
    const answer = await decide();
    return {answer, sent};

    async function decide(): Promise<Answer> {
      for (const refusal of refusals) {
        const reply = refusal(received);
        if (reply) return {reply, by: 'monitor'};
      }
      if (refused) return unauthorized;
      if (!isExpected) return {reply: emptyReply(404), by: 'monitor'};
      // Not recorded, so not acknowledged: 503 asks Vonage to send an event again. A call must not die of a full disk,
      // though, and an application behind --forward decides about its own events.
      if (!kept && (route === 'event' || route === 'rtc') && !answering.passOn) {
        return {reply: emptyReply(503), by: 'monitor'};
      }
      const answered = await answering.answer(route, received);
      judge = isNcco(route, answered.refused ?? answered.reply) ? await check : undefined;
      const chosen = strict && judge ? strictly(route, answered, findings(answered)) : answered;
      health(route, chosen.failure);
      return chosen;
    }

    function findings({findings: known, refused: own, reply}: Answer): Finding[] {
      return known ?? (judge ? findingsOf(own ?? reply, judge, headers['accept-encoding']) : []);
    }

    function sent(ms: number): void {
      let found: Finding[] = [];
      try {
        found = findings(answer);
      } finally {
        emit({
          source: 'reply',
          to: observation.seq,
          by: answer.by,
          ms: Math.round(ms * 1000) / 1000,
          raw: rawResponse(answer.reply, replyKept),
          ...(answer.failure && {failure: answer.failure}),
          ...(found.length > 0 && {findings: found}),
        });
      }
    }
  };
}

/** What a promise says, or false when it takes longer than `ms`: not when only this thread was busy, and what was done is still to be heard. */
function within(promise: Promise<boolean>, ms: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => setImmediate(resolve, false), ms);
    promise.then(value => {
      clearTimeout(timer);
      resolve(value);
    }, reject);
  });
}

type State = Pick<HealthObservation, 'state' | 'code' | 'text'>;

/**
 * Reports the state of the application when it changes, and not each time it is found again.
 * It is taken to be well until it was not, so that the first `ok` is silent.
 */
function applicationHealth(emit: Emit): (state: State) => void {
  let last = 'ok';
  return state => {
    const now = state.state === 'ok' ? 'ok' : `${state.state} ${state.code}`;
    if (now === last) return;
    last = now;
    emit({source: 'health', part: 'application', ...state});
  };
}
