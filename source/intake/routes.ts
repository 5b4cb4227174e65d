import type {Route} from '../call/observation.js';
import {ListenerError} from './error.js';

/** Where Vonage's webhooks are expected unless flags say otherwise. */
export const defaultRoutes: Readonly<Record<Route, string>> = {
  answer: '/webhooks/answer',
  event: '/webhooks/event',
  fallback: '/webhooks/fallback',
  rtc: '/webhooks/rtc',
};

/** Tells that the listener lives; not recorded. */
const healthPath = '/health';

type Target = {route: Route} | 'health' | undefined;

/**
 * What a request's path (query included) leads to; a slash at its end does not count. Compared as text: a path from outside is never resolved as
 * a URL. Routes may share a path, since the fields of a webhook say what it is; the first of them is what counts where they do not.
 * Throws `ListenerError` when a path does not begin with a slash, or is the one that tells that the listener lives.
 */
export function routing(routes: Record<Route, string>): (path: string) => Target {
  const targets = new Map<string, Target>([[healthPath, 'health']]);
  for (const [route, path] of Object.entries(routes) as [Route, string][]) {
    if (!path.startsWith('/') || path.includes('?')) {
      const text = `The path of the ${route} webhook must begin with a slash and have no query, such as ${defaultRoutes[route]}; it is ${path}.`;
      throw new ListenerError('routes', text);
    }
    if (path === healthPath) {
      throw new ListenerError(
        'routes',
        `The path ${path} tells that the monitor lives. Give the ${route} webhook another one.`,
      );
    }
    if (!targets.has(path)) targets.set(path, {route});
  }
  return url => {
    const query = url.indexOf('?');
    const path = query < 0 ? url : url.slice(0, query);
    return targets.get(path) ?? (path.endsWith('/') ? targets.get(path.slice(0, -1)) : targets.get(`${path}/`));
  };
}

/** Words in a path that say which webhook somebody meant by it. */
const likely: readonly [Route, RegExp][] = [
  ['fallback', /fallback/i],
  ['rtc', /\brtc\b/i],
  ['event', /event|status|callback/i],
  ['answer', /answer|ncco|voice|call|webhook/i],
];

/** Which webhook a path that nobody knows was probably meant for. */
export function routeLike(path: string): Route | undefined {
  return likely.find(([, word]) => word.test(path))?.[0];
}

/** A word about routes that share a path, which is allowed. */
export function sharedPath(routes: Record<Route, string>): string | undefined {
  const all = Object.entries(routes);
  const [, path] = all.find(([, one], i) => all.some(([, other], j) => j > i && one === other)) ?? [];
  if (path === undefined) return undefined;
  const sharing = all.filter(([, each]) => each === path).map(([route]) => route);
  return `${sharing.join(' and ')} webhooks share the path ${path}: each is known by its fields.`;
}
