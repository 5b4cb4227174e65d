import {duration} from '../../call/duration.js';
import {highest} from '../../call/extremes.js';
import {AGENT, type AgentJson} from '../../output/agent-schema.js';
import type {MediaOutcome, TurnOutcome} from '../../simulator/index.js';
import {counted} from '../../text/counted.js';
import {printable} from '../../text/printable.js';
import type {AgentVerdict} from './agent-judge.js';

/** What agents did, and whether it was as expected. */
export type AgentReport = {ok: boolean; calls: readonly MediaOutcome[]; expectations: readonly AgentVerdict[]};

/** The document of `--json`. */
export const agentJson = ({ok, calls, expectations}: AgentReport): AgentJson => ({
  schema: AGENT,
  ok,
  calls: [...calls],
  expectations: [...expectations],
});

/** The same for people: a line a turn, then figures, then what was expected. */
export function agentText({calls, expectations}: AgentReport): string {
  const lines = [
    ...(calls.length === 0
      ? ['no WebSocket was called: let the NCCO of your application connect to one, or give --to']
      : []),
    ...calls.flatMap(callLines),
    ...expectations.map(({text, ok, note}) => `${ok ? '✓' : '✗'} ${text}${note === undefined ? '' : `: ${note}`}`),
  ];
  return lines.map(line => `${line}\n`).join('');
}

/** Characters of a text from outside that are printed. */
const longest = 200;

function callLines(call: MediaOutcome): string[] {
  const {uri, rate, handshakeMs, refused, lastedMs, turns} = call;
  const place = printable(uri, longest);
  if (refused) return [`${place} was not connected: ${whyRefused(refused)}`];
  return [
    `${place} · ${rate / 1000} kHz · connected in ${duration(handshakeMs)}, lasted ${duration(lastedMs)}`,
    ...turns.map((turn, i) => `turn ${String(i + 1).padEnd(3)} ${saidOf(turn).padEnd(30)} ${answerOf(turn)}`),
    figuresOf(call),
    sentOf(call),
    ...closedOf(call),
  ];
}

/** What to do about an answer to the handshake; the first row that fits. */
const advices: readonly [fits: (status: number) => boolean, advice: string][] = [
  [status => status === 401 || status === 403, 'See what it wants to be shown (--authorization).'],
  [
    status => status === 502 || status === 504,
    'What stands in front of it cannot reach it: is it running, and does it speak WebSocket there?',
  ],
  [status => status === 503, 'It takes no more connections, or is not up yet.'],
  [status => status >= 500, 'Look into its log.'],
  [status => status >= 300 && status < 400, 'No redirect is followed: give the address that it leads to.'],
  [() => true, 'Correct the path, or let it take WebSockets there.'],
];

/** The same for a handshake that failed without an answer, or with one that is none. */
const failures: readonly [fits: RegExp, advice: string][] = [
  [/timed out/, 'It took the connection and gave no answer: does it wait for something before it accepts?'],
  [
    /Sec-WebSocket|Upgrade header|subprotocol|extension/i,
    'Let a library answer the handshake, and look for a proxy between.',
  ],
  [/HTTP|Parse Error/i, 'What listens there does not answer in HTTP/1.1, which WebSockets begin with.'],
  [/certificate|self.signed/i, 'Vonage takes no certificate that is self-signed, expired or of another host either.'],
  [/^/, 'Is your agent running, and is this its address?'],
];

function whyRefused({status, reason}: NonNullable<MediaOutcome['refused']>): string {
  if (status === undefined) {
    const [, advice] = failures.find(([fits]) => fits.test(reason)) ?? [];
    return `${printable(reason, longest)}. ${advice}`;
  }
  const [, advice] = advices.find(([fits]) => fits(status)) ?? [];
  return `your application answered the handshake with ${status} instead of 101. ${advice}`;
}

function saidOf({forMs, keys, bargeIn}: TurnOutcome): string {
  if (keys !== undefined) return `pressed ${keys}`;
  return `spoke ${duration(forMs)}${bargeIn ? ' over the agent' : ''}`;
}

function answerOf({latencyMs, answeredForMs = 0, isOverlap, bargeIn}: TurnOutcome): string {
  const clear = bargeIn?.clearMs === undefined ? 'no clear' : `clear after ${duration(bargeIn.clearMs)}`;
  const silence = bargeIn ? [`silent after ${duration(bargeIn.silentMs)} (${clear})`] : [];
  const answer =
    latencyMs === undefined
      ? 'no answer'
      : isOverlap
        ? 'answered before the caller had finished'
        : `answer after ${duration(latencyMs)}, ${duration(answeredForMs)} long`;
  return [...silence, answer].join('; ');
}

function figuresOf({firstAudioMs, latency, turns}: MediaOutcome): string {
  const parts = [
    firstAudioMs === undefined ? 'nothing was heard of the agent' : `first audio ${duration(firstAudioMs)}`,
  ];
  const unanswered = turns.filter(({latencyMs}) => latencyMs === undefined).length;
  if (latency) {
    const {count, p50, p95, worst} = latency;
    parts.push(
      `${counted(count, 'turn')} answered: p50 ${duration(p50)}, p95 ${duration(p95)}, worst ${duration(worst)}`,
    );
  }
  if (unanswered > 0) parts.push(`${unanswered} not answered`);
  const silences = turns.flatMap(({bargeIn}) => bargeIn?.silentMs ?? []);
  if (silences.length > 0) parts.push(`silent within ${duration(highest(silences))} of an interruption`);
  return parts.join(' · ');
}

function sentOf({agent}: MediaOutcome): string {
  const {frames, oddFrames, audibleMs, clears, notifies, thrownAwayMs, unplayedMs, underruns, lostFrames} = agent;
  const more: [number, string][] = [
    [oddFrames, `${counted(oddFrames, 'frame')} of a wrong size`],
    [clears, `${counted(clears, 'clear')}: ${duration(thrownAwayMs)} thrown away`],
    [notifies, `${notifies} notify`],
    [underruns, `${counted(underruns, 'gap')} in speech`],
    [lostFrames, `${counted(lostFrames, 'frame')} lost beyond a minute`],
    [unplayedMs, `${duration(unplayedMs)} never played`],
  ];
  const sent = `the agent sent ${counted(frames, 'frame')}, heard for ${duration(audibleMs)}`;
  return [sent, ...more.flatMap(([count, text]) => (count > 0 ? text : []))].join(' · ');
}

function closedOf({closed}: MediaOutcome): string[] {
  if (!closed || closed.by === 'caller') return [];
  const by = closed.by === 'vonage' ? 'cut off' : 'closed by your application';
  return [`${by} (${closed.code}${closed.reason === undefined ? '' : `: ${printable(closed.reason, longest)}`})`];
}
