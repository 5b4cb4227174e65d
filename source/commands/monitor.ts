import type {Draft} from '../call/observation.js';
import {defaultRoutes} from '../intake/routes.js';
import type {Run} from '../program/options.js';
import {credentialsHealth, credentialsOf} from '../run/credentials.js';
import {answeringOf, answeringText, listenerFailed, listenerOf, recordOf} from '../run/listening.js';
import {resendOf} from '../run/resend.js';
import {openSession} from '../run/session.js';
import {start} from '../run/start.js';
import {watchTunnel} from '../tunnel/watch.js';
import {version} from '../version.js';

/** The default verb: listener, poller, and the screen or lines. Throws `IntakeError` besides. */
export const run: Run<'monitor'> = async (_, given) => {
  const {config, flags} = await start(given);
  const listen = listenerOf(config, flags);
  const opening = openSession({
    version,
    listen,
    record: recordOf(flags),
    conversations: flags.conversation,
    onFailure: listenerFailed,
    now: Date.now,
  });
  // What shows it is loaded while the intake begins to listen: Vonage may call before there is a screen.
  const [session, {show}] = await Promise.all([opening, import('../run/show.js')]);
  const ready = session
    .begin(
      {routes: {...defaultRoutes, ...listen.routes}, answer: answeringText(answeringOf(config))},
      credentialsOf(config),
    )
    .then(async () => {
      const health = credentialsHealth(config);
      if (health) await session.emit(health).catch(() => undefined);
    });
  ready.catch(() => undefined);
  const api = config.settings.ngrokApi?.value ?? 'off';
  const emit = (draft: Draft) => void session.emit(draft).catch(() => undefined);
  const unwatch = api === 'off' ? () => undefined : watchTunnel({api, port: session.port, emit});
  try {
    const source = {...session, payload: session.archive.payload, mode: 'live'} as const;
    const ending = await show({source, flags, resend: resendOf(config, session), onStop: session.close});
    await ready;
    return ending.exit;
  } finally {
    unwatch();
    await session.close();
  }
};
