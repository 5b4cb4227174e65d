import type {Config} from '../../config/resolve.js';
import {reachable} from '../../intake/reachable.js';
import {defaultRoutes} from '../../intake/routes.js';
import {version} from '../../version.js';
import {answeringOf, answeringText, listenerOf, sessionOf, setupOf} from '../listening.js';
import type {ApiCredentials} from '../observer/polling.js';
import {ObserverError} from '../observer/thread.js';
import {publicUrlTo} from '../public-url.js';
import {openSession, type Session} from '../session.js';
import {tunnelSourcesOf} from '../tunnel-sources.js';

/** A session for one call, and the public URLs of the monitor that its webhooks come to. */
export type CallSession = {
  session: Session;
  /** They come to this run; else to a monitor that listens on the port already, or to nobody. */
  isHere: boolean;
  urls?: {url: string; eventUrl: string};
  /** Begins to ask the API, and to record. */
  begin(credentials: ApiCredentials): Promise<void>;
};

/**
 * Listens on the port, so that the webhooks of the call come here where a public URL leads to it. Where a monitor has the port, that one gets them, and
 * this one asks the API alone. Throws `ObserverError`.
 */
export async function openCallSession(config: Config): Promise<CallSession> {
  const listen = listenerOf(config);
  const how = await sessionOf(config);
  const open = (port: number) => openSession({version, listen: {...listen, port}, ...how});
  const {session, isHere} = await open(listen.port).then(
    session => ({session, isHere: true}),
    async error => {
      if (!(error instanceof ObserverError) || error.code !== 'port-in-use') throw error;
      return {session: await open(0), isHere: false};
    },
  );
  const routes = {...defaultRoutes, ...listen.routes};
  const at = isHere ? session.url : `http://${reachable(listen.host ?? '127.0.0.1')}:${listen.port}`;
  const base = await publicUrlTo(at, config);
  const {pollIdle} = config.settings;
  const tunnel = isHere ? tunnelSourcesOf(config) : undefined;
  return {
    session,
    isHere,
    ...(base !== undefined && {urls: {url: base + routes.answer, eventUrl: base + routes.event}}),
    begin: credentials =>
      session.begin(
        // Without a URL nothing is said of webhooks that do not come here.
        isHere && base !== undefined
          ? {routes, answer: answeringText(answeringOf(config)), ...setupOf(config)}
          : {url: undefined},
        {credentials, ...(pollIdle && {pollIdleMs: pollIdle.value * 1000}), ...(tunnel && {tunnel})},
      ),
  };
}
