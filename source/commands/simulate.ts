import {createInterface} from 'node:readline';
import {FileError} from '../config/problem.js';
import type {Run} from '../program/options.js';
import {streamsFor} from '../run/masked-streams.js';
import {knock} from '../run/ports.js';
import {onlyOfTalks, sayOfAgents, saysOf, talkTo} from '../run/simulate/agent.js';
import {
  complaintAbout,
  completed,
  optionsOf,
  readGiven,
  type SimulateCommand,
  simulateCommandOf,
  tunnelsOf,
  writeKey,
} from '../run/simulate/command.js';
import {whyFailed} from '../run/simulate/failures.js';
import {errorText, noSound, printed} from '../run/simulate/lines.js';
import {listOfScenarios, scenariosOf, schemaOfScenarios} from '../run/simulate/scenarios.js';
import {whenOutputEnds} from '../run/standard-output.js';
import {type CallOutcome, type Scenario, type Simulator, startSimulator} from '../simulator/index.js';
import {throughTunnel} from '../simulator/tunnel.js';
import {endedBy, endings} from '../terminal/signals.js';
import {printable} from '../text/printable.js';

/** Where lines and complaints go, what `--step` reads, and what ends a run early: its reason is the exit status. */
type SimulateStreams = {
  out: (text: string) => void;
  err: (text: string) => void;
  lines: AsyncIterable<unknown>;
  interrupted: AbortSignal;
};

export const run: Run<'simulate'> = (scenarios, flags) =>
  simulate(simulateCommandOf(scenarios, flags), processStreams(flags));

/** The process's own streams; standard input is read when somebody asks for its lines, and not before. */
function processStreams(flags: object): SimulateStreams {
  const interruption = new AbortController();
  for (const signal of endings) {
    process.once(signal, () => interruption.abort(endedBy[signal]));
  }
  whenOutputEnds(exit => interruption.abort(exit));
  return {
    ...streamsFor(flags),
    lines: {[Symbol.asyncIterator]: () => createInterface({input: process.stdin})[Symbol.asyncIterator]()},
    interrupted: interruption.signal,
  };
}

/**
 * Calls an application as Vonage would, and prints a line for everything that happens. Returns the exit status: 0, 1 when it failed a call, 2 for
 * wrong usage, 3 for a key that cannot be used, 4 when the REST side's port is taken or nothing listens where webhooks
 * should go, what a signal means when interrupted.
 */
export async function simulate(given: SimulateCommand, streams: SimulateStreams): Promise<number> {
  const {out, err} = streams;
  const command = completed(given);
  const fail = (exit: number, text: string) => {
    err(`${text}\n`);
    return exit;
  };
  const complaint = complaintAbout(command);
  if (complaint) return fail(2, complaint);
  if (command.list || command.schema) {
    out(command.list ? listOfScenarios(command.json) : schemaOfScenarios());
    return 0;
  }
  const asked = await wantedScenarios(command).catch((error: Error) =>
    fail(error instanceof FileError ? 3 : 2, errorText(error, 2000)),
  );
  if (typeof asked === 'number') return asked;
  const isTalk = command.to !== undefined || asked.some(({says}) => says);
  const unheard = isTalk ? undefined : onlyOfTalks(command);
  if (unheard !== undefined) return fail(2, unheard);
  if (command.to !== undefined) return talkTo({...command, to: command.to}, asked[0], streams);
  const prepared = await prepare(command).catch((error: Error) =>
    fail(error instanceof FileError ? 3 : 2, errorText(error)),
  );
  if (typeof prepared === 'number') return prepared;
  // With --stay, the application may well be started later.
  const silent = command.stay ? undefined : await unreachable(command);
  if (silent) return fail(4, silent);
  const {options, recording} = prepared;
  const unwritten = await writeKey(command, options).catch((error: Error) =>
    fail(2, `${errorText(error)}. Give another file.`),
  );
  if (typeof unwritten === 'number') return unwritten;
  const work = {scenarios: asked, recording};
  const onAction = printed(command, out);
  const simulator = await startSimulator({...options, onAction}).catch((error: NodeJS.ErrnoException) =>
    fail(error.code === 'EADDRINUSE' ? 4 : 3, whyNotStarted(error, command)),
  );
  if (typeof simulator === 'number') return simulator;
  if (!command.json)
    out(`Vonage is simulated at ${simulator.apiUrl} for application ${printable(options.applicationId)}.\n`);
  return carryOut(simulator, command, work, streams);
}

async function prepare(command: SimulateCommand) {
  const recording = command.from === undefined ? undefined : (await readGiven('--from', command.from)).toString();
  return {options: await optionsOf(command), recording};
}

async function carryOut(
  simulator: Simulator,
  command: SimulateCommand,
  work: Work,
  streams: SimulateStreams,
): Promise<number> {
  const {interrupted, err} = streams;
  const stopped = new Promise<number>(resolve => {
    const stop = () => resolve(typeof interrupted.reason === 'number' ? interrupted.reason : endedBy.SIGINT);
    if (interrupted.aborted) stop();
    interrupted.addEventListener('abort', stop, {once: true});
  });
  const calls = placeAll(simulator, command, work).then(outcomes => {
    const failure = whyFailed(outcomes, command.failOn ?? 'error');
    if (failure) err(`${failure}\n`);
    // Of calls that were ended early nothing is known that could be said.
    const isAsExpected = interrupted.aborted || sayOfAgents(command, work.scenarios, outcomes, streams);
    return command.stay ? stopped : failure || !isAsExpected ? 1 : 0;
  });
  const lines = command.step ? streams.lines[Symbol.asyncIterator]() : undefined;
  if (lines) err('Press Enter for the next thing that happens; Ctrl-D ends.\n');
  try {
    return await Promise.race([calls, stopped, ...(lines ? [stepThrough(simulator, lines)] : [])]);
  } finally {
    await simulator.close();
    // Standard input that is still waited for would keep the process alive.
    void lines?.return?.();
  }
}

/** What there is to do: scenarios, or a recording (NDJSON text) instead. */
type Work = {scenarios: Scenario[]; recording?: string};

/** With --stay, an application that places calls itself may want no others. */
async function wantedScenarios(command: SimulateCommand): Promise<Scenario[]> {
  const {scenarios = [], stay, to} = command;
  const wanted = await scenariosOf(scenarios.length > 0 || stay || to !== undefined ? scenarios : ['answered']);
  return wanted.map(scenario => ({...scenario, says: saysOf(command, scenario)}));
}

/** ms that a connection may take; Vonage's own `connect_timeout`. */
const patienceMs = 1000;

/** Says so when nothing listens where webhooks should go: a call would be silence with a line or two. */
async function unreachable(command: SimulateCommand): Promise<string | undefined> {
  const {answerUrl = '', eventUrl = ''} = command;
  const places = [
    [answerUrl, '--answer-url'],
    [eventUrl, '--event-url'],
  ] as const;
  for (const [given, flag] of places) {
    const {url} = throughTunnel(tunnelsOf(command), given);
    const {hostname, origin, port, protocol} = new URL(url);
    const host = hostname.replace(/^\[|\]$/g, '');
    const code = await knock(host, Number(port) || (protocol === 'https:' ? 443 : 80), patienceMs);
    if (code === undefined) continue;
    const wrong = url === given ? flag : '--tunnel';
    const why = code === 'ETIMEDOUT' ? 'no connection within a second' : code;
    return `Nothing listens at ${origin} (${why}): start your application, or correct ${wrong}.`;
  }
  return undefined;
}

function whyNotStarted(error: NodeJS.ErrnoException, {port}: SimulateCommand): string {
  if (error.code === 'EADDRINUSE') return `Port ${port} is taken: give another --port, or none for a free one.`;
  if (error instanceof TypeError) return noSound(error);
  return `The public key cannot be used (${errorText(error)}): give the PEM file of the application's public key.`;
}

async function placeAll(simulator: Simulator, command: SimulateCommand, work: Work): Promise<CallOutcome[]> {
  const changes = Object.fromEntries((command.set ?? []).map(pair => splitAt(pair, pair.indexOf('='))));
  if (work.recording !== undefined) {
    await simulator.replay(work.recording, changes);
    return [];
  }
  const {from, to} = changes;
  const outcomes: CallOutcome[] = [];
  for (const scenario of work.scenarios) {
    const placed = await simulator.placeAll(scenario, {
      // Whoever listens may have seen a call with those ids before, in another run.
      seedIds: false,
      ...(to !== undefined && {to}),
      ...(from !== undefined && {caller: {...scenario.caller, party: {type: 'phone', number: from}}}),
    });
    outcomes.push(...placed);
  }
  return outcomes;
}

function splitAt(text: string, position: number): [string, string] {
  return [text.slice(0, position), text.slice(position + 1)];
}

/** One thing for each line; the end of the input is the end. */
async function stepThrough(simulator: Simulator, lines: AsyncIterator<unknown>): Promise<number> {
  while (!(await lines.next()).done) await simulator.step();
  return 0;
}
