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
 * What a request's path (query included) leads to. Compared as text: a path from outside is never resolved as a URL.
 * Throws `ListenerError` when two routes share a path or one does not begin with a slash.
 */
export function routing(routes: Record<Route, string>): (path: string) => Target {
  const targets = new Map<string, Target>([[healthPath, 'health']]);
  for (const [route, path] of Object.entries(routes) as [Route, string][]) {
    if (!path.startsWith('/') || path.includes('?')) {
      const text = `The path of the ${route} webhook must begin with a slash and have no query, such as ${defaultRoutes[route]}; it is ${path}.`;
      throw new ListenerError('routes', text);
    }
    if (targets.has(path)) {
      throw new ListenerError('routes', `The path ${path} is used twice. Give the ${route} webhook one of its own.`);
    }
    targets.set(path, {route});
  }
  return path => {
    const query = path.indexOf('?');
    return targets.get(query < 0 ? path : path.slice(0, query));
  };
}
