import type {Config} from '../config/resolve.js';
import {defaultRoutes} from '../intake/routes.js';
import {
  createApplication,
  demoPace,
  findScenario,
  type Scenario,
  type Simulator,
  seedCall,
  startSimulator,
} from '../simulator/index.js';
import {UsageError} from './exit.js';
import {answeringOf, answeringText, listenerOf, type MonitorFlags, recordOf} from './listening.js';
import {failed} from './monitor.js';
import {show} from './output.js';
import {openSession} from './session.js';

export type DemoFlags = MonitorFlags & {speed?: number; scenario?: string};

/**
 * The whole monitor with a simulated Vonage calling it: real HTTP both ways, on free loopback ports. At `--speed 1` the call
 * takes its five minutes; otherwise talk is cut short. Returns the exit status; throws `UsageError` when there is no such scenario.
 */
export async function demo(flags: DemoFlags, config: Config, version: string): Promise<number> {
  const scenario = scenarioOf(flags.scenario);
  const callsAtOnce = scenario.mix?.length ?? scenario.calls?.count ?? 1;
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
  const place = () =>
    ready
      .then(() => simulator.placeAll(scenario))
      .then(
        () => true,
        () => false,
      );
  const close = async () => {
    await simulator.close();
    await session.close();
  };
  /** As many calls as `--calls` waits for, one after the other. */
  const placeEnough = async () => {
    for (let placed = 0; placed < (flags.calls ?? 1); placed += callsAtOnce) if (!(await place())) return;
  };
  void placeEnough();
  const source = {...session, payload: session.archive.payload, mode: 'demo' as const};
  const simulate = () => void place();
  const ending = await show({source, flags, simulate, endsAfter: callsAtOnce, onStop: close});
  await close();
  return ending.exit;
}

function scenarioOf(name = 'answered'): Scenario {
  try {
    return findScenario(name);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

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
