import {createPublicKey} from 'node:crypto';
import {duration} from '../../call/duration.js';
import {asUrl} from '../../text/url.js';
import type {HttpAnswer} from '../../tunnel/ask.js';
import {regionNamed, regionOf, trustedOrigin} from '../../vonage/hosts.js';
import {readPrivateKey} from '../../vonage/private-key.js';
import type {Evidence} from '../evidence.js';
import {broken, type Hop, type HopResult, odd, ok, unknown, unused} from '../hop.js';
import {faultOf, type Plan} from '../plan.js';
import {refusalOf, saidOf, unasked} from '../refusals.js';
import {applicationIn} from '../seen.js';

/** How far two clocks may be apart, ms: the answer's has whole seconds, and a token from the future is refused from some point on. */
const clocks = {fair: 5000, odd: 30_000};

/** The Conversation API, and whether it takes the application's token. */
export const apiHops: readonly Hop[] = [
  {
    id: 'api',
    title: 'API',
    judge(plan, {conversations: {asked, answer, failure}}) {
      const fault = faultOf(plan, 'apiUrl');
      if (fault) return broken(fault, 'Leave --api-url out for Vonage’s own.');
      if (!answer) {
        const check = isVonage(plan)
          ? 'Check the network, a firewall and VPN of yours'
          : 'Check --api-url and what is to listen there';
        return broken(failure ?? '', `${check}, then run the doctor again.`, {asked});
      }
      const besides = {asked, ms: answer.ms};
      if (answer.json === undefined) {
        const seen = `${answer.status}, and what answers is no API (${answer.headers['content-type'] ?? 'no content type'})`;
        return broken(
          seen,
          isVonage(plan) ? 'Look for a login page or proxy on the way to the internet.' : 'Correct --api-url.',
          besides,
        );
      }
      if (answer.status >= 500) return refusalOf({asked, answer});
      return ok('it answers', besides);
    },
  },
  {
    id: 'clock',
    title: 'clock',
    judge(_, {conversations: {answer}}) {
      const skew = answer && skewOf(answer);
      if (skew === undefined) return unused('nothing on the way says the time');
      const far = Math.abs(skew);
      const seen = `this machine is ${duration(far)} ${skew > 0 ? 'ahead of' : 'behind'} the API`;
      if (far <= clocks.fair) return ok('it agrees with the API’s');
      const advice = 'Set it by the network: timedatectl set-ntp true, or the date settings of your system.';
      if (far <= clocks.odd) return odd(seen, advice);
      return broken(`${seen}: tokens are refused, and signatures count as stale`, advice);
    },
  },
  {id: 'token', title: 'token', judge: judgeToken},
  {id: 'region', title: 'region', judge: judgeRegion},
];

function judgeToken(plan: Plan, evidence: Evidence): HopResult {
  const {conversations} = evidence;
  const {asked, answer, hasToken} = conversations;
  if (!hasToken) return unknown('none can be made', 'See key.');
  if (!answer) return unasked(conversations);
  const besides = {asked, ms: answer.ms};
  if (answer.status === 200) return ok('application id and private key belong together', besides);
  if (answer.status !== 401) return refusalOf({asked, answer});
  const application = applicationIn(evidence);
  const own = ownPublicKey(plan);
  const said = saidOf(answer);
  const newPair = "Vonage's dashboard → Applications → Edit → Generate public and private key, then save";
  if (application?.publicKey !== undefined && own !== undefined) {
    const name = application.name ?? plan.applicationId;
    if (!samePublicKey(own, application.publicKey))
      return broken(
        `${said}: the private key is not that of “${name}”`,
        `Give --private-key the file that was downloaded for it, or make a new pair: ${newPair}.`,
        besides,
      );
    return broken(
      `${said}, though the key is that of “${name}”`,
      'Check the clock of this machine, then run the doctor again.',
      besides,
    );
  }
  return broken(
    `${said}: application id and private key do not belong together`,
    `Give both as they stand in one application; or make a new pair: ${newPair}.`,
    besides,
  );
}

function judgeRegion(plan: Plan, evidence: Evidence): HopResult {
  const asked = regionOf(plan.apiUrl);
  const served = evidence.conversations.answer?.headers['x-vonage-region'];
  const host = asUrl(plan.apiUrl)?.host ?? plan.apiUrl;
  if (asked === undefined) {
    if (!isVonage(plan)) return unused(`${host} is a stand-in or a proxy`);
    return ok(`${host} finds the application’s own${served ? `; ${served} answered` : ''}`);
  }
  const word = applicationIn(evidence)?.voice?.region;
  const its = word === undefined ? regionOf(evidence.webhooks.regionUrl ?? '') : regionNamed(word);
  const free = 'Leave --api-url out: api.nexmo.com finds the region.';
  if (its === undefined) return odd(`${host} knows the calls of ${asked} alone`, free);
  if (its === asked) return ok(`${host} is where the application’s calls live`);
  return broken(`${host} knows the calls of ${asked} alone, and the application’s live in ${its}`, free);
}

/** How far this machine's clock is ahead of the answer's, ms; the answer is stamped somewhere between question and arrival. */
export function skewOf({headers, sentAt, ms}: Pick<HttpAnswer, 'headers' | 'sentAt' | 'ms'>): number | undefined {
  const stamped = Date.parse(headers.date ?? '');
  if (Number.isNaN(stamped)) return undefined;
  if (stamped + 1000 < sentAt) return sentAt - (stamped + 1000);
  return stamped > sentAt + ms ? sentAt + ms - stamped : 0;
}

const isVonage = ({apiUrl}: Plan): boolean => trustedOrigin(asUrl(apiUrl)?.origin, '') !== undefined;

/** The public half of the private key that is given, as DER in base64; undefined where that cannot be read. */
function ownPublicKey({privateKey}: Plan): string | undefined {
  if (privateKey === undefined) return undefined;
  try {
    return derOf(createPublicKey(readPrivateKey(privateKey)));
  } catch {
    return undefined;
  }
}

/** Whether a public key in PEM, as the Application API shows it, is that one. */
function samePublicKey(own: string, pem: string): boolean {
  try {
    return derOf(createPublicKey(pem)) === own;
  } catch {
    return false;
  }
}

const derOf = (key: ReturnType<typeof createPublicKey>): string =>
  key.export({type: 'spki', format: 'der'}).toString('base64');
