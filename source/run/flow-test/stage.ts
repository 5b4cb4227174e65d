import type {Config} from '../../config/resolve.js';
import type {AnsweringOptions} from '../../intake/answering.js';
import {defaultRoutes} from '../../intake/routes.js';
import {createApplication, type Simulator, startSimulator} from '../../simulator/index.js';
import {createFeed, type Feed} from '../../store/feed.js';
import {version} from '../../version.js';
import {factOf} from '../../vonage/facts.js';
import {keepBelow} from '../ceiling.js';
import {answeringText, listenerOf, portUnlessFree, sessionOf, setupOf} from '../listening.js';
import {masked} from '../masked.js';
import {openSession, type Session} from '../session.js';
import {paceOf} from '../simulate/command.js';

/** A simulated Vonage, the monitor in front of an application, and what the monitor knows. */
export type Stage = {
  vonage: Simulator;
  session: Session;
  feed: Feed;
  /** Resolves when nothing more is waited for of any call, or the signal comes. */
  quiet(signal: AbortSignal): Promise<void>;
  /** What an application needs to call this Vonage. */
  env: Record<string, string>;
  close(): Promise<void>;
};

/** Opens all that calls need but the application. Throws `ObserverError`. */
export async function openStage(
  config: Config,
  answering: AnsweringOptions,
  {speed = 'max', mask = false}: {speed?: number | 'max'; mask?: boolean},
): Promise<Stage> {
  const application = await createApplication();
  const listen = {...listenerOf(config), port: portUnlessFree(config), answering};
  const session = await openSession({version, listen, ...(await sessionOf(config))});
  const routes = {...defaultRoutes, ...listen.routes};
  const vonage = await startSimulator({
    answerUrl: session.url + routes.answer,
    eventUrl: session.url + routes.event,
    fallbackUrl: session.url + routes.fallback,
    rtcUrl: session.url + routes.rtc,
    applicationId: application.id,
    publicKey: application.publicKey,
    signatureSecret: listen.signature?.secrets[0]?.secret,
    ...paceOf(speed),
  });
  const feed = createFeed(factOf);
  const letAllBe = keepBelow(feed, session.ceiling);
  const listeners = new Set<() => void>();
  const isQuiet = () => {
    for (const {id, over} of feed.world().conversations.values()) if (id !== '' && !over) return false;
    return true;
  };
  feed.listen({
    batch(world) {
      const ended = [...world.conversations.values()].filter(each => each.over).map(({id}) => id);
      session.attend(ended, world.due);
      for (const each of listeners) each();
    },
  });
  const source = {...session, payload: session.archive.payload, mode: 'live'} as const;
  void (mask ? masked(source) : source).listen(feed.take);
  await session.begin(
    {routes, answer: answeringText(answering), simulated: true, ...setupOf(config)},
    {credentials: {applicationId: application.id, privateKey: application.privateKey, apiUrl: vonage.apiUrl}},
  );
  return {
    vonage,
    session,
    feed,
    quiet: signal =>
      new Promise(resolve => {
        const look = () => {
          if (!isQuiet() && !signal.aborted) return;
          listeners.delete(look);
          signal.removeEventListener('abort', look);
          resolve();
        };
        listeners.add(look);
        signal.addEventListener('abort', look, {once: true});
        look();
      }),
    env: {
      VONAGE_API_URL: vonage.apiUrl,
      VONAGE_APPLICATION_ID: application.id,
      VONAGE_PRIVATE_KEY: application.privateKey,
    },
    async close() {
      letAllBe();
      await vonage.close();
      await session.close();
    },
  };
}
