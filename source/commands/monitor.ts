import type {Config} from '../config/resolve.js';
import {defaultRoutes} from '../intake/routes.js';
import type {Flags, Run} from '../program/options.js';
import {closeSession} from '../run/behind.js';
import {checkBus, type Publishing, publishedAt, publishedVitals, publishWhereAsked} from '../run/bus/publishing.js';
import {controlOf} from '../run/control-of.js';
import {credentialsHealth, credentialsOf} from '../run/credentials.js';
import {answeringOf, answeringText, listenerOf, sessionOf, setupOf} from '../run/listening.js';
import {streamsFor} from '../run/masked-streams.js';
import {tellWhereAsked} from '../run/otlp/start.js';
import {resendOf} from '../run/resend.js';
import type {Serving} from '../run/serve/server.js';
import {checkServeFlags, servedVitals, serveFlags, serveWhereAsked} from '../run/serve/start.js';
import {openSession} from '../run/session.js';
import {start} from '../run/start.js';
import {tunnelSourcesOf} from '../run/tunnel-sources.js';
import {SIGNALLED} from '../terminal/signals.js';
import {leadsHere} from '../tunnel/tunnel-health.js';
import {version} from '../version.js';
import type {World} from '../world/world.js';

/** The default verb: listener, poller, and the screen or lines. Throws `ObserverError` besides. */
export const run: Run<'monitor'> = async (_, given) => {
  const {config, flags} = await start(given);
  checkBus(config);
  checkServeFlags(flags, config);
  const listen = listenerOf(config);
  const linking = flags.link ? await link(config, flags) : undefined;
  const opening = sessionOf(config).then(how => openSession({version, listen, ...how}));
  // What shows it is loaded while the observer begins to listen: Vonage may call before there is a screen.
  const [session, {show}] = await Promise.all([opening, import('../run/show.js')]);
  const {pollIdle} = config.settings;
  const tunnel = tunnelSourcesOf(config);
  const ready = session
    .begin(
      {
        routes: {...defaultRoutes, ...listen.routes},
        answer: answeringText(answeringOf(config)),
        ...setupOf(config),
        ...publishedAt(config),
      },
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
      // What an earlier run left linked is its promise to keep; whoever links now keeps it as well.
      if (!linking) for (const left of await leftOf(config)) await session.emit(left).catch(() => undefined);
    });
  ready.catch(() => undefined);
  const control = controlOf(config, session);
  let serving: Serving | undefined;
  let publishing: Publishing | undefined;
  try {
    publishing = publishWhereAsked(config, {...session, say: streamsFor(flags).err});
    serving = await serveWhereAsked(flags.serve, serveFlags(flags, config, session.file));
    linking?.begin(session.emit);
    const listenTo: typeof session.listen = taking =>
      session.listen(batch => {
        for (const observation of batch) linking?.watch(observation);
        publishing?.watch(batch);
        return taking(batch);
      });
    const vitals = publishedVitals({vitals: servedVitals(session, serving)}, publishing);
    const source = {...session, vitals, listen: listenTo, payload: session.archive.payload, mode: 'live'} as const;
    const onStop = async (world: World) => {
      await linking?.end();
      await closeSession(session, world);
    };
    const {arm} = session;
    const examine = async () => (await import('../run/doctor.js')).checkupOf(config, session);
    const otlp = await tellWhereAsked(config, session.archive.payload);
    const ending = await show({
      otlp,
      source,
      flags,
      resend: resendOf(config, session),
      control,
      hangsUp: flags.hangupOnExit,
      arm,
      examine,
      onStop,
      ...(linking && {stopMs: PUT_BACK_MS}),
    });
    // Whoever gave a signal does not wait for what has not begun yet.
    if (ending.exit < SIGNALLED) await ready;
    const isBack = (await linking?.end()) ?? true;
    await closeSession(session, ending.world);
    return isBack ? ending.exit : NOT_BACK;
  } finally {
    await linking?.end();
    if (typeof control === 'object') await control.close();
    await session.close();
    await publishing?.close();
    await serving?.close();
  }
};

/** The exit status where the application's old URLs could not be put back. */
const NOT_BACK = 1;

/** ms that putting them back may take, where a signal ends the screen. */
const PUT_BACK_MS = 30_000;

async function link(config: Config, flags: Flags<'monitor'>) {
  return (await import('../run/link/monitored.js')).agreeToLink(config, flags, streamsFor(flags).err);
}

/** Links that were left behind. */
async function leftOf(config: Config) {
  return (await import('../run/link/left.js')).restoreLeft(config);
}
