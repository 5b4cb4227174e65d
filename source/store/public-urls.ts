import type {Route} from '../call/observation.js';
import type {World} from '../world/world.js';

/** A URL to enter into the application; `name` is what Vonage's dashboard calls it. */
export type UrlToEnter = {route: Route; name: string; url: string};

const fields: readonly [Route, string][] = [
  ['answer', 'answer URL'],
  ['event', 'event URL'],
  ['fallback', 'fallback URL'],
  ['rtc', 'RTC event URL'],
];

/** The public URL that leads here, as far as it is known. */
export function publicUrlOf({setup, health}: Pick<World, 'setup' | 'health'>): string | undefined {
  return setup?.simulated ? undefined : health.get('tunnel')?.url;
}

/** The URLs to enter into the application, complete, in the order of the dashboard; none while no public URL is known. */
export function urlsToEnter(world: World): readonly UrlToEnter[] {
  const base = publicUrlOf(world);
  const {routes} = world.setup ?? {};
  if (base === undefined || !routes) return [];
  return fields.map(([route, name]) => ({route, name, url: `${base}${routes[route]}`}));
}
