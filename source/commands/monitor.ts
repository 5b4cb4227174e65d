import {defaultRoutes} from '../intake/routes.js';
import type {Run} from '../program/options.js';
import {closeSession} from '../run/behind.js';
import {controlOf} from '../run/control-of.js';
import {credentialsHealth, credentialsOf} from '../run/credentials.js';
import {answeringOf, answeringText, listenerOf, sessionOf, setupOf} from '../run/listening.js';
import {resendOf} from '../run/resend.js';
import {openSession} from '../run/session.js';
import {start} from '../run/start.js';
import {tunnelSourcesOf} from '../run/tunnel-sources.js';
import {SIGNALLED} from '../terminal/signals.js';
import {leadsHere} from '../tunnel/judge.js';
import {version} from '../version.js';
import type {World} from '../world/world.js';

/** The default verb: listener, poller, and the screen or lines. Throws `ObserverError` besides. */
export const run: Run<'monitor'> = async (_, given) => {
  const {config, flags} = await start(given);
  const listen = listenerOf(config);
  const opening = openSession({
    version,
    listen,
    ...sessionOf(config),
  });
  // What shows it is loaded while the observer begins to listen: Vonage may call before there is a screen.
  const [session, {show}] = await Promise.all([opening, import('../run/show.js')]);
  const {pollIdle} = config.settings;
  const tunnel = tunnelSourcesOf(config);
  const ready = session
    .begin(
      {routes: {...defaultRoutes, ...listen.routes}, answer: answeringText(answeringOf(config)), ...setupOf(config)},
      {
        credentials: credentialsOf(config),
        conversations: flags.conversation,
        ...(pollIdle && {pollIdleMs: pollIdle.value * 1000}),
        ...(tunnel && {tunnel}),
      },
    )
    .then(async () => {
      const health = credentialsHealth(config);
      if (health) await session.emit(health).catch(() => undefined);
      const given = config.settings.tunnel?.value;
      if (given !== undefined && !tunnel)
        await session
          .emit({source: 'health', part: 'tunnel', ...leadsHere({url: given, by: 'given'})})
          .catch(() => undefined);
    });
  ready.catch(() => undefined);
  try {
    const source = {...session, payload: session.archive.payload, mode: 'live'} as const;
    const onStop = (world: World) => closeSession(session, world);
    const control = controlOf(config, session);
    const examine = async () => (await import('../run/doctor.js')).checkupOf(config, session);
    const {arm} = session;
    const ending = await show({source, flags, resend: resendOf(config, session), control, arm, examine, onStop});
    // Whoever gave a signal does not wait for what has not begun yet.
    if (ending.exit < SIGNALLED) await ready;
    await closeSession(session, ending.world);
    return ending.exit;
  } finally {
    await session.close();
  }
};
