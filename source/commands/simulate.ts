import {readFile, writeFile} from 'node:fs/promises';
import {
  type Action,
  createApplication,
  type Faults,
  findScenario,
  type Simulator,
  type SimulatorOptions,
  scenarios,
  startSimulator,
} from '../simulator/index.js';
import {printable} from '../terminal/text.js';

/** What `convo-monitor simulate` works with. */
export type SimulateCommand = {
  /** Names of scenarios, placed one after the other; `answered` when there is none. */
  scenarios?: string[];
  /** Only list the scenarios. */
  list?: boolean;
  answerUrl?: string;
  eventUrl?: string;
  fallbackUrl?: string;
  rtcUrl?: string;
  answerMethod?: 'GET' | 'POST';
  eventMethod?: 'GET' | 'POST';
  /** The port of the REST side; a free one by default. */
  port?: number;
  /** A factor of real time, or `max`: as fast as the application answers. */
  speed?: number | 'max';
  /** The next thing happens when a line is read. */
  step?: boolean;
  seed?: number;
  /** s that two people talk, and that every talk and stream lasts. */
  talkSeconds?: number;
  mediaSeconds?: number;
  signatureSecret?: string;
  applicationId?: string;
  /** PEM text of the key that API tokens are verified with; one is made when absent. */
  publicKey?: string;
  /** Where the private key that belongs to a made one is written, for the application under test; never overwritten. */
  writeKey?: string;
  /** A recording to be sent again instead of a scenario. */
  from?: string;
  /** `name=value`: gives a field of a recording, or `from` and `to` of a scenario, another value. */
  set?: string[];
  /** Keep serving the REST side after the calls, until interrupted: for applications that place calls themselves. */
  stay?: boolean;
  faults?: Faults;
};

/** Where lines and complaints go, what `--step` reads, and what ends a run early. */
export type SimulateStreams = {
  out: (text: string) => void;
  err: (text: string) => void;
  lines: AsyncIterable<unknown>;
  interrupted: AbortSignal;
};

/** Characters of a line that are printed. */
const longest = 400;

/**
 * Calls an application as Vonage would, and prints a line for everything that happens. Returns the exit status: 0, 2 for
 * wrong usage, 3 for a key that cannot be used, 4 when the REST side's port is taken, 130 when interrupted.
 */
export async function simulate(command: SimulateCommand, streams: SimulateStreams): Promise<0 | 2 | 3 | 4 | 130> {
  const {out, err, interrupted} = streams;
  if (command.list) {
    for (const {name, summary} of scenarios) out(`${name.padEnd(20)} ${summary}\n`);
    return 0;
  }
  const complaint = wrongUsage(command);
  if (complaint) {
    err(`${complaint}\n`);
    return 2;
  }
  let options: SimulatorOptions;
  let recording: string | undefined;
  try {
    options = await optionsOf(command, out);
    recording = command.from === undefined ? undefined : await readFile(command.from, 'utf8');
  } catch (error) {
    err(`${printable(error instanceof Error ? error.message : error, longest)}. Give another file.\n`);
    return 2;
  }
  const simulator = await startSimulator(options).catch((error: NodeJS.ErrnoException) => {
    err(`${whyNotStarted(error, command)}\n`);
    return error.code === 'EADDRINUSE' ? (4 as const) : (3 as const);
  });
  if (typeof simulator === 'number') return simulator;
  out(`Vonage is simulated at ${simulator.apiUrl} for application ${printable(options.applicationId)}.\n`);
  const stop = new Promise<'interrupted'>(resolve => {
    if (interrupted.aborted) resolve('interrupted');
    interrupted.addEventListener('abort', () => resolve('interrupted'), {once: true});
  });
  if (command.step) void stepThrough(simulator, streams);
  try {
    const work = placeAll(simulator, command, recording).then(() => (command.stay ? stop : 'done'));
    return (await Promise.race([work, stop])) === 'interrupted' ? 130 : 0;
  } finally {
    await simulator.close();
  }
}

function wrongUsage(command: SimulateCommand): string | undefined {
  const {answerUrl, eventUrl, step, speed, set = []} = command;
  if (!answerUrl || !eventUrl) {
    return 'simulate calls your application: give --answer-url and --event-url, such as http://localhost:3000/webhooks/answer.';
  }
  if (step && speed !== undefined) return '--step goes by Enter and has no --speed: leave one of them out.';
  const bad = set.find(pair => !/^[^=]+=/.test(pair));
  if (bad !== undefined) return `--set takes name=value, such as --set from=447700900001, not "${printable(bad)}".`;
  for (const url of [answerUrl, eventUrl, command.fallbackUrl, command.rtcUrl]) {
    if (url !== undefined && !/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : '')) {
      return `"${printable(url)}" is not a URL of http or https: write it in full, such as http://localhost:3000/webhooks/event.`;
    }
  }
  try {
    command.scenarios?.forEach(findScenario);
    return undefined;
  } catch (error) {
    return `${error instanceof Error ? printable(error.message, 2000) : error} See --list for what each one does.`;
  }
}

async function optionsOf(command: SimulateCommand, out: SimulateStreams['out']): Promise<SimulatorOptions> {
  const application = command.publicKey === undefined ? await createApplication(command.applicationId) : undefined;
  if (application && command.writeKey !== undefined) {
    await writeFile(command.writeKey, application.privateKey, {mode: 0o600, flag: 'wx'});
  }
  const {
    answerUrl = '',
    eventUrl = '',
    fallbackUrl,
    rtcUrl,
    answerMethod,
    eventMethod,
    seed,
    signatureSecret,
  } = command;
  return {
    answerUrl,
    eventUrl,
    fallbackUrl,
    rtcUrl,
    answerMethod,
    eventMethod,
    seed,
    signatureSecret,
    applicationId: application?.id ?? command.applicationId ?? crypto.randomUUID(),
    publicKey: application?.publicKey ?? command.publicKey ?? '',
    apiPort: command.port,
    speed: command.step ? 'step' : command.speed === 'max' ? Number.POSITIVE_INFINITY : command.speed,
    ...(command.talkSeconds !== undefined && {talkMs: command.talkSeconds * 1000}),
    ...(command.mediaSeconds !== undefined && {mediaMs: command.mediaSeconds * 1000}),
    faults: command.faults,
    onAction: action => out(`${lineOf(action)}\n`),
  };
}

function whyNotStarted(error: NodeJS.ErrnoException, {port}: SimulateCommand): string {
  if (error.code === 'EADDRINUSE') return `Port ${port} is taken: give another --port, or none for a free one.`;
  return `The public key cannot be used (${printable(error.message)}): give the PEM text of the application's public key.`;
}

async function placeAll(simulator: Simulator, command: SimulateCommand, recording?: string): Promise<void> {
  const changes = Object.fromEntries((command.set ?? []).map(pair => splitAt(pair, pair.indexOf('='))));
  if (recording !== undefined) {
    await simulator.replay(recording, changes);
    return;
  }
  const {from, to} = changes;
  for (const name of command.scenarios?.length ? command.scenarios : ['answered']) {
    const {caller} = findScenario(name);
    await simulator.placeAll(name, {
      ...(to !== undefined && {to}),
      ...(from !== undefined && {caller: {...caller, party: {type: 'phone', number: from}}}),
    });
  }
}

function splitAt(text: string, position: number): [string, string] {
  return [text.slice(0, position), text.slice(position + 1)];
}

async function stepThrough(simulator: Simulator, {lines}: SimulateStreams): Promise<void> {
  for await (const _ of lines) await simulator.step();
}

function lineOf({at, kind, text}: Action): string {
  return `${new Date(at).toISOString().slice(11, 23)} ${kind.padEnd(7)} ${printable(text, longest)}`;
}
