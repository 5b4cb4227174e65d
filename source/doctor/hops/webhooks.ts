import {duration} from '../../call/duration.js';
import type {Route} from '../../call/observation.js';
import type {LastWebhook} from '../../recording/last-webhooks.js';
import type {Evidence} from '../evidence.js';
import {broken, type Hop, type HopResult, odd, ok, unknown, unused} from '../hop.js';
import {faultOf, type Plan} from '../plan.js';
import {applicationIn} from '../seen.js';

const switchOn = "Switch “Use signed webhooks” on: Vonage's dashboard → Applications → Edit → Voice.";

/** Signatures, and what has come so far. */
export const webhookHops: readonly Hop[] = [
  {id: 'signature', title: 'signature', judge: judgeSignature},
  {id: 'webhooks', title: 'webhooks', judge: judgeLast},
];

function judgeSignature(plan: Plan, evidence: Evidence): HopResult {
  const {isRequired} = plan.signature;
  const isKnown = plan.signature.secret !== undefined;
  const fault = faultOf(plan, 'signatureSecret', 'requireSignature');
  if (fault) return broken(fault, "Give --signature-secret @FILE, as Vonage's dashboard → API settings has it.");
  const voice = applicationIn(evidence)?.voice;
  const last = lastOf(evidence)?.signature;
  if (isKnown && last !== undefined && last !== 'signed' && last !== 'replayed') return refused(last, isRequired);
  if (!voice)
    return isKnown
      ? unknown('whether webhooks are signed is not known', 'See account and application.')
      : unused('webhooks are not checked');
  // Signing is on unless somebody has switched it off.
  if (voice.isSigned === false) {
    if (isRequired)
      return broken('the application does not sign, so every webhook is refused (--require-signature)', switchOn);
    return isKnown
      ? odd('there is a secret, and the application does not sign', switchOn)
      : unused('the application does not sign');
  }
  if (!isKnown) return unused('the application signs, and nothing is checked: --signature-secret @FILE would');
  return ok(
    last === undefined
      ? 'the application signs; the secret has met no webhook yet'
      : 'the last webhook fitted the secret',
  );
}

const refusals: Readonly<Record<string, readonly [seen: string, advice: string]>> = {
  unsigned: [
    'the last webhook had no signature',
    `${switchOn} If it is on, the tunnel drops the Authorization header: use another.`,
  ],
  'bad-signature': [
    'the last webhook did not fit the secret',
    "Copy the signature secret anew from Vonage's dashboard → API settings; it is neither the API secret nor the private key.",
  ],
  'hash-mismatch': [
    'the body of the last webhook is not the one that was signed',
    'Use a tunnel that rewrites nothing: something on the way changed it.',
  ],
  stale: ['the signature of the last webhook was too old', 'Set the clock of this machine by the network.'],
};

function refused(state: string, isRequired: boolean): HopResult {
  const [seen, advice] = refusals[state] ?? [`the last webhook was ${state}`, 'Look at it in its recording.'];
  return isRequired || state === 'bad-signature' ? broken(seen, advice) : odd(seen, advice);
}

function judgeLast(_: Plan, evidence: Evidence): HopResult {
  const routes = Object.entries(evidence.webhooks.routes) as [Route, LastWebhook][];
  if (routes.length === 0) return unused('none was recorded yet');
  const said = routes.sort(([, a], [, b]) => b.at - a.at).map(([route, {at}]) => `${route} ${ago(at)}`);
  return ok(`the last of each: ${said.join(', ')}`);
}

function lastOf({webhooks}: Evidence): LastWebhook | undefined {
  return Object.values(webhooks.routes).sort((a, b) => b.at - a.at)[0];
}

const ago = (at: number): string => `${duration(Math.max(0, Date.now() - at))} ago`;
