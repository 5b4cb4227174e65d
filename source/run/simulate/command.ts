import {writeFile} from 'node:fs/promises';
import {readNamed} from '../../config/named-file.js';
import {ConfigError, FileError} from '../../config/problem.js';
import {parseSignatureSecrets} from '../../config/secrets.js';
import type {Flags} from '../../program/options.js';
import {createApplication, demoPace, type Faults, type SimulatorOptions} from '../../simulator/index.js';
import {printable} from '../../text/printable.js';
import {whyUnreadable} from '../../text/system-error.js';
import {asHttpUrl, asUrl} from '../../text/url.js';
import {configInput} from '../start.js';

type SimulateFlags = Flags<'simulate'>;

/** The flags that make something go wrong. */
type FaultFlag =
  | 'reorder'
  | 'duplicate'
  | 'drop'
  | 'unsigned'
  | 'badSignature'
  | 'cut'
  | 'malformed'
  | 'apiErrors'
  | 'rateLimit'
  | 'delay'
  | 'slowApi'
  | 'clockSkew'
  | 'lateFrames'
  | 'loseSocket'
  | 'slowReader';

/** What `convo-monitor simulate` works with. */
export type SimulateCommand = Omit<SimulateFlags, FaultFlag> & {
  /** Names of scenarios, or files with them, placed one after the other; `answered` when there is none (but with `stay`, no call at all). */
  scenarios?: readonly string[];
  faults?: Faults;
};

/** Flags as the command understands them. */
export function simulateCommandOf(scenarios: readonly string[], flags: SimulateFlags): SimulateCommand {
  const {reorder, duplicate, drop, unsigned, badSignature, cut, malformed, apiErrors, rateLimit, ...rest} = flags;
  const {delay: delayMs, slowApi: slowApiMs, clockSkew: clockSkewMs, ...others} = rest;
  const {lateFrames, loseSocket: loseSocketMs, slowReader, ...command} = others;
  const faults = {
    ...{reorder, duplicate, drop, unsigned, badSignature, cut, malformed, apiErrors, rateLimit},
    ...{delayMs, slowApiMs, clockSkewMs, lateFrames, loseSocketMs, slowReader},
  };
  return {...command, scenarios, ...(Object.values(faults).some(fault => fault !== undefined) && {faults})};
}

/** Where the tutorial's server and the monitor listen. */
const usualUrls = {
  answerUrl: 'http://localhost:3000/webhooks/answer',
  eventUrl: 'http://localhost:3000/webhooks/event',
};

/** The command with what it leaves out. */
export function completed(command: SimulateCommand): SimulateCommand {
  return command.answerUrl === undefined && command.eventUrl === undefined ? {...command, ...usualUrls} : command;
}

/** What is wrong with a command, and what to do about it; undefined when nothing is. */
export function complaintAbout(command: SimulateCommand): string | undefined {
  const {answerUrl, eventUrl, fallbackUrl, rtcUrl, step, speed, set = [], faults, signatureSecret} = command;
  if (answerUrl === undefined || eventUrl === undefined) {
    const [given, missing] = answerUrl ? ['--answer-url', '--event-url'] : ['--event-url', '--answer-url'];
    return `With ${given}, give ${missing} too: an application has both.`;
  }
  const [extra] = command.list || command.schema ? (command.scenarios ?? []) : [];
  if (extra !== undefined) return `--list and --schema take no scenario: leave "${printable(extra)}" out.`;
  const ofSocket = command.to === undefined ? onlyWithTo(command) : undefined;
  if (ofSocket !== undefined) return `${ofSocket} goes with --to: else the NCCO of your application says it.`;
  if (command.to !== undefined && (command.stay || command.step || command.from !== undefined))
    return '--to calls a WebSocket and nothing else: leave out --stay, --step and --from.';
  const [, another] = command.to === undefined ? [] : (command.scenarios ?? []);
  if (another !== undefined) return `--to takes one scenario: leave "${printable(another)}" out.`;
  const badHeader = command.header?.find(pair => !/^[^=]+=/.test(pair));
  if (badHeader !== undefined)
    return `--header takes name=value, such as --header caller=447700900001, not "${printable(badHeader)}".`;
  if (step && speed !== undefined) return '--step goes by Enter and has no --speed: leave one of them out.';
  if (command.from !== undefined && command.scenarios?.length) {
    return '--from sends a recording instead of a scenario: leave one of them out.';
  }
  if (command.publicKey !== undefined && command.writeKey !== undefined) {
    return '--write-key writes the private key of a new application, and --public-key says that there is one: leave one of them out.';
  }
  const bad = set.find(pair => !/^[^=]+=/.test(pair));
  if (bad !== undefined) return `--set takes name=value, such as --set from=447700900001, not "${printable(bad)}".`;
  const unused = command.from === undefined ? set.find(pair => !/^(from|to)=/.test(pair)) : undefined;
  if (unused !== undefined)
    return `--set gives a scenario its from and to, and a recording any field: not "${printable(unused)}".`;
  const noTunnel = (command.tunnel ?? []).find(pair => tunnelOf(pair) === undefined);
  if (noTunnel !== undefined) {
    return `--tunnel takes two addresses, such as https://x.ngrok.app=http://localhost:3000, not "${printable(noTunnel)}".`;
  }
  if ((faults?.unsigned ?? faults?.badSignature) !== undefined && signatureSecret === undefined) {
    return '--unsigned and --bad-signature spoil signatures: give --signature-secret, so that there are some.';
  }
  const urls = [answerUrl, eventUrl, fallbackUrl, rtcUrl].filter(url => url !== undefined);
  const wrong = urls.find(url => !asHttpUrl(url));
  if (wrong === undefined) return undefined;
  return `"${printable(wrong)}" is not a URL of http or https: write it in full, such as ${usualUrls.eventUrl}.`;
}

/** The first flag that is about the endpoint of a WebSocket. */
function onlyWithTo({rate, header, authorization}: SimulateCommand): string | undefined {
  const given = Object.entries({'--rate': rate, '--header': header, '--authorization': authorization});
  return given.find(([, value]) => value !== undefined)?.[0];
}

/** Writes the key of an application that was made for this run, for its own tokens. @throws when the file is there already. */
export async function writeKey({writeKey}: SimulateCommand, {privateKey}: {privateKey?: string}): Promise<void> {
  if (privateKey !== undefined && writeKey !== undefined)
    await writeFile(writeKey, privateKey, {mode: 0o600, flag: 'wx'});
}

/** The simulator's options, with a new application unless there is a key. Throws `FileError` when a file cannot be read. */
export async function optionsOf(command: SimulateCommand): Promise<SimulatorOptions & {privateKey?: string}> {
  const {answerUrl = '', eventUrl = '', fallbackUrl, rtcUrl, answerMethod, eventMethod, seed, faults} = command;
  const application = command.publicKey === undefined ? await createApplication(command.applicationId) : undefined;
  return {
    ...{answerUrl, eventUrl, fallbackUrl, rtcUrl, answerMethod, eventMethod, seed, faults},
    sound: await soundOf(command.audio),
    lenientFrames: command.lenient,
    ...(command.patience !== undefined && {manners: {patienceMs: command.patience}}),
    ...signingOf(command.signatureSecret),
    privateKey: application?.privateKey,
    applicationId: application?.id ?? command.applicationId ?? crypto.randomUUID(),
    publicKey: application?.publicKey ?? (await keyOf(command.publicKey ?? '')),
    apiPort: command.port,
    tunnels: tunnelsOf(command),
    ...(command.step ? {speed: 'step' as const} : paceOf(command.speed)),
    ...(command.talkSeconds !== undefined && {talkMs: command.talkSeconds * 1000}),
    ...(command.mediaSeconds !== undefined && {mediaMs: command.mediaSeconds * 1000}),
  };
}

/** A file that a flag names, whole. Throws `FileError`. */
export async function readGiven(flag: string, file: string): Promise<Buffer> {
  return readNamed(file).catch((error: unknown) => {
    throw new FileError(`${flag} ${printable(file)} cannot be read: ${whyUnreadable(error)}. Give another file.`);
  });
}

/** How fast simulated calls go; without a word about it, talk is cut short. */
export function paceOf(speed: number | 'max' | undefined): Partial<SimulatorOptions> {
  if (speed === undefined) return demoPace;
  return {speed: speed === 'max' ? Number.POSITIVE_INFINITY : speed};
}

/** Public addresses, and where they lead on this machine. */
export function tunnelsOf({tunnel = []}: SimulateCommand): Record<string, string> {
  return Object.fromEntries(tunnel.map(pair => tunnelOf(pair) ?? []));
}

/** `public=local`; the first = that has a URL on both sides. */
function tunnelOf(pair: string): [string, string] | undefined {
  const [from = '', to = ''] = pair.split(/=(?=https?:)/);
  return asUrl(from) && asUrl(to) ? [from, to] : undefined;
}

/** What `--audio` says. Throws `FileError`. */
export async function soundOf(what: string | undefined): Promise<SimulatorOptions['sound']> {
  return what === undefined || what === 'silence' || what === 'tone' || what === 'speech'
    ? what
    : readGiven('--audio', what);
}

/** The secret and whose it is, read as the monitor reads them; Vonage signs with one. @throws ConfigError */
function signingOf(raw: string | undefined): Pick<SimulatorOptions, 'signatureSecret' | 'apiKey'> {
  if (raw === undefined) return {};
  const {cwd, home, read} = configInput({});
  const origin = 'flag --signature-secret';
  const [first, second] = parseSignatureSecrets({raw, layer: 'flag', origin, cwd, home, read}).value;
  if (second)
    throw new ConfigError('wrong-value', `--signature-secret signs with one secret, not with several: give one.`);
  return {signatureSecret: first?.secret, ...(first?.apiKey !== undefined && {apiKey: first.apiKey})};
}

async function keyOf(given: string): Promise<string> {
  return given.includes('-----BEGIN') ? given : (await readGiven('--public-key', given)).toString();
}
