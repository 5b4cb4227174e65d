import type {Route} from '../../call/observation.js';
import {asHttpUrl, isPrivate} from '../../text/url.js';
import type {ApplicationWebhook, VonageApplication} from '../../vonage/application.js';
import type {Evidence} from '../evidence.js';
import {broken, type Hop, type HopResult, odd, ok, unknown, unused} from '../hop.js';
import type {Plan} from '../plan.js';
import {applicationIn} from '../seen.js';
import {hasArrived} from './tunnel.js';

/** A webhook of the application: its name in the dashboard, where it stands there, and what the application does without. */
type Row = {
  route: Route;
  name: string;
  of: (application: VonageApplication) => ApplicationWebhook | undefined;
  /** Absent where it has to be there. */
  without?: string;
};

const rows: readonly Row[] = [
  {route: 'answer', name: 'answer URL', of: ({voice}) => voice?.answer},
  {route: 'event', name: 'event URL', of: ({voice}) => voice?.event},
  {
    route: 'fallback',
    name: 'fallback URL',
    of: ({voice}) => voice?.fallback,
    without: 'a call whose answer fails ends',
  },
  {route: 'rtc', name: 'RTC event URL', of: ({rtc}) => rtc, without: 'members and legs are seen through the API alone'},
];

/** The application's webhook URLs, field by field, held against the tunnel and the listener's paths. */
export const urlHops: readonly Hop[] = rows.map(row => ({
  id: `${row.route}-url`,
  title: row.name,
  judge: (plan, evidence) => judgeUrl(row, plan, evidence),
}));

function judgeUrl(row: Row, plan: Plan, evidence: Evidence): HopResult {
  const application = applicationIn(evidence);
  if (!application?.voice) return unknown('the application was not read', 'See account and application.');
  const webhook = row.of(application);
  const known = evidence.probe?.to;
  const isTold = known?.by === 'given' || known?.by === 'ngrok';
  const base = isTold || hasArrived(evidence) ? known?.url : undefined;
  const path = plan.routes[row.route];
  const set = `${leftBy(plan, webhook)}Set the ${row.name} to ${base ?? 'https://YOUR-TUNNEL'}${path} (Vonage's dashboard → Applications → Edit, or: convo-monitor link).`;
  if (!webhook) return row.without === undefined ? broken('it has none', set) : unused(`it has none: ${row.without}`);
  const url = asHttpUrl(webhook.address);
  if (!url) return broken(`“${webhook.address}” is no URL`, set);
  const seen = `${webhook.method ?? ''} ${webhook.address}`.trim();
  if (base === undefined)
    return isPrivate(url) ? broken(`${seen}: only this network reaches it`, set) : unknown(seen, 'See tunnel.');
  const due = new URL(base);
  if (url.host !== due.host)
    return isPrivate(url)
      ? broken(`${seen}: only this network reaches it`, set)
      : broken(`${seen} does not lead here`, set);
  if (pathOf(url.pathname) !== pathOf(path)) return otherPath(row, plan, seen, url, set);
  if (row.route === 'rtc' && webhook.method === 'GET')
    return broken(`${seen}: Vonage sends these by POST`, 'Set its method to POST.');
  if (url.protocol !== due.protocol) return odd(`${seen}: in the clear on its way`, set);
  return linkedOk(plan, seen, url);
}

const hostOf = (address: string): string | undefined => asHttpUrl(address)?.host;

/** A URL that a link has set says so: it is another one when that ends. */
function linkedOk({link}: Plan, seen: string, {host}: URL): HopResult {
  if (!link || hostOf(link.url) !== host) return ok(seen);
  if (link.pid !== undefined) return ok(`${seen} (linked: put back when process ${link.pid} ends)`);
  return odd(
    `${seen}: a link set it, and ended without putting the old one back`,
    'Run: convo-monitor restore — or go on with it: convo-monitor --link.',
  );
}

/** What a link left behind that was killed is put back first. */
function leftBy({link}: Plan, webhook: ApplicationWebhook | undefined): string {
  if (!link || link.pid !== undefined || hostOf(link.url) !== hostOf(webhook?.address ?? '')) return '';
  return 'A link set it, and ended without putting the old one back. Run: convo-monitor restore. Then: ';
}

/** In front of an application the listener passes on what comes to any path: the application's paths are its own. */
function otherPath({route}: Row, {answering, routes}: Plan, seen: string, {pathname}: URL, set: string): HopResult {
  if (answering.kind === 'forward') return ok(`${seen}, which is passed on to your application`);
  const flag = `Start with --${route}-path ${pathname}; or: ${set}`;
  return broken(`${seen}, and the listener expects it at ${routes[route]}`, flag);
}

const pathOf = (path: string): string => path.replace(/\/$/, '');
