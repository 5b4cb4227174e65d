import type {CallOutcome} from '../../simulator/index.js';
import {counted} from '../../text/counted.js';
import {printable} from '../../text/printable.js';

type Failed = {severity: 'error' | 'warning'; text: string};
type Delivery = CallOutcome['deliveries'][number];

/** What the application did wrong in a simulated call: what Vonage could not take of its replies. How parties end is the scenario's choice. */
export function failuresOf({deliveries, media}: CallOutcome): Failed[] {
  return [...deliveries.flatMap(ofDelivery), ...media.flatMap(ofSocket)];
}

function ofDelivery(delivery: Delivery): Failed[] | Failed {
  const {kind, payload, failure, attempts, target} = delivery;
  if (kind === 'event' && typeof payload.reason === 'string' && payload.status === undefined) {
    return {severity: 'error', text: `Vonage could not use an NCCO: ${payload.reason}`};
  }
  // Without an attempt it was lost on the way, as a fault that was asked for.
  if (!failure || attempts.length === 0) return [];
  const severity = kind === 'rtc' || (kind === 'event' && !wantsNcco(delivery)) ? 'warning' : 'error';
  return {severity, text: `The ${kind} webhook at ${target.url} failed: ${failure.text}`};
}

function ofSocket({uri, refused, closed, agent}: CallOutcome['media'][number]): Failed[] {
  if (refused) return [{severity: 'error', text: `The WebSocket ${uri} was not connected: ${refused.reason}`}];
  if (closed?.by !== 'vonage' || agent.oddFrames === 0) return [];
  return [{severity: 'error', text: `Vonage cut the WebSocket ${uri} off: ${closed.reason ?? 'a wrong frame size'}`}];
}

/** Events whose reply may be the next NCCO (webhook reference). */
function wantsNcco({payload}: Delivery): boolean {
  return payload.dtmf !== undefined || payload.speech !== undefined || payload.payload !== undefined;
}

/** Characters of a failure that are printed. */
const LONGEST = 300;

/** Why a run of calls fails under `--fail-on`, in a sentence; undefined when it does not. */
export function whyFailed(outcomes: readonly CallOutcome[], failOn: 'error' | 'warning' | 'never'): string | undefined {
  if (failOn === 'never') return undefined;
  const failed = outcomes
    .map(outcome => failuresOf(outcome).filter(({severity}) => severity === 'error' || failOn === 'warning'))
    .filter(failures => failures.length > 0);
  const first = failed[0]?.[0];
  if (!first) return undefined;
  const calls = `${failed.length} of ${counted(outcomes.length, 'call')}`;
  const next = 'Mend your application, or give --fail-on never.';
  return `${calls} went wrong. The first: ${printable(first.text.replace(/\.$/, ''), LONGEST)}. ${next}`;
}
