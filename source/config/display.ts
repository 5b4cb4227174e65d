import type {Given, Parsed} from './given.js';
import type {Setting} from './setting.js';
import {choice, parseAge, parseAmount, parseFlag, parsePath, parseRoutePath, parseSize, parseText} from './values.js';

const showing = ['monitor', 'demo', 'call', 'open', 'attach'] as const;
const exported = [...showing, 'export'] as const;
const drawn = [...exported, 'diff', 'replay', 'stats'] as const;

/** How calls are shown: the person's own taste, so that files and environment count for the demo and for recordings too. */
export const displaySettings = {
  plain: {
    flag: '--plain',
    under: 'shown',
    help: 'lines instead of the full screen',
    verbs: showing,
    personal: true,
    env: ['CONVO_MONITOR_PLAIN'],
    parse: parseFlag('Whether lines are written instead of a screen'),
  },
  format: {
    flag: '--format',
    under: 'shown',
    takes: '<format>',
    help: 'lines for people (text) or for programs (ndjson)',
    verbs: showing,
    personal: true,
    env: ['CONVO_MONITOR_FORMAT'],
    ...choice('The format of lines', ['text', 'ndjson']),
  },
  quiet: {
    flag: '--quiet',
    under: 'shown',
    help: 'lines without what the monitor says of itself, but for what fails',
    verbs: showing,
    personal: true,
    env: ['CONVO_MONITOR_QUIET'],
    parse: parseFlag('Whether the monitor says nothing of itself'),
  },
  ascii: {
    flag: '--ascii',
    under: 'shown',
    help: 'draw with ASCII characters only',
    verbs: [...drawn, 'doctor'],
    personal: true,
    env: ['CONVO_MONITOR_ASCII'],
    parse: parseFlag('Whether only ASCII is drawn'),
    otherwise: 'what the terminal can show',
  },
  unicode: {
    flag: '--unicode',
    under: 'shown',
    help: 'draw with lines and signs beyond ASCII, whatever locale and terminal say',
    verbs: [...drawn, 'doctor'],
    personal: true,
    env: ['CONVO_MONITOR_UNICODE'],
    parse: parseFlag('Whether more than ASCII is drawn'),
    otherwise: 'what the terminal can show',
  },
  fps: {
    flag: '--fps',
    under: 'shown',
    takes: '<n>',
    help: 'draw at most so often a second, for less motion',
    otherwise: '20, and 40 of what comes from a bus',
    verbs: showing,
    personal: true,
    env: ['CONVO_MONITOR_FPS'],
    parse: parseAmount('How often the screen is drawn', 0.2, 60),
    json: {type: 'number', minimum: 0.2, maximum: 60},
  },
  screenReader: {
    flag: '--screen-reader',
    under: 'shown',
    help: 'lines that a screen reader reads out as they come: the same as --plain, and as INK_SCREEN_READER=true',
    verbs: showing,
    personal: true,
    env: ['CONVO_MONITOR_SCREEN_READER'],
    parse: parseFlag('Whether a screen reader reads'),
  },
  mouse: {
    flag: '--mouse',
    under: 'shown',
    help: 'click and double-click rows, hints and tabs, turn the wheel (the terminal then selects text with Shift held)',
    verbs: showing,
    personal: true,
    env: ['CONVO_MONITOR_MOUSE'],
    parse: parseFlag('Whether the mouse is used'),
  },
  mask: {
    flag: '--mask',
    under: 'shown',
    elsewhere: {simulate: {under: 'calls'}},
    help: 'hide the middle of phone numbers in everything shown or written but the recording',
    verbs: [
      ...drawn,
      'worker',
      'calls',
      'test',
      'expect',
      'simulate',
      'config',
      'ncco',
      'recordings',
      'doctor',
      'init',
      'link',
      'restore',
      'mcp',
    ],
    personal: true,
    env: ['CONVO_MONITOR_MASK'],
    parse: parseFlag('Whether numbers are hidden'),
  },
  filter: {
    flag: '--filter',
    under: 'shown',
    takes: '<expr>',
    help: 'show only the events that this finds, such as "leg:L1 is:problem"; see ? on the screen',
    verbs: [...exported, 'calls'],
    personal: true,
    env: ['CONVO_MONITOR_FILTER'],
    parse: parseText('The filter'),
  },
  theme: {
    flag: '--theme',
    under: 'shown',
    takes: '<name>',
    help: 'colours: dark, light, high-contrast, mono, color-blind',
    otherwise: 'light or dark, as the terminal is',
    verbs: showing,
    personal: true,
    env: ['CONVO_MONITOR_THEME'],
    ...choice('The theme', ['dark', 'light', 'high-contrast', 'mono', 'color-blind']),
  },
} as const satisfies Record<string, Setting<unknown>>;

const recorded = ['monitor', 'demo', 'call', 'test'] as const;
const route = (name: string) =>
  ({
    takes: '<path>',
    help: `path of ${name} webhooks`,
    verbs: ['monitor', 'call', 'config', 'doctor', 'link', 'mcp'],
    parse: parseRoutePath(`The path of ${name} webhooks`),
  }) as const;

/** What is kept, and where webhooks are expected. */
export const keepingSettings = {
  answerPath: {
    flag: '--answer-path',
    under: 'reached',
    ...route('answer'),
    otherwise: '/webhooks/answer',
    env: ['CONVO_MONITOR_ANSWER_PATH'],
  },
  eventPath: {
    flag: '--event-path',
    under: 'reached',
    ...route('event'),
    otherwise: '/webhooks/event',
    env: ['CONVO_MONITOR_EVENT_PATH'],
  },
  fallbackPath: {
    flag: '--fallback-path',
    under: 'reached',
    ...route('fallback'),
    otherwise: '/webhooks/fallback',
    env: ['CONVO_MONITOR_FALLBACK_PATH'],
  },
  rtcPath: {
    flag: '--rtc-path',
    under: 'reached',
    ...route('RTC'),
    otherwise: '/webhooks/rtc',
    env: ['CONVO_MONITOR_RTC_PATH'],
  },
  record: {
    flag: '--record',
    under: 'kept',
    takes: '<file>',
    help: 'record to this file',
    not: 'record nothing',
    otherwise: 'one a run in the state folder',
    verbs: [...recorded, 'doctor', 'mcp'],
    env: ['CONVO_MONITOR_RECORD'],
    parse: parseRecord,
    json: {type: ['string', 'boolean'], description: 'a file, or false'},
  },
  recordMax: {
    flag: '--record-max',
    under: 'kept',
    takes: '<size>',
    help: 'how large a recording may become before it goes on in another file, or off',
    default: '200MB',
    verbs: recorded,
    env: ['CONVO_MONITOR_RECORD_MAX'],
    parse: parseRecordMax,
  },
  recordAge: {
    flag: '--record-age',
    under: 'kept',
    takes: '<time>',
    help: 'how long a recording goes on before it does so in another file: 12h, 7d',
    otherwise: 'as long as it is not too large',
    verbs: recorded,
    env: ['CONVO_MONITOR_RECORD_AGE'],
    parse: parseAge('How long a recording goes on'),
  },
  memory: {
    flag: '--memory',
    under: 'kept',
    takes: '<size>',
    help: 'the most memory to take, such as 2GB: the oldest calls are let go then, and stay in the recording',
    otherwise: '512MB; what it needs for a recording that is opened',
    verbs: showing,
    personal: true,
    env: ['CONVO_MONITOR_MEMORY'],
    parse: parseSize('The most memory to take', 192e6),
  },
  durable: {
    flag: '--durable',
    under: 'kept',
    help: 'let each webhook reach the disk before it is answered',
    verbs: recorded,
    env: ['CONVO_MONITOR_DURABLE'],
    parse: parseFlag('Whether each webhook reaches the disk first'),
  },
} as const satisfies Record<string, Setting<unknown>>;

/** A file, or false for none. */
function parseRecord(given: Given): Parsed<string | false> {
  return given.raw === false || given.raw === 'off' ? {value: false} : parsePath('The recording')(given);
}

/** A size, or off. */
function parseRecordMax(given: Given): Parsed<string> {
  return given.raw === false || given.raw === 'off'
    ? {value: 'off'}
    : parseSize('How large a recording may become', 1e6)(given);
}
