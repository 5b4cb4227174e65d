/** Every state of the screen that is kept as text: how it comes about, and in which sizes. */

import type {Checkup} from '../../source/call/checkup.js';
import type {Draft, HealthObservation, Observation} from '../../source/call/observation.js';
import {problems} from '../../source/poller/problem.js';
import type {Look} from '../../source/screen/look.js';
import type {Model} from '../../source/store/model.js';
import type {ListenerVitals} from '../../source/store/vitals.js';
import {tunnelsSay} from '../../source/tunnel/tunnel-health.js';
import {agentCall, media} from '../helpers/agent-call.js';
import {answer, busy, callee, caller, crowd, menu, news, observed, other, polled, talked} from '../helpers/calls.js';
import {ALICE, answerDraft, apiDraft, eventDraft, observe, seedObservations, tableWebhooks} from '../helpers/seed.js';
import {keysIn} from '../helpers/session.js';
import {modelOf, pressed} from '../screen/frame.js';

export const sizes = {
  '20x3': {columns: 20, rows: 3},
  '59x24': {columns: 59, rows: 24},
  '60x15': {columns: 60, rows: 15},
  '80x24': {columns: 80, rows: 24},
  '120x40': {columns: 120, rows: 40},
  '160x48': {columns: 160, rows: 48},
};
export type SizeName = keyof typeof sizes;
type Size = (typeof sizes)[SizeName];

/** In the middle of the phone numbers of all these calls; nothing else has it. */
export const MIDDLE = /7700[09]/;

export type Scene = {
  model: (size: Size) => Model;
  sizes: readonly SizeName[];
  look?: Partial<Look>;
  /** Something lies over the panes, so that not all of their borders can be seen. */
  floats?: boolean;
  /** The scene that this one shows, drawn in another way: it has no text of its own. */
  as?: string;
};

const all = ['80x24', '120x40', '160x48'] as const;
const withSmallest = ['60x15', ...all] as const;
const narrowAndWide = ['80x24', '160x48'] as const;

/** A recording that was read to its end, after some keys: `keys` is a sentence of them, such as `/ d t m f Enter`. */
function recorded(observations: readonly Observation[], keys = '', more: Partial<Model> = {}) {
  return (size: Size): Model => {
    const hasTimeLine = (more.mode ?? 'replay') === 'replay' && size.rows >= 20;
    return pressed({...modelOf(observations, {...size, hasTimeLine}), ...more}, ...keysIn(keys));
  };
}

/** An earlier moment of a recording: when so many observations had arrived. */
function past(observations: readonly Observation[], count: number, speed?: number) {
  return (size: Size): Model => {
    const {seq = 0, at = 0} = observations[count - 1] ?? {};
    const then = modelOf(observations.slice(0, count), {
      ...size,
      hasTimeLine: true,
      moment: {seq, at: at + 700, speed},
    });
    return {...then, now: at + 700, latest: modelOf(observations).world};
  };
}

/** A call that is being watched. */
function live(observations: readonly Observation[], keys = '', more: Partial<Model> = {}) {
  return recorded(observations, keys, {mode: 'live', file: undefined, isComplete: undefined, ...more});
}

/** The same on a screen that looks at a monitor elsewhere. */
function attached(observations: readonly Observation[], keys = '', more: Partial<Model> = {}) {
  return live(observations, keys, {mode: 'attached', attachedTo: '127.0.0.1:4600', follows: true, ...more});
}

/** Of a team, one is heard, one is silent for two minutes, and one has a clock of its own. */
const teamMates = (at: number): readonly ListenerVitals[] => [
  {name: 'lab', state: 'here', heardAt: at, behindMs: 3, version: '1.0.0'},
  {name: 'laptop', state: 'silent', heardAt: at - 120_000, behindMs: 0, version: '1.0.0'},
  {name: 'staging', state: 'here', heardAt: at, behindMs: 12_000, version: '1.0.0', clockMs: 3210},
];

const routes = {
  answer: '/webhooks/answer',
  event: '/webhooks/event',
  fallback: '/webhooks/fallback',
  rtc: '/webhooks/rtc',
};
const setup = {version: '1.0.0', url: 'http://127.0.0.1:3000', routes, answer: 'a short spoken NCCO'};
const applicationId = 'aaaaaaaa-bbbb-cccc-dddd-0123456789ab';
/** A call with two notes, of which one is long. */
const noted: readonly Observation[] = [
  ...talked,
  ...[
    {
      to: talked.length - 3,
      text: 'She hung up after a minute, as she always does on Mondays: ask the carrier, ticket 4711',
    },
    {to: 1, text: 'test call'},
  ].map((note, i) => {
    const {seq = 0, at = 0} = talked.at(-1) ?? {};
    return {source: 'control', action: 'note', note, seq: seq + 1 + i, at} as const;
  }),
];
const start = (more: object = {}): Draft => ({source: 'control', action: 'start', setup: {...setup, ...more}});
const ab12 = {url: 'https://ab12.ngrok.app', port: 3000};
type Part = 'poller' | 'listener' | 'recording' | 'credentials';
const failing = (part: Part, code: string, text: string, state: HealthObservation['state'] = 'failing'): Draft => ({
  source: 'health',
  part,
  state,
  code,
  text,
});
const wrongKey = {host: 'api.nexmo.com', conversation: '', asked: ''};
const {unauthorized} = problems;
const refused = failing('poller', 'unauthorized', unauthorized.text(wrongKey), unauthorized.state);
const unreachable = failing('poller', 'dns', 'api.nexmo.com cannot be found: is this machine online? It goes on.');
const noKey = failing('credentials', 'no-private-key', 'There is an application id, but no private key.');
const unknownPath: Draft = {
  source: 'health',
  part: 'listener',
  state: 'ok',
  code: 'unknown-path',
  text: 'GET /answer was answered 404: put /webhooks/answer into the application, or start with --answer-path /answer',
};
const lost: Draft = {
  source: 'health',
  part: 'feed',
  state: 'failing',
  code: 'detached',
  text: 'Nothing listens at ws://127.0.0.1:4600. Start the monitor there with --serve, or correct the address. It is tried again until this ends.',
};
const unwritten = failing('recording', 'disk-full', 'The disk is full: nothing more is recorded. Make room.');
const tunnel = (...said: Parameters<typeof tunnelsSay>): Draft[] =>
  [tunnelsSay(...said)].flatMap(each => (each ? [{source: 'health', part: 'tunnel', ...each}] : []));
const webhooks = tableWebhooks().map(eventDraft);
const seed = seedObservations();

/** The seed's call with the Conversation API's view of two of Alice's events; of the first it names another caller. */
const disputed = observe([
  answerDraft,
  ...webhooks,
  apiDraft('events', {
    _embedded: {
      data: {
        events: [
          sip(7, 'sip:ringing', '2018-10-25T09:26:20.993Z', {from: {number: '447700000009'}}),
          sip(8, 'sip:answered', '2018-10-25T09:26:30.345Z', {}),
        ],
      },
    },
  }),
]);

function sip(id: number, type: string, timestamp: string, channel: object) {
  return {id, type, timestamp, body: {channel: {id: ALICE.leg, type: 'phone', ...channel}, direction: 'inbound'}};
}

/** 300 calls, of which some fail and some go on. */
const hundreds = observed(
  ...Array.from({length: 300}, (_, i) => {
    const conversation_uuid = `CON-${String(i).padStart(8, '0')}-0000-4000-8000-000000000000`;
    const uuid = `${String(i).padStart(8, '0')}-0000-4000-8000-00000000000a`;
    const leg = i % 3 ? caller('a', `4477009${String(i).padStart(5, '0')}`) : callee('a', `3312345${i}`);
    const one = (status: string, at: number, more = {}) =>
      news(leg, status, i + at, {conversation_uuid, uuid, ...more});
    const end = ['completed', 'busy', 'answered', 'failed'][i % 4] ?? '';
    return [one('started', 0), one('ringing', 0.2), one(end, 0.8, end === 'failed' ? {sip_code: 503} : {})];
  }).flat(),
);

/** What a caller may be called, and what a row must survive. */
const names = [
  '漢字漢字漢字漢字漢字漢字',
  'Ann\x1b[2J\x1b]0;PWNED\x07\u202e',
  'عربي العربية 447700900003',
  '👩‍👩‍👧‍👦🏳️‍🌈🇬🇧😀😀',
  `e${'\u0301\u0327'.repeat(20)}क्षमा`,
  'x'.repeat(10_000),
];
const hostileLegs = names.map((name, i) => (i === 0 ? caller('a', name) : callee('abcdefg'.charAt(i), name)));
const hostile = observed(
  ...hostileLegs.flatMap((leg, i) => [
    news(leg, 'started', i),
    ...(i === 0
      ? [
          answer(
            leg,
            0.3,
            names.map(text => ({action: 'talk', text})),
          ),
        ]
      : []),
    news(leg, i % 2 ? 'answered' : 'ringing', i + 2),
    other(i + 4, {dtmf: {digits: names[i], timed_out: false}, [names[i] ?? '']: names[i]}, leg),
    polled({id: i + 1, type: `custom:${names[i]}`, at: i + 5, leg, body: {user: {name: names[i]}}}),
    news(leg, i % 3 ? 'completed' : 'failed', i + 20, {detail: names[i], disconnected_by: names[i]}),
  ]),
);

/** A WebSocket of which nothing is as it should be. */
const hostileAgent = observed(
  ...names.map((name, i) => media(i, {kind: 'open', path: `/${name}`, ms: 12, to: name, protocol: name})),
  ...names.map((body, i) => media(6 + i, {kind: 'text', from: i % 2 ? 'vonage' : 'application', body})),
  media(13, {kind: 'refused', path: '/', by: 'application', ms: 1, code: 'status', text: names.join(' ')}),
  media(14, {kind: 'close', by: 'vonage', reason: names.join(' '), at: 9000}),
);

/** A problem after the other: late and repeated deliveries, and an application that fails. */
const anna = caller('a', '447700900001');
const troubled = observed(
  news(anna, 'ringing', 1),
  news(anna, 'started', 0),
  news(anna, 'ringing', 1),
  {...news(anna, 'answered', 2), reply: {status: 500, ms: 3, body: 'Internal Server Error'}},
  answer(anna, 2.5, [{action: 'tlak', text: 'Hello'}]),
  news(anna, 'failed', 9, {sip_code: 503, detail: 'carrier'}),
);

const talking = talked.slice(0, 15);
const soon = (ms: number) => ({now: (talking.at(-1)?.at ?? 0) + ms});

/** The agent speaks just now, further ahead than the figures know. */
const speaking = {
  now: (agentCall[15]?.at ?? 0) + 900,
  vitals: {
    ...{memory: 200_000_000, ceiling: 512_000_000},
    meters: {S: {queueAhead: 4800, vonage: -50, application: -12, vonageSpeaks: false, applicationSpeaks: true}},
  },
};

/** An answer webhook that has no reply yet. */
const {reply: _, ...open} = answer(anna, 0.5, []);
const [listens] = observe([start()]);
const thinking = [
  ...(listens ? [{...listens, seq: 1000}] : []),
  ...observed(news(anna, 'started', 0), news(anna, 'ringing', 0), open),
];

/** The calls of which all views are kept. */
const viewed = {seed, busy, talked, menu, crowd, agent: agentCall};
const views: Record<string, Scene> = Object.fromEntries(
  Object.entries(viewed).flatMap(([name, call]) => [
    [name, {model: recorded(call), sizes: name === 'seed' ? withSmallest : all}],
    [`${name}-ladder`, {model: recorded(call, 'v'), sizes: name === 'seed' ? withSmallest : all}],
    [`${name}-bars`, {model: recorded(call, 'v v'), sizes: all}],
  ]),
);

const examining = {simulate: false, snapshot: true, examine: true, scenarios: []};

/** What a doctor found whose tunnel is yesterday’s. */
const checkedHops: Checkup = {
  at: 0,
  ms: 1840,
  hops: [
    {id: 'machine', title: 'machine', verdict: 'ok', seen: 'Node 24.1.0 on linux x64; a terminal of 80×24, UTF-8'},
    {id: 'token', title: 'token', verdict: 'ok', seen: 'application id and private key belong together', ms: 212},
    {
      id: 'clock',
      title: 'clock',
      verdict: 'odd',
      seen: 'this machine is 12 s behind the API',
      advice: 'Set it by the network.',
    },
    {id: 'number', title: 'number', verdict: 'ok', seen: '447700900123 is linked to it', ms: 140},
    {
      ...{id: 'tunnel', title: 'tunnel', verdict: 'broken', asked: 'GET http://127.0.0.1:4040/api/tunnels'},
      seen: 'none leads here: ngrok’s agent does not run here, and https://old.ngrok.app of the answer URL does not either',
      advice: 'Run: ngrok http 3000 — and put its URL into the application.',
    },
    {
      id: 'answer-url',
      title: 'answer URL',
      verdict: 'unknown',
      seen: 'GET https://old.ngrok.app/webhooks/answer',
      advice: 'See tunnel.',
    },
    {id: 'fallback-url', title: 'fallback URL', verdict: 'unused', seen: 'it has none: a call whose answer fails ends'},
  ],
};

const waiting: Record<string, Scene> = {
  'first-run-no-credentials': {model: live(observe([start()])), sizes: withSmallest},
  'credentials-half-there': {model: live(observe([start(), noKey])), sizes: all},
  'credentials-refused': {model: live(observe([start({applicationId}), refused])), sizes: all},
  'tunnel-leads-elsewhere': {
    model: live(observe([start({applicationId}), ...tunnel([{...ab12, port: 8080}], 3000)])),
    sizes: narrowAndWide,
  },
  'tunnel-leads-here': {
    model: live(observe([start({applicationId}), ...tunnel([ab12], 3000)])),
    sizes: ['60x15', ...narrowAndWide],
  },
  'urls-to-enter-in-the-session': {
    model: live(observe([start({applicationId}), ...tunnel([ab12], 3000)]), '5'),
    sizes: narrowAndWide,
  },
  'hops-can-be-checked': {
    model: live(observe([start({applicationId}), ...tunnel([ab12], 3000)]), '', {can: examining}),
    sizes: narrowAndWide,
  },
  'hops-checked': {
    model: size => {
      const model = live(observe([start({applicationId})]), '', {can: examining})(size);
      return {...model, view: {...model.view, overlay: 'doctor', checkup: checkedHops}};
    },
    sizes: withSmallest,
  },
  'simulated-calls-only': {
    model: live(observe([start({applicationId, simulated: true})]), '', {
      can: {simulate: true, snapshot: true, scenarios: []},
    }),
    sizes: all,
  },
  'nothing-can-be-recorded': {model: live(observe([start(), unwritten])), sizes: all},
  'a-path-that-nobody-knows': {model: live(observe([start(), unknownPath])), sizes: narrowAndWide},
  'recording-being-read': {model: recorded([], '', {isComplete: false}), sizes: all},
  'attached-before-the-first-call': {model: attached(observe([start({applicationId})])), sizes: withSmallest},
  'attached-and-lost': {model: attached(observe([start(), lost])), sizes: narrowAndWide},
  'attached-live-call': {model: attached(talking, '', soon(15_300)), sizes: all},
  'attached-session': {
    model: attached(observe([start({applicationId}), ...webhooks.slice(0, 4), lost]), '5'),
    sizes: narrowAndWide,
  },
  'attached-to-a-bus': {
    model: attached(talking, '5', {
      ...soon(15_300),
      attachedTo: 'nats://bus.example.com:4222',
      bus: 'qa',
      vitals: {listeners: {strange: 0, isDeaf: false, all: teamMates(talking.at(-1)?.at ?? 0)}},
    }),
    sizes: narrowAndWide,
  },
  'reading-a-bus-again': {
    model: attached(talking, '', {
      ...soon(15_300),
      attachedTo: 'nats://bus.example.com:4222',
      bus: 'qa',
      since: (talking.at(-1)?.at ?? 0) - 7_200_000,
      can: {simulate: false, snapshot: true, scenarios: [], anew: true},
      anew: {
        since: (talking.at(-1)?.at ?? 0) - 3 * 86_400_000,
        reading: {done: 14_000, of: 56_000, unit: 'messages', forMs: 1200, leftMs: 3400},
      },
    }),
    sizes: narrowAndWide,
  },
  'recording-without-a-call': {model: recorded(observe([start()])), sizes: all},
};

const lists: Record<string, Scene> = {
  'API-unreachable-during-a-call': {
    model: live(observe([start({applicationId}), ...webhooks.slice(0, 4), unreachable])),
    sizes: all,
  },
  'credentials-refused-during-a-call': {
    model: live(observe([start({applicationId}), ...webhooks.slice(0, 4), refused])),
    sizes: narrowAndWide,
  },
  'tunnel-gone': {
    model: live(observe([start({applicationId}), ...webhooks.slice(0, 4), ...tunnel([], 3000, ab12)])),
    sizes: all,
  },
  paused: {model: live(observe([start(), ...webhooks.slice(0, 4)]), 'p', {waiting: 12}), sizes: withSmallest},
  'filtered-to-nothing': {model: recorded(observe(webhooks), '/ z Enter'), sizes: all},
  filtered: {model: recorded(seed, '/ leg:L2 Enter'), sizes: narrowAndWide},
  'marks-only': {model: recorded(seed, '/ answered Enter \\ n'), sizes: narrowAndWide},
  'only-one-leg': {model: recorded(talked, 'k k L'), sizes: narrowAndWide},
  bookmarks: {model: recorded(seed, 'g m j j m k Space'), sizes: narrowAndWide},
  noted: {model: recorded(noted, 'k'), sizes: all},
  'noted-ladder': {model: recorded(noted, 'v'), sizes: narrowAndWide},
  'noted-detail': {model: recorded(noted, 'k Enter'), sizes: narrowAndWide},
  'writing-a-note': {model: recorded(noted, 'k w ! C-a'), sizes: withSmallest},
  'application-thinks': {model: live(thinking, '', {now: (thinking.at(-1)?.at ?? 0) + 2000}), sizes: all},
  'live-call': {model: live(talking, '', soon(15_300)), sizes: all},
  'live-call-ladder': {model: live(talking, 'v', soon(15_300)), sizes: all},
  'live-call-bars': {model: live(talking, 'v v', soon(15_300)), sizes: all},
  unfollowed: {model: live(talked, 'k k k', {now: talked.at(-1)?.at ?? 0}), sizes: narrowAndWide},
  'hundreds-of-calls': {model: live(hundreds, '1'), sizes: all},
  'calls-sorted-and-filtered': {model: live(hundreds, '1 > > / status:busy Enter'), sizes: narrowAndWide},
  'time-since-previous': {model: recorded(seed, 't t t'), sizes: narrowAndWide},
  'json-view': {model: recorded(seed, 'v v v'), sizes: all},
  'agent-media': {model: recorded(agentCall, '2 j v'), sizes: withSmallest},
  'live-agent-media': {model: live(agentCall.slice(0, 16), '2 j v', speaking), sizes: narrowAndWide},
  'an-earlier-moment': {model: past(talked, 9), sizes: all},
  'a-call-that-is-played': {model: past(troubled, 6, 16), sizes: all},
  'zoomed-events': {model: recorded(seed, '+'), sizes: narrowAndWide},
  'zoomed-legs': {model: recorded(crowd, '2 +'), sizes: narrowAndWide},
  members: {model: recorded(seed, '4'), sizes: narrowAndWide},
  session: {
    model: live(observe([start({applicationId}), ...webhooks.slice(0, 4), unreachable]), '5'),
    sizes: narrowAndWide,
  },
  ncco: {model: recorded(menu, '8'), sizes: narrowAndWide},
  problems: {model: recorded(troubled, '6'), sizes: all},
  'problems-acknowledged': {model: recorded(troubled, '6 a j a'), sizes: narrowAndWide},
  'next-problem': {model: recorded(troubled, 'e'), sizes: narrowAndWide},
};

const details: Record<string, Scene> = {
  'detail-json': {model: recorded(disputed, 'k k Enter'), sizes: withSmallest},
  'detail-folded': {model: recorded(disputed, 'G Enter G k k k h'), sizes: narrowAndWide},
  'detail-raw': {model: recorded(disputed, 'k k Enter }'), sizes: narrowAndWide},
  'detail-http': {model: recorded(talked, 'g j j Enter } }'), sizes: narrowAndWide},
  'detail-compare': {model: recorded(disputed, 'g j j Enter } } }'), sizes: narrowAndWide},
  'detail-diff': {model: recorded(disputed, 'g j Space j Space d'), sizes: narrowAndWide},
};

/** Without styles a sign stands in front of what is found, so that these have no other looks. */
const searches: Record<string, Scene> = {
  'detail-search': {model: recorded(disputed, 'k k Enter / 4477 Enter n'), sizes: withSmallest},
  'detail-search-typed': {model: recorded(disputed, 'k k Enter / /t.p/i'), sizes: narrowAndWide},
  'detail-search-nothing': {model: recorded(disputed, 'k k Enter / nothing'), sizes: narrowAndWide},
  'detail-search-raw': {model: recorded(talked, 'g j j Enter } / talk Enter n'), sizes: narrowAndWide},
  'detail-search-wrong': {model: recorded(disputed, 'k k Enter / /(/'), sizes: narrowAndWide},
  'hostile-search': {model: recorded(hostile, 'g j j j Enter / /[^"a-z]+/ Enter n n n'), sizes: narrowAndWide},
};

const overlays: Record<string, Scene> = {
  help: {model: recorded(seed, '?'), sizes: withSmallest},
  'help-at-its-end': {model: recorded(seed, '? G'), sizes: narrowAndWide},
  'help-searched': {model: recorded(seed, '? / copy'), sizes: narrowAndWide},
  palette: {model: recorded(seed, ':'), sizes: withSmallest, floats: true},
  'palette-found': {model: recorded(seed, ': pro'), sizes: narrowAndWide, floats: true},
  'palette-argument': {model: recorded(seed, ': explain Space bu'), sizes: narrowAndWide, floats: true},
  'palette-trouble': {model: recorded(seed, ': snapshto'), sizes: narrowAndWide, floats: true},
  'filter-completed': {model: recorded(seed, '/ le'), sizes: narrowAndWide},
  'filter-chosen': {model: recorded(seed, '/ leg: Tab'), sizes: narrowAndWide},
  'filter-wrong': {model: recorded(seed, '/ leg:L1 Space lge:x'), sizes: withSmallest},
  'ready-made-filters': {model: recorded(seed, 'f j Space'), sizes: narrowAndWide, floats: true},
  masked: {model: recorded(seed, ': mask Enter Enter'), sizes: narrowAndWide},
  'save-as': {model: recorded(seed, 'S j'), sizes: withSmallest, floats: true},
  'save-a-part': {
    model: recorded(seed, '/ answered Enter Space L S G'),
    sizes: narrowAndWide,
    floats: true,
  },
  stats: {model: recorded(hundreds, 'Z'), sizes: withSmallest},
  'stats-of-one-call': {model: recorded(agentCall, 'Z'), sizes: narrowAndWide},
  comparison: {model: recorded(hundreds, '1 g Space j Space d'), sizes: withSmallest},
  qr: {
    model: live(observe([start({applicationId}), ...tunnel([ab12], 3000)]), ': qr Enter'),
    sizes: narrowAndWide,
    floats: true,
  },
  explain: {model: recorded(busy, ': explain Space 486 Enter'), sizes: narrowAndWide, floats: true},
  'confirm-quit': {model: live(talking, 'q'), sizes: narrowAndWide},
  'confirm-clear': {model: live(talking, 'C'), sizes: ['80x24']},
  cleared: {model: recorded(seed, 'C y'), sizes: all},
  'cleared-during-a-call': {model: live(talking, 'C C', soon(15_300)), sizes: narrowAndWide},
  'no-bookmarks-in-this-call': {model: recorded(observe(webhooks), 'M'), sizes: narrowAndWide},
};

const attacked: Record<string, Scene> = {
  hostile: {model: recorded(hostile), sizes: withSmallest},
  'hostile-ladder': {model: recorded(hostile, 'v'), sizes: narrowAndWide},
  'hostile-bars': {model: recorded(hostile, 'v v'), sizes: narrowAndWide},
  'hostile-media': {model: recorded(hostileAgent, 'v v v v'), sizes: narrowAndWide},
  'hostile-json': {model: recorded(hostile, 'v v v'), sizes: narrowAndWide},
  'hostile-detail': {model: recorded(hostile, 'g j j j Enter'), sizes: narrowAndWide},
  'hostile-ncco': {model: recorded(hostile, '8'), sizes: narrowAndWide},
  'hostile-problems': {model: recorded(hostile, '6'), sizes: narrowAndWide},
  'hostile-filters': {model: recorded(hostile, 'f G'), sizes: narrowAndWide, floats: true},
  'hostile-completions': {model: recorded(hostile, '/ type:'), sizes: narrowAndWide},
};

/** The same screens in other characters and colours. */
const looks: Record<string, Scene> = Object.fromEntries(
  Object.entries({...views, ...details, ...attacked, ...pick(overlays, 'help', 'palette')}).flatMap(
    ([name, {model, sizes, floats}]) => {
      const drawn = {model, floats, as: name, sizes: sizes.filter(size => size !== '120x40')};
      return [
        [`${name}, without colours`, {...drawn, look: {depth: 'none'}}],
        [`${name}, in the mono theme`, {...drawn, look: {theme: 'mono'}}],
        [`${name}, in ASCII`, {...drawn, look: {ascii: true}}],
      ];
    },
  ),
);

function pick(from: Record<string, Scene>, ...names: string[]): Record<string, Scene> {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));
}

export const scenes: Record<string, Scene> = {
  'too-small': {model: recorded(seed), sizes: ['59x24', '20x3']},
  ...views,
  ...waiting,
  ...lists,
  ...details,
  ...searches,
  ...overlays,
  ...attacked,
  ...looks,
};

/** The scenes of a size, in the order in which they are drawn. */
export function scenesAt(size: SizeName): [string, Scene][] {
  return Object.entries(scenes).filter(([, scene]) => scene.sizes.includes(size));
}
