import {busSettings} from './bus.js';
import {parseCollectors} from './collectors.js';
import {displaySettings, keepingSettings} from './display.js';
import {parseFarEnd} from './far-end.js';
import {parsePrivateKey} from './key.js';
import {parseSecret, parseSignatureSecrets} from './secrets.js';
import {parseServeToken} from './serve-token.js';
import type {Setting} from './setting.js';
import {parseSocketTargets} from './socket-targets.js';
import {
  choice,
  parseAmount,
  parseApiKey,
  parseApiUrl,
  parseApplicationId,
  parseApplicationUrl,
  parseFlag,
  parseNgrokApi,
  parseNumber,
  parsePath,
  parsePhoneNumber,
  parseSlowAnswer,
  parseSlowTurn,
  parseText,
  parseTunnel,
  vonageApi,
} from './values.js';

const listening = ['monitor', 'demo', 'call', 'test', 'config', 'doctor', 'mcp'] as const;
/** What `init` writes as well. */
const written = [...listening, 'init'] as const;
/** The demo has an application of its own, and asks its own API. */
const connected = ['monitor', 'call', 'config', 'doctor', 'mcp'] as const;
/** What changes an application's webhook URLs asks the account's API, and no conversation's. */
const account = [...connected, 'link', 'restore'] as const;
const found = [...connected, 'init'] as const;
/** What acts on calls. */
const acting = ['monitor', 'call', 'config'] as const;

/**
 * Everything that can be configured; a new setting is a row, which makes its flag, its help, its place in `config` and in the
 * README. Its name is its key in our own files and among the parsed flags. Flags that only the command line has are in
 * program/options.ts.
 *
 * The environment's names are those of Vonage's documentation, SDKs and samples, the most used first; NEXMO_… came before.
 */
export const settings = {
  port: {
    flag: '--port',
    under: 'reached',
    takes: '<port>',
    help: 'where to listen',
    verbs: [...written, 'link'],
    env: ['CONVO_MONITOR_PORT'],
    parse: parseNumber('The port', 0, 65_535),
    json: {type: 'integer', minimum: 0, maximum: 65_535},
    default: 3000,
  },
  host: {
    flag: '--host',
    under: 'reached',
    takes: '<address>',
    help: 'address to listen on',
    verbs: [...listening, 'link'],
    env: ['CONVO_MONITOR_HOST'],
    parse: parseText('The address to listen on'),
    default: '127.0.0.1',
  },
  to: {
    flag: '--to',
    under: 'answering',
    takes: '<number>',
    help: 'answer calls with an NCCO that connects to this number',
    verbs: written,
    env: ['CONVO_MONITOR_TO'],
    parse: parsePhoneNumber('The number to call'),
  },
  ncco: {
    flag: '--ncco',
    under: 'answering',
    takes: '<file>',
    help: 'answer calls with the NCCO in this file; read again when it changes',
    verbs: written,
    env: ['CONVO_MONITOR_NCCO'],
    parse: parsePath('The NCCO file'),
  },
  forward: {
    flag: '--forward',
    under: 'answering',
    takes: '<url>',
    help: 'pass webhooks on to this application (a URL, or a port) and return its answers',
    verbs: [...written, 'link'],
    env: ['CONVO_MONITOR_FORWARD'],
    parse: parseApplicationUrl,
  },
  forwardHost: {
    flag: '--forward-host',
    under: 'answering',
    takes: '<how>',
    help: 'the Host that the application sees: pass (as it came), or rewrite (its own)',
    verbs: [...listening, 'replay', 'open'],
    env: ['CONVO_MONITOR_FORWARD_HOST'],
    ...choice('The Host that the application sees', ['pass', 'rewrite']),
    default: 'pass',
  },
  forwardErrors: {
    flag: '--forward-errors',
    under: 'answering',
    takes: '<how>',
    help: 'when the application fails: speak (the caller hears a sentence), or pass (Vonage gets the failure)',
    verbs: listening,
    env: ['CONVO_MONITOR_FORWARD_ERRORS'],
    ...choice('What becomes of the application’s errors', ['speak', 'pass']),
    default: 'speak',
  },
  forwardSocket: {
    flag: '--forward-socket',
    under: 'answering',
    takes: '<[path=]url>',
    help: 'pass WebSockets (those of a path) on to this application instead; a URL, or a port',
    verbs: listening,
    several: true,
    env: ['CONVO_MONITOR_FORWARD_SOCKET'],
    parse: parseSocketTargets,
  },
  socketMax: {
    flag: '--socket-max',
    under: 'answering',
    takes: '<number>',
    help: 'WebSockets that may be open at a time',
    verbs: listening,
    env: ['CONVO_MONITOR_SOCKET_MAX'],
    parse: parseNumber('The number of WebSockets', 1, 10_000),
    json: {type: 'integer', minimum: 1, maximum: 10_000},
    default: 256,
  },
  media: {
    flag: '--media',
    under: 'answering',
    takes: '<echo|sink|file.wav>',
    help: 'be the far end of WebSockets that no application takes: say back what comes, only hear it, or play a WAV file',
    verbs: listening,
    env: ['CONVO_MONITOR_MEDIA'],
    parse: parseFarEnd,
  },
  mediaRecord: {
    flag: '--media-record',
    under: 'answering',
    takes: '<folder>',
    help: 'write what is said over WebSockets into WAV files there, caller left, agent right; people have to agree to that',
    verbs: listening,
    env: ['CONVO_MONITOR_MEDIA_RECORD'],
    parse: parsePath('The folder for audio'),
    otherwise: 'no audio is kept',
    notByProjects: 'must not let people be recorded',
  },
  otlp: {
    flag: '--otlp',
    under: 'telemetry',
    takes: '<[signal=]url>',
    help: 'tell an OpenTelemetry collector of each call, such as http://localhost:4318: a trace, and metrics while it runs; traces= or metrics= in front of what takes one of them',
    verbs: ['monitor', 'demo', 'call', 'config', 'export'],
    several: true,
    env: ['CONVO_MONITOR_OTLP'],
    parse: parseCollectors,
    notByProjects: 'must not send your calls elsewhere',
    otherwise: 'nothing is sent',
  },
  otlpNumbers: {
    flag: '--otlp-numbers',
    under: 'telemetry',
    help: 'send phone numbers to --otlp as they are; without it their middle is hidden',
    verbs: ['monitor', 'demo', 'call', 'config', 'export'],
    env: ['CONVO_MONITOR_OTLP_NUMBERS'],
    parse: parseFlag('Whether phone numbers are sent whole'),
    notByProjects: 'must not send your callers’ numbers elsewhere',
    default: false,
  },
  slowAnswer: {
    flag: '--slow-answer',
    under: 'answering',
    takes: '<limit>',
    help: 'from when on an answer is a problem though it comes in time: a share of the time that Vonage waits, or a time (3s)',
    verbs: listening,
    env: ['CONVO_MONITOR_SLOW_ANSWER'],
    parse: parseSlowAnswer,
    default: '60%',
  },
  mediaSlow: {
    flag: '--media-slow',
    under: 'answering',
    takes: '<time>',
    help: 'from when on a turn of an agent on a WebSocket is a problem: from the caller’s last word to the agent being heard (1.2s, 800ms)',
    verbs: listening,
    env: ['CONVO_MONITOR_MEDIA_SLOW'],
    parse: parseSlowTurn,
    default: '1.5s',
  },
  strict: {
    flag: '--strict',
    under: 'answering',
    help: 'refuse to send an NCCO with errors; the caller hears an apology instead',
    verbs: listening,
    env: ['CONVO_MONITOR_STRICT'],
    parse: parseFlag('Whether an NCCO with errors is refused'),
    default: false,
  },
  applicationId: {
    flag: '--application-id',
    under: 'api',
    takes: '<id>',
    help: 'Vonage application id',
    verbs: [...found, 'token', 'link', 'restore'],
    env: ['VONAGE_APPLICATION_ID', 'VONAGE_APP_ID', 'NEXMO_APPLICATION_ID'],
    parse: parseApplicationId,
  },
  privateKey: {
    flag: '--private-key',
    under: 'api',
    takes: '<file>',
    help: 'the application’s private key: path, PEM or base64',
    verbs: [...found, 'token'],
    env: [
      'VONAGE_PRIVATE_KEY',
      'VONAGE_APPLICATION_PRIVATE_KEY_PATH',
      'VONAGE_PRIVATE_KEY_PATH',
      'VONAGE_PRIVATE_KEY64',
      'VONAGE_APPLICATION_PRIVATE_KEY64',
      'VONAGE_APPLICATION_PRIVATE_KEY',
      'NEXMO_PRIVATE_KEY',
      'NEXMO_PRIVATE_KEY_PATH',
    ],
    parse: parsePrivateKey,
    secret: true,
  },
  signatureSecret: {
    flag: '--signature-secret',
    under: 'reached',
    takes: '<secret>',
    help: 'account signature secret, or API_KEY:secret; @file reads it from a file',
    verbs: [...listening, 'replay', 'open'],
    several: true,
    env: ['VONAGE_SIGNATURE_SECRET', 'VONAGE_API_SIGNATURE_SECRET'],
    parse: parseSignatureSecrets,
    secret: true,
  },
  requireSignature: {
    flag: '--require-signature',
    under: 'reached',
    help: 'refuse webhooks that are not signed (401)',
    verbs: listening,
    env: ['CONVO_MONITOR_REQUIRE_SIGNATURE'],
    parse: parseFlag('Whether a signature is required'),
    default: false,
  },
  serveToken: {
    flag: '--serve-token',
    under: 'watching',
    takes: '<token>',
    help: 'what who attaches has to know, 16 characters or more; @file to read it from one',
    verbs: ['monitor', 'demo', 'config', 'attach'],
    env: ['CONVO_MONITOR_SERVE_TOKEN'],
    parse: parseServeToken,
    otherwise: 'a new one at each start',
    elsewhere: {
      attach: {
        help: 'the token that the monitor there wants, @file to read it from one, again for each connection; with --serve, the one that is wanted here',
        otherwise: 'that of a monitor of this machine is found; with --serve a new one at each start',
      },
    },
    secret: true,
  },
  apiKey: {
    flag: '--api-key',
    under: 'api',
    takes: '<key>',
    help: 'account API key',
    verbs: account,
    env: ['VONAGE_API_KEY', 'NEXMO_API_KEY'],
    parse: parseApiKey,
  },
  apiSecret: {
    flag: '--api-secret',
    under: 'api',
    takes: '<secret>',
    help: 'account API secret, @file to read it from one',
    verbs: account,
    env: ['VONAGE_API_SECRET', 'NEXMO_API_SECRET'],
    parse: parseSecret('The API secret'),
    secret: true,
  },
  apiUrl: {
    flag: '--api-url',
    under: 'api',
    takes: '<url>',
    help: 'base URL of the API',
    verbs: account,
    env: ['CONVO_MONITOR_API_URL', 'VONAGE_API_HOST'],
    parse: parseApiUrl,
    default: vonageApi,
  },
  pollIdle: {
    flag: '--poll-idle',
    under: 'api',
    takes: '<seconds>',
    help: 'how often a call is asked for that has been silent for a minute; less often the longer it is',
    verbs: connected,
    env: ['CONVO_MONITOR_POLL_IDLE'],
    parse: parseAmount('How often a silent call is asked for', 1, 3600),
    json: {type: 'number', minimum: 1, maximum: 3600},
    default: 15,
  },
  tunnel: {
    flag: '--tunnel',
    under: 'reached',
    takes: '<url>',
    help: 'the public URL that leads here, of a tunnel that is neither ngrok’s nor cloudflared’s',
    verbs: [...found, 'link'],
    env: ['CONVO_MONITOR_TUNNEL'],
    parse: parseTunnel,
  },
  ngrokApi: {
    flag: '--ngrok-api',
    under: 'reached',
    takes: '<url>',
    help: 'where ngrok’s agent tells of its tunnels; off: nobody is asked about tunnels, nor is any tried',
    verbs: [...found, 'link'],
    env: ['CONVO_MONITOR_NGROK_API'],
    parse: parseNgrokApi,
    default: 'http://127.0.0.1:4040',
  },
  allowControl: {
    flag: '--allow-control',
    under: 'acting',
    help: 'let calls be placed and acted on from here (:dial, :hangup, …), each after a question: what is called is charged for',
    verbs: acting,
    env: ['CONVO_MONITOR_ALLOW_CONTROL'],
    parse: parseFlag('Whether calls may be placed from here'),
    notByProjects: 'must not let calls be placed that you pay for',
    default: false,
  },
  from: {
    flag: '--from',
    under: 'acting',
    takes: '<number>',
    help: 'the number of yours that calls are placed from',
    verbs: acting,
    env: ['CONVO_MONITOR_FROM'],
    parse: parsePhoneNumber('The number to call from'),
    otherwise: 'one of the application’s numbers',
  },
  ...busSettings,
  ...keepingSettings,
  ...displaySettings,
} satisfies Record<string, Setting<unknown>>;

export type SettingName = keyof typeof settings;

/** What a setting's value is once it has been read. */
export type SettingValue<Name extends SettingName> = ReturnType<(typeof settings)[Name]['parse']>['value'];

export const settingNames = Object.keys(settings) as SettingName[];

/** A setting's row, with what only some rows have. */
export function settingOf<Name extends SettingName>(name: Name): Setting<SettingValue<Name>> {
  return settings[name] as unknown as Setting<SettingValue<Name>>;
}
