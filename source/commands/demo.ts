import {UsageError} from '../config/problem.js';
import type {Config} from '../config/resolve.js';
import type {AnsweringOptions} from '../intake/answering.js';
import type {ListenerOptions} from '../intake/listener.js';
import {defaultRoutes} from '../intake/routes.js';
import type {Flags, Run} from '../program/options.js';
import {checkBus, publishedVitals, publishWhereAsked} from '../run/bus/publishing.js';
import {demoHosts, startDemoApplication} from '../run/demo-application.js';
import {intervening} from '../run/intervening.js';
import {answeringOf, answeringText, listenerOf, portUnlessFree, sessionOf, setupOf} from '../run/listening.js';
import {streamsFor} from '../run/masked-streams.js';
import {tellWhereAsked} from '../run/otlp/start.js';
import {resendOf} from '../run/resend.js';
import {checkServeFlags, servedVitals, serveFlags, serveWhereAsked} from '../run/serve/start.js';
import {openSession} from '../run/session.js';
import {show} from '../run/show.js';
import {paceOf} from '../run/simulate/command.js';
import {type ShowFlags, start} from '../run/start.js';
import {
  createApplication,
  type Faults,
  findScenario,
  type Scenario,
  type Simulator,
  scenarios,
  startSimulator,
} from '../simulator/index.js';
import {messageOf} from '../text/system-error.js';
import {version} from '../version.js';

/** What is shown one after the other, call by call, where nothing else is asked for: a bit of everything that is short. */
const tour = [
  'answered',
  'busy',
  'ivr',
  'voicemail',
  'rejected',
  'speech',
  'cancelled',
  'record',
  'app-to-phone',
  'conference',
  'failed-number',
  'websocket',
  'transfer',
  'sip',
  'synchronous',
  'unanswered',
];

/** What goes wrong with `--faults`: nothing that keeps a call from being seen to its end. */
const lightFaults: Faults = {reorder: 0.25, duplicate: 0.2, malformed: 0.05, cut: 0.1, apiErrors: 0.15};

/**
 * The whole monitor with a simulated Vonage calling it: real HTTP both ways, on free loopback ports. At `--speed 1` the call
 * takes its five minutes; otherwise talk is cut short. Throws `UsageError` when there is no such scenario.
 */
export const run: Run<'demo'> = async ([asked], given) => {
  const first = scenarioOf(asked ?? 'answered');
  const {config, flags} = await start(given, {tasteOnly: true, besides: ['serveToken']});
  checkBus(config);
  checkServeFlags(flags, config);
  const callsAtOnce = first.mix?.length ?? first.calls?.count ?? 1;
  const opened: {close(): Promise<unknown>}[] = [];
  const close = async () => {
    for (const part of opened.splice(0).reverse()) await part.close();
  };
  try {
    return await play(flags, config, {asked, first, callsAtOnce, opened, close});
  } finally {
    await close();
  }
};

type Stage = {
  /** The scenario's name, where one was given. */
  asked?: string;
  first: Scenario;
  callsAtOnce: number;
  /** What is to be closed, the last one first: also when the port turns out to be taken. */
  opened: {close(): Promise<unknown>}[];
  close: () => Promise<void>;
};

async function play(flags: Flags<'demo'> & ShowFlags, config: Config, stage: Stage): Promise<number> {
  const {first, callsAtOnce, opened, close} = stage;
  let simulator: Simulator | undefined;
  const [application, answered] = await Promise.all([
    createApplication(),
    startDemoApplication(uuid => simulator?.scenarioOf(uuid)),
  ]);
  opened.push(answered);
  const answers = answeringOf(config);
  const answering: AnsweringOptions =
    answers.kind === 'talk' ? {kind: 'forward', url: answered.url, eventsStay: true} : answers;
  const listen = listenerOf(config);
  // Its WebSocket is reached through the monitor, as a developer's own is.
  const sockets = {...listen.sockets, to: listen.sockets?.to ?? [{url: answered.url}]};
  const session = await openSession({
    version,
    listen: {...listen, sockets, port: portUnlessFree(config), answering, signature: signatureOf(config)},
    ...(await sessionOf(config)),
  });
  opened.push(session);
  const serving = await serveWhereAsked(flags.serve, serveFlags(flags, config, session.file));
  // Closed behind the recording, so that who is attached gets its last lines.
  if (serving) opened.splice(opened.indexOf(session), 0, serving);
  const publishing = publishWhereAsked(config, {...session, say: streamsFor(flags).err});
  if (publishing) opened.splice(opened.indexOf(session), 0, publishing);
  const url = (path: string) => session.url + path;
  const vonage = await startSimulator({
    answerUrl: url(defaultRoutes.answer),
    eventUrl: url(defaultRoutes.event),
    fallbackUrl: url(defaultRoutes.fallback),
    rtcUrl: url(defaultRoutes.rtc),
    tunnels: {[demoHosts.webhooks]: session.url, [demoHosts.socket]: session.url},
    applicationId: application.id,
    publicKey: application.publicKey,
    signatureSecret: signatureOf(config)?.secrets[0]?.secret,
    ...paceOf(flags.speed),
    ...(flags.faults && {faults: lightFaults}),
  });
  opened.push(vonage);
  simulator = vonage;
  const answer = answers.kind === 'talk' ? 'what suits each simulated call' : answeringText(answers);
  const credentials = {applicationId: application.id, privateKey: application.privateKey, apiUrl: vonage.apiUrl};
  const ready = session.begin({routes: defaultRoutes, answer, simulated: true, ...setupOf(config)}, {credentials});
  const place = (scenario: Scenario) =>
    ready
      .then(() => vonage.placeAll(scenario))
      .then(
        () => true,
        () => false,
      );
  /** As many calls as `--calls` waits for, one after the other. */
  const placeEnough = async () => {
    for (let placed = 0; placed < (flags.calls ?? 1); placed += callsAtOnce) if (!(await place(first))) return;
  };
  void placeEnough();
  let shown = 0;
  const next = () => stage.asked ?? tour[++shown % tour.length];
  const simulate = (name?: string): string => {
    const scenario = scenarioOf(name ?? next() ?? 'answered');
    void place(scenario);
    return `${scenario.name}: ${scenario.summary}`;
  };
  // Simulated calls cost nothing, and nobody's phone rings.
  const control = intervening({
    credentials,
    answering: answers,
    keep: intervened => session.emit({source: 'control', action: 'intervene', intervened}),
  });
  opened.push(control);
  const {arm} = session;
  const vitals = publishedVitals({vitals: servedVitals(session, serving)}, publishing);
  const listenTo: typeof session.listen = taking =>
    session.listen(batch => {
      publishing?.watch(batch);
      return taking(batch);
    });
  const source = {...session, listen: listenTo, vitals, payload: session.archive.payload, mode: 'demo' as const};
  const known = scenarios.map(({name, summary}) => ({text: name, hint: summary}));
  const otlp = await tellWhereAsked(config, session.archive.payload);
  const ending = await show({
    otlp,
    source,
    flags,
    simulate,
    scenarios: known,
    // The application of the demonstration takes webhooks again, too.
    resend: resendOf(config, session, answers.kind === 'talk' ? answered.url : undefined),
    control,
    arm,
    endsAfter: callsAtOnce,
    onStop: close,
  });
  return ending.exit;
}

function scenarioOf(name: string): Scenario {
  try {
    return findScenario(name);
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

/** The simulated Vonage signs with the secret given: it has one account, and an application made for the occasion. */
function signatureOf({settings: {signatureSecret, requireSignature}}: Config): ListenerOptions['signature'] {
  const secret = signatureSecret?.value[0]?.secret;
  return secret === undefined ? undefined : {secrets: [{secret}], required: requireSignature?.value};
}
