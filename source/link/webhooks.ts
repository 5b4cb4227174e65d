import type {Route} from '../call/observation.js';
import {asHttpUrl} from '../text/url.js';
import {asRecord, asText} from '../vonage/loose.js';
import {type Json, type Path, valueAt, withValueAt} from './json.js';

/** A webhook of an application: what the dashboard calls it, and where the Application API has it. */
export type WebhookRow = {
  route: Route;
  name: string;
  path: Path;
  /** By which methods this listener's side of it may be asked; the first where the application has no other. */
  methods: readonly [string, ...string[]];
  /** An application cannot do without it, so that it is set where there is none. */
  isNeeded: boolean;
};

const voice = ['capabilities', 'voice', 'webhooks'];

/** The webhooks of an application that belong to calls, in the order of the dashboard. */
export const webhookRows: readonly WebhookRow[] = [
  {route: 'answer', name: 'answer URL', path: [...voice, 'answer_url'], methods: ['GET', 'POST'], isNeeded: true},
  {route: 'event', name: 'event URL', path: [...voice, 'event_url'], methods: ['POST', 'GET'], isNeeded: true},
  {
    route: 'fallback',
    name: 'fallback URL',
    path: [...voice, 'fallback_answer_url'],
    methods: ['GET', 'POST'],
    isNeeded: false,
  },
  {
    route: 'rtc',
    name: 'RTC event URL',
    path: ['capabilities', 'rtc', 'webhooks', 'event_url'],
    // Vonage sends these by POST, whatever stands there.
    methods: ['POST'],
    isNeeded: false,
  },
];

/** Where webhooks are to go. */
export type Destination = {
  /** Public URL without a path, such as `https://ab12.ngrok.app`. */
  url: string;
  /** The listener's paths. */
  routes: Readonly<Record<Route, string>>;
  /** The paths that the application has are those of what stands behind the listener (`--forward`): they stay. */
  keepsPaths: boolean;
};

/** Whether an application has the voice capability: without it, no call reaches it. */
export function hasVoice(application: Json): boolean {
  return asRecord(valueAt(application, ['capabilities', 'voice'])) !== undefined;
}

/**
 * An application whose webhooks go to `to`. What it does without (a fallback URL, the RTC capability) is not added, and a method that can stay does;
 * everything else in it is as it was.
 */
export function linked(application: Json, to: Destination): Json {
  return webhookRows.reduce((before, row) => {
    const address = addressOf(valueAt(before, row.path));
    if (address === '' && !row.isNeeded) return before;
    const method = methodOf(valueAt(before, row.path));
    const [usual] = row.methods;
    const next = withValueAt(before, [...row.path, 'address'], urlFor(row, address, to));
    return row.methods.includes(method) ? next : withValueAt(next, [...row.path, 'http_method'], usual);
  }, application);
}

function urlFor({route}: WebhookRow, address: string, {url, routes, keepsPaths}: Destination): string {
  const own = keepsPaths ? asHttpUrl(address) : undefined;
  // A bare origin is where nobody has entered a path yet.
  return own && own.pathname !== '/' ? `${url}${own.pathname}${own.search}` : `${url}${routes[route]}`;
}

/** What stands in a webhook, as far as it can be shown. */
export const addressOf = (webhook: Json): string => asText(asRecord(webhook)?.address)?.trim() ?? '';
export const methodOf = (webhook: Json): string => asText(asRecord(webhook)?.http_method)?.toUpperCase() ?? '';
