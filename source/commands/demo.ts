import type {Config} from '../config/resolve.js';
import {defaultRoutes} from '../intake/routes.js';
import {createApplication, demoPace, type Simulator, scenarios, seedCall, startSimulator} from '../simulator/index.js';
import {answeringOf, answeringText, listenerOf, type MonitorFlags, recordOf} from './listening.js';
import {failed} from './monitor.js';
import {show} from './output.js';
import {openSession} from './session.js';

export type DemoFlags = MonitorFlags & {speed?: number; scenario?: string};

/**
 * The whole monitor with a simulated Vonage calling it: real HTTP both ways, on free loopback ports. At `--speed 1` the call
 * takes its five minutes; otherwise talk is cut short. Returns the exit status.
 */
export async function demo(flags: DemoFlags, config: Config, version: string): Promise<number> {
  const [application, session] = await Promise.all([
    createApplication(),
    openSession({
      version,
      listen: listenerFor(flags, config),
      record: recordOf(flags),
      onFailure: failed,
      now: Date.now,
    }),
  ]);
  const url = (path: string) => session.url + path;
  const pace = flags.speed === undefined ? demoPace : {speed: flags.speed};
  const simulator: Simulator = await startSimulator({
    answerUrl: url(defaultRoutes.answer),
    eventUrl: url(defaultRoutes.event),
    rtcUrl: undefined,
    applicationId: application.id,
    publicKey: application.publicKey,
    ...pace,
  });
  const answering = answeringFor(config);
  const ready = session.begin(
    {routes: defaultRoutes, answer: answeringText(answering), simulated: true},
    {applicationId: application.id, privateKey: application.privateKey, apiUrl: simulator.apiUrl},
  );
  const place = () => void ready.then(() => simulator.place(flags.scenario)).catch(() => undefined);
  const close = async () => {
    await simulator.close();
    await session.close();
  };
  place();
  const source = {...session, payload: session.archive.payload, mode: 'demo' as const};
  const ending = await show({source, flags, simulate: place, endsAfter: 1, onStop: close});
  await close();
  return ending.exit;
}

export const scenarioNames = (): string[] => scenarios.map(({name}) => name);

/** A free port unless one is asked for; Bob is called unless something else is. */
function listenerFor(flags: DemoFlags, config: Config) {
  const listen = listenerOf(config, flags);
  const {port} = config.settings;
  return {...listen, port: port?.layer === 'flag' ? port.value : 0, answering: answeringFor(config)};
}

function answeringFor(config: Config) {
  const answering = answeringOf(config);
  return answering.kind === 'talk' ? ({kind: 'connect', number: seedCall.bob} as const) : answering;
}
