import type {Draft} from '../call/observation.js';
import type {Config} from '../config/resolve.js';
import {defaultRoutes} from '../intake/routes.js';
import {checkFlags} from '../run/check-flags.js';
import {credentialsHealth, credentialsOf} from '../run/credentials.js';
import {answeringOf, answeringText, listenerOf, type MonitorFlags, recordOf} from '../run/listening.js';
import {resendOf} from '../run/resend.js';
import {openSession} from '../run/session.js';
import {watchTunnel} from '../tunnel/watch.js';

/** The default verb: listener, poller, and the screen or lines. Returns the exit status. Throws `IntakeError` and `UsageError`. */
export async function monitor(flags: MonitorFlags, config: Config, version: string): Promise<number> {
  await checkFlags(flags);
  const listen = listenerOf(config, flags);
  const opening = openSession({
    version,
    listen,
    record: recordOf(flags),
    conversations: flags.conversation,
    onFailure: failed,
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
}

/** Without the intake nothing is answered and nothing recorded: to go on would only look alive. */
export function failed(error: Error): void {
  throw new Error(
    `The listener has stopped: ${error.message} Start convo-monitor again; the recording is complete up to here.`,
  );
}
