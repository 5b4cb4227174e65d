import {InvalidArgumentError, Option} from 'commander';
import type {SimulateCommand} from '../run/simulate/command.js';

/** Something that goes wrong in a share of all cases: flag, share of the bare flag, what it does. */
const shares = [
  ['reorder', 0.3, 'webhooks overtaken by later ones'],
  ['duplicate', 0.2, 'webhooks delivered twice'],
  ['drop', 0.1, 'webhooks that never arrive'],
  ['unsigned', 0.2, 'webhooks without a signature, where they are signed'],
  ['bad-signature', 0.2, 'webhooks with a wrong signature'],
  ['cut', 0.1, 'connections that break, of webhooks and of the API'],
  ['malformed', 0.1, 'event webhooks that are not JSON'],
  ['api-errors', 0.2, 'API replies that are 500 or 503'],
  ['rate-limit', 0.2, 'API replies that are 429'],
] as const;

/** What `simulate --help` ends with. */
export const simulateExamples = `
Examples:
  convo-monitor simulate                         one call to whatever listens on port 3000
  convo-monitor simulate busy ivr --speed max    two calls, as fast as your application answers
  convo-monitor simulate ./nobody-answers.yaml   a call of your own making; see --schema
  convo-monitor simulate --answer-url http://localhost:5000/answer --event-url http://localhost:5000/event
  convo-monitor simulate burst --reorder --duplicate --drop=0.05 --seed 7
  convo-monitor simulate --stay --port 4001 --write-key private.key     an API for your application to call
`;

/** What commander makes of the flags of `simulate`. */
export type SimulateFlags = Omit<SimulateCommand, 'scenarios' | 'faults'> & {
  reorder?: number;
  duplicate?: number;
  drop?: number;
  unsigned?: number;
  badSignature?: number;
  cut?: number;
  malformed?: number;
  apiErrors?: number;
  rateLimit?: number;
  delay?: number;
  slowApi?: number;
  clockSkew?: number;
};

/** The flags of `simulate`. */
export function simulateOptions(): Option[] {
  return [
    new Option('--list', 'list the scenarios with a line each'),
    new Option('--schema', 'print the JSON Schema of scenario files'),
    new Option('--answer-url <url>', 'where answer webhooks go (default http://localhost:3000/webhooks/answer)'),
    new Option('--event-url <url>', 'where event webhooks go (default http://localhost:3000/webhooks/event)'),
    new Option('--fallback-url <url>', 'where to ask when the answer URL fails'),
    new Option('--rtc-url <url>', 'where the events of the Conversation API are pushed'),
    verb('--answer-method <method>', 'GET (default) or POST'),
    verb('--event-method <method>', 'POST (default) or GET'),
    new Option('--from <file>', 'send the webhooks of a recording again instead of a scenario'),
    new Option('--set <name=value>', 'give from, to or another field its value (several times: several)').argParser(
      several,
    ),
    new Option('--stay', 'keep serving the API after the calls; without a scenario, place none'),
    new Option('--port <port>', 'where the API listens (default: a free port)').argParser(port),
    new Option(
      '--speed <factor>',
      '1 is real time, max as fast as your application; default: talk cut short',
    ).argParser(speed),
    new Option('--step', 'the next thing happens when you press Enter'),
    new Option('--seed <number>', 'the same number gives the same ids and faults').argParser(whole),
    new Option('--talk-seconds <s>', 'how long two people talk').argParser(positive),
    new Option('--media-seconds <s>', 'how long every talk and stream lasts').argParser(positive),
    new Option(
      '--tunnel <public=local>',
      'where a public address in your NCCOs leads, such as https://x.ngrok.app=http://localhost:3000',
    ).argParser(several),
    new Option('--audio <what>', 'what callers say on WebSockets: silence (default), tone, or a WAV file'),
    new Option('--signature-secret <secret>', 'sign webhooks; @file reads it from a file'),
    new Option('--application-id <id>', 'the application that calls are for (default: a new one)'),
    new Option('--public-key <file>', 'verify API tokens with this key (default: a new one, see --write-key)'),
    new Option('--write-key <file>', 'write the private key of the new application here, for your application'),
    ...shares.map(([name, bare, what]) =>
      new Option(`--${name} [share]`, `share (0 to 1) of ${what}`).preset(String(bare)).argParser(share),
    ),
    new Option('--delay <time>', 'event webhooks leave this much later, such as 500ms or 2s').argParser(duration),
    new Option('--slow-api <time>', 'API replies take this much longer').argParser(duration),
    new Option('--clock-skew <time>', 'how far Vonage’s clock is ahead (behind: -2s)').argParser(duration),
  ];
}

/** Flags as the command understands them. */
export function simulateCommandOf(scenarios: string[], flags: SimulateFlags): SimulateCommand {
  const {reorder, duplicate, drop, unsigned, badSignature, cut, malformed, apiErrors, rateLimit, ...rest} = flags;
  const {delay: delayMs, slowApi: slowApiMs, clockSkew: clockSkewMs, ...command} = rest;
  const faults = {
    ...{reorder, duplicate, drop, unsigned, badSignature, cut, malformed, apiErrors, rateLimit},
    ...{delayMs, slowApiMs, clockSkewMs},
  };
  return {...command, scenarios, ...(Object.values(faults).some(fault => fault !== undefined) && {faults})};
}

function several(pair: string, before: string[] | undefined): string[] {
  return [...(before ?? []), pair];
}

function verb(flags: string, description: string): Option {
  return new Option(flags, description).choices(['GET', 'POST']);
}

function share(text: string): number {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (number >= 0 && number <= 1) return number;
  throw new InvalidArgumentError('Give a share from 0 to 1, and scenarios before the flags.');
}

function port(text: string): number {
  if (/^\d+$/.test(text) && Number(text) < 65_536) return Number(text);
  throw new InvalidArgumentError('Give a port from 0 to 65535.');
}

function speed(text: string): number | 'max' {
  return text === 'max' ? text : positive(text, 'Give a number above 0, or max.');
}

function positive(text: string, advice: unknown = undefined): number {
  const number = Number(text);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new InvalidArgumentError(typeof advice === 'string' ? advice : 'Give a number above 0.');
}

function whole(text: string): number {
  if (/^-?\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number.');
}

const units: Record<string, number> = {'': 1, ms: 1, s: 1000, m: 60_000, h: 3_600_000};

/** `500`, `500ms`, `2s`, `-1h` → ms. */
function duration(text: string): number {
  const [, number, unit = ''] = /^(-?\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  const factor = units[unit];
  if (number !== undefined && factor !== undefined) return Number(number) * factor;
  throw new InvalidArgumentError('Give a time such as 500ms or 2s.');
}
