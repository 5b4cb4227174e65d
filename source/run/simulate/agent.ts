import {inOrder} from '../../call/sides.js';
import {FileError} from '../../config/problem.js';
import {
  type Action,
  type CallOutcome,
  callAgent,
  type MediaOutcome,
  type Saying,
  type Scenario,
} from '../../simulator/index.js';
import {endedBy} from '../../terminal/signals.js';
import {jsonText} from '../../text/json.js';
import {judgeAgents} from './agent-judge.js';
import {type AgentReport, agentJson, agentText} from './agent-report.js';
import {type SimulateCommand, soundOf} from './command.js';
import {errorText, noSound, printed} from './lines.js';

/** Where lines and complaints go, and what ends a call early: its reason is the exit status. */
type Streams = {out: (text: string) => void; err: (text: string) => void; interrupted: AbortSignal};

/** Turns of a caller whom nobody told how many there are. */
const usualTurns = 3;

/** What a caller says: as the flags have it, else as the scenario has it. All turns but the first speak over the agent where that is asked for. */
export function saysOf({turns, bargeIn, keys}: SimulateCommand, {says}: Partial<Scenario> = {}): Saying[] | undefined {
  if ((turns ?? bargeIn ?? keys) === undefined) return says;
  const spoken = Array.from(
    {length: turns ?? usualTurns},
    (_, i): Saying => (i > 0 && bargeIn !== undefined ? {bargeInMs: bargeIn} : {}),
  );
  return [...spoken, ...(keys === undefined ? [] : [{press: keys}])];
}

/** Whether anything is wrong with what an agent did, by itself. */
function isBroken({refused, agent, closed, turns}: MediaOutcome): boolean {
  const isUnheard = turns.every(({latencyMs}) => latencyMs === undefined);
  const isLost = closed?.by === 'application' && !inOrder.has(closed.code);
  // A connection that was to be lost is no fault of the agent.
  const isCut = closed?.by === 'vonage' && (agent.oddFrames > 0 || closed.code !== 1006);
  return refused !== undefined || isCut || isLost || isUnheard;
}

/** Calls the WebSocket of `--to`, without webhooks. Throws TypeError for a sound that is none. */
async function callSocket(
  command: SimulateCommand & {to: string},
  scenario: Scenario | undefined,
  {onAction, signal}: {onAction(action: Action): void; signal: AbortSignal},
): Promise<MediaOutcome> {
  const {to, rate, header = [], authorization, audio, lenient, faults, seed, patience} = command;
  return callAgent({
    ...{to, rate, authorization, seed, onAction, signal, faults},
    says: saysOf(command, scenario),
    headers: Object.fromEntries(
      header.map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    ),
    sound: await soundOf(audio),
    lenientFrames: lenient,
    ...(patience !== undefined && {manners: {patienceMs: patience}}),
  });
}

/** What agents did, held against what the flags expect of them. */
function agentReport(command: SimulateCommand, calls: readonly MediaOutcome[]): AgentReport {
  const expectations = judgeAgents(command, calls);
  const isForgiven = command.failOn === 'never';
  const isWell = calls.length > 0 && !calls.some(isBroken);
  return {ok: expectations.every(({ok}) => ok) && (isForgiven || isWell), calls, expectations};
}

const agentReportText = (report: AgentReport, isJson = false): string =>
  isJson ? `${jsonText(agentJson(report), 2)}\n` : agentText(report);

/** Says what agents did on WebSockets, where a scenario has its caller talk; returns whether that was as expected. */
export function sayOfAgents(
  command: SimulateCommand,
  scenarios: readonly Scenario[],
  outcomes: readonly CallOutcome[],
  {out}: Pick<Streams, 'out'>,
): boolean {
  const talks = new Set(scenarios.flatMap(({says, name}) => (says ? name : [])));
  if (talks.size === 0) return true;
  const calls = outcomes.filter(({scenario}) => talks.has(scenario)).flatMap(({media}) => media);
  const report = agentReport(command, calls);
  out(agentReportText(report, command.json));
  return report.ok;
}

/** Talks to the WebSocket of `--to`, and says how that went. */
export async function talkTo(
  command: SimulateCommand & {to: string},
  scenario: Scenario | undefined,
  {out, err, interrupted}: Streams,
): Promise<number> {
  try {
    const call = await callSocket(command, scenario, {onAction: printed(command, out), signal: interrupted});
    const report = agentReport(command, [call]);
    out(agentReportText(report, command.json));
    if (interrupted.aborted) return typeof interrupted.reason === 'number' ? interrupted.reason : endedBy.SIGINT;
    return report.ok ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof FileError)) throw error;
    err(`${error instanceof TypeError ? noSound(error) : errorText(error)}\n`);
    return 3;
  }
}

/** What a flag is that says something of a talk, where there is none. */
export function onlyOfTalks({json, within, silentWithin, firstWithin}: SimulateCommand): string | undefined {
  if (json)
    return '--json is how --list is printed, and what an agent did: add --list, or talk to one (convo-monitor simulate agent).';
  const given = Object.entries({'--within': within, '--silent-within': silentWithin, '--first-within': firstWithin});
  const [flag] = given.find(([, value]) => value !== undefined) ?? [];
  return flag && `${flag} is about an agent: let the caller talk to one (convo-monitor simulate agent).`;
}
