import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {AudioFigures, Figures, MediaEvent, Turn} from '../../source/call/media.js';
import type {Observation} from '../../source/call/observation.js';
import {forget} from '../../source/world/fold/forget.js';
import {eventView} from '../../source/world/read/event-view.js';
import {problemsOf} from '../../source/world/read/problems.js';
import {inAudio, namelessSocket} from '../../source/world/read/sockets.js';
import {type Conversation, emptyWorld, type World} from '../../source/world/world.js';
import {media} from '../helpers/agent-call.js';
import {callee, caller, observed as calls, news, type Scene, withNcco} from '../helpers/calls.js';
import {fold} from '../helpers/fold.js';

const call = 'CON-aaaaaaaa-1111-2222-3333-444444444444';
const began = Date.UTC(2026, 10, 27, 12);

type Media = {event: MediaEvent; of?: {conversation?: string; leg?: string}};

/** What happened on one socket, a tenth of a second after the other; of the leg L unless it says otherwise. */
const observed = (...all: (Media | MediaEvent)[]): Observation[] =>
  all.map((each, i) => {
    const {event, of = {conversation: call, leg: 'L'}} = 'event' in each ? each : {event: each};
    return {seq: i + 1, at: began + i * 100, source: 'media', socket: 'S', ...of, event};
  });

const open: MediaEvent = {kind: 'open', path: '/agent?key=1', ms: 12, to: 'http://127.0.0.1:5000'};
const text = (from: 'vonage' | 'application', body: object | string): MediaEvent => ({
  kind: 'text',
  from,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const connected = text('vonage', {event: 'websocket:connected', 'content-type': 'audio/l16;rate=8000', uuid: 'x'});
const closed: MediaEvent = {kind: 'close', by: 'vonage', code: 1000, at: 9000};

const silent: AudioFigures = {
  ...{frames: 0, bytes: 0, jitter: 0, gaps: 0, longestGap: 0, clipped: 0, silent: 0, spoken: 0, unclear: 0, odd: 0},
};
const queue: Figures['queue'] = {ahead: 0, most: 0, underruns: 0, starved: 0, lost: 0, cleared: 0, unasked: 0};
const talking: AudioFigures = {...silent, frames: 500, bytes: 160_000, firstAt: 500, firstSoundAt: 600};

const figures = (
  at: number,
  {
    vonage = talking,
    application = talking,
    ...more
  }: Partial<Omit<Figures, 'queue'>> & {queue?: Partial<Figures['queue']>} = {},
): MediaEvent => ({kind: 'figures', figures: {at, vonage, application, ...more, queue: {...queue, ...more.queue}}});

/** A minute in which the agent says what the caller says. */
const words = 'VWXUVWAAAAXVTUWVVXAAAAAAVWUXVAAAAAVXVUWXVUVTAAAAAVWXVUAAAAAAAA';
const echoed = {from: 0, vonage: words, application: words};

const turn = (to: number, latency: number, inQueue = 0): Turn => ({
  ...{from: to - 1000, to, sentAt: to + latency - inQueue, heardAt: to + latency},
  ...{latency, inApplication: latency - inQueue, inQueue},
});

function rowsOf(world: World, id = call): string[] {
  const conversation = world.conversations.get(id);
  return (conversation?.rows ?? []).map(row => {
    const {type, note = '', leg, witnesses} = eventView(world, conversation as never, row);
    return `${type} ${leg} ${witnesses} ${note}`;
  });
}

const found = (...all: (Media | MediaEvent)[]) => {
  const world = fold(emptyWorld(), observed(...all));
  return [...world.conversations.values()].flatMap(each => problemsOf(world, each));
};
const codesOf = (...all: (Media | MediaEvent)[]): string[] => found(...all).map(({code}) => code);

describe('the WebSocket of a leg', () => {
  const whole = [
    open,
    connected,
    text('vonage', {event: 'websocket:dtmf', digit: '8', duration: 130}),
    text('application', {action: 'clear'}),
    text('vonage', {event: 'websocket:cleared'}),
    text('application', {action: 'notify', payload: {n: 1}}),
    text('vonage', {event: 'websocket:notify', payload: {n: 1}}),
    figures(5000),
    {kind: 'turn', turn: turn(3000, 840, 200)},
    {kind: 'barge-in', bargeIn: {at: 5000, to: 6000, clearAt: 5300, silentAt: 5360, thrownAway: 2000}},
    closed,
  ] satisfies MediaEvent[];

  it('has its texts, turns and its end in the stream of the call, and its figures not', () => {
    expect(rowsOf(fold(emptyWorld(), observed(...whole)))).toEqual([
      'websocket:open L media /agent after 12 ms',
      'websocket:connected L media audio/l16;rate=8000',
      'websocket:dtmf L media 8 for 130 ms',
      'websocket:clear L media ',
      'websocket:cleared L media ',
      'websocket:notify:asked L media {"n":1}',
      'websocket:notify L media {"n":1}',
      'websocket:turn L media 840 ms to answer: 640 ms in the application, 200 ms waiting',
      'websocket:barge-in L media clear after 300 ms, silent after 360 ms',
      'websocket:closed L media by Vonage, 1000',
    ]);
  });

  it('is what an event is called by as long as no leg is known by which it could be', () => {
    const [one, other] = ['S', 'T'].map(socket =>
      observed(
        {event: {...open, path: `/${socket}?key=1`}, of: {}},
        {event: connected, of: {}},
        {event: closed, of: {}},
      ).map(each => ({...each, socket})),
    );
    const mixed = [...(one ?? []), ...(other ?? [])].map((each, i) => ({...each, seq: i + 1}) as Observation);
    const world = fold(emptyWorld(), mixed);
    const loose = world.conversations.get('') as Conversation;
    expect(loose.rows.map(row => namelessSocket(world, loose, row)?.id).sort()).toEqual(['S', 'S', 'S', 'T', 'T', 'T']);
    for (const row of loose.rows) expect(namelessSocket(world, loose, row)?.rows).toContain(row);
    const named = fold(emptyWorld(), [...calls(news(caller('L', '447700900001'), 'started', 0))]);
    const [leg = ''] = named.legs.keys();
    const then = fold(
      named,
      observed({event: open, of: {conversation: call, leg}}).map(each => ({...each, seq: 100})),
    );
    const row = then.conversations.get(call)?.rows.at(-1) ?? -1;
    expect(namelessSocket(then, then.conversations.get(call) as Conversation, row)).toBeUndefined();
  });

  it('has its place said with what is wrong with it, where nothing else says which it is', () => {
    const refused: MediaEvent = {
      ...{kind: 'refused', by: 'application', path: '/agent?key=1', ms: 3},
      ...{code: 'x', text: 'no.'},
    };
    const unknown = text('application', 'hello');
    const texts = (of: Media['of']) =>
      [refused, unknown].flatMap(event => found({event: open, of}, {event, of})).map(each => each.text);
    expect(texts({})).toEqual([
      'Vonage could not open the WebSocket /agent: no.',
      'On /agent: 1 text message of the application is no JSON.',
    ]);
  });

  it('goes to its call, and to its leg, with all that was told before that was known', () => {
    const nobodys = whole.map((event, i) => ({
      event,
      of: i < 3 ? {} : i < 5 ? {conversation: call} : {conversation: call, leg: 'L'},
    }));
    const all = observed(...nobodys);
    const halfway = fold(emptyWorld(), all.slice(0, 3));
    expect(rowsOf(halfway, '')).toHaveLength(3);
    expect(halfway.conversations.get('')?.sockets).toEqual(['S']);
    const world = fold(emptyWorld(), all);
    expect(rowsOf(world)).toEqual(rowsOf(fold(emptyWorld(), observed(...whole))));
    expect(rowsOf(world, '')).toEqual([]);
    expect([world.conversations.get('')?.sockets, world.conversations.get(call)?.sockets]).toEqual([[], ['S']]);
  });

  it('is the same in whatever order things came to be known', () => {
    const all = observed(
      open,
      {event: connected, of: {}},
      {event: whole[2] as MediaEvent, of: {conversation: call}},
      ...whole.slice(3),
    );
    const essence = (world: World) => {
      const {turns, bargeIns, rows, unknown, closed, ...socket} = world.sockets.get('S') ?? {turns: [], bargeIns: []};
      return {
        socket,
        ...{turns: turns.map(({to}) => to), bargeIns: bargeIns.map(({at}) => at), closed: {...closed, row: 0}},
        rows: rowsOf(world).sort(),
      };
    };
    const due = essence(fold(emptyWorld(), all));
    fc.assert(
      fc.property(fc.shuffledSubarray(all, {minLength: all.length}), shuffled => {
        expect(essence(fold(emptyWorld(), shuffled))).toEqual(due);
      }),
    );
  });

  it('is forgotten with its call', () => {
    const world = fold(emptyWorld(), [
      ...observed(...whole),
      {seq: 50, at: began + 9e6, source: 'media', socket: 'T', conversation: 'CON-b', leg: 'M', event: open},
    ]);
    const {sockets} = forget(world, 0.4).world;
    expect([...sockets.keys()]).toEqual(['T']);
  });

  it('of strangers is kept no longer than others come', () => {
    const all = Array.from(
      {length: 1000},
      (_, i): Observation => ({
        ...{seq: i + 1, at: began + i, source: 'media', socket: `S${i}`},
        event: {kind: 'refused', path: '/x', by: 'monitor', status: 404, ms: 0, code: 'no-application', text: 'No.'},
      }),
    );
    const world = fold(emptyWorld(), all);
    expect(world.sockets.size).toBe(256);
    expect(world.conversations.get('')?.sockets).toHaveLength(256);
  });
});

describe('what is wrong with a WebSocket', () => {
  const odd = {
    ...talking,
    odd: 3,
    firstOdd: {at: 20, size: 160, due: 320, start: '52 49 46 46', looksLike: 'a WAV file' as const},
  };
  it.each<[string, (Media | MediaEvent)[]]>([
    ['', [open, connected, figures(4000), closed]],
    [
      'socket-refused',
      [{kind: 'refused', path: '/a', by: 'application', status: 401, ms: 3, code: 'status', text: 'No.'}],
    ],
    ['frame-size', [open, connected, figures(5000, {application: odd})]],
    ['', [open, connected, figures(4900, {application: silent})]],
    ['no-agent-audio', [open, connected, figures(5000, {application: silent})]],
    ['no-caller-audio', [open, connected, figures(5000, {vonage: silent})]],
    ['caller-silent', [open, connected, figures(10_000, {vonage: {...talking, silent: 1}})]],
    ['early-audio', [open, connected, figures(4000, {application: {...talking, firstAt: 20}})]],
    ['buffer-over', [open, connected, figures(4000, {queue: {lost: 5}})]],
    ['underrun', [open, connected, figures(4000, {queue: {underruns: 2, starved: 300}})]],
    ['', [open, connected, {kind: 'turn', turn: turn(2000, 1400)}]],
    ['slow-turn', [open, connected, {kind: 'turn', turn: turn(2000, 1600)}]],
    ['no-clear', [open, {kind: 'barge-in', bargeIn: {at: 10, to: 2000, silentAt: 1000, thrownAway: 0}}]],
    ['', [open, {kind: 'barge-in', bargeIn: {at: 10, to: 2000, clearAt: 300, silentAt: 1000, thrownAway: 0}}]],
    ['clear-unasked', [open, connected, figures(4000, {queue: {unasked: 1}})]],
    ['echo', [open, connected, figures(6000, {strip: echoed})]],
    ['', [{kind: 'open', path: '/agent', ms: 1}, connected, figures(6000, {strip: echoed})]],
    ['cut-off', [open, {kind: 'close', by: 'vonage', code: 1000, at: 1000, unplayed: 4100}]],
    ['', [open, {kind: 'close', by: 'vonage', code: 1000, at: 1000, unplayed: 40}]],
    ['socket-lost', [open, {kind: 'close', by: 'application', at: 1000}]],
    ['socket-lost', [open, {kind: 'close', by: 'vonage', code: 1006, at: 1000}]],
    ['', [open, {kind: 'close', by: 'monitor', at: 1000}]],
    ['', [open, {kind: 'close', by: 'application', code: 1005, at: 1000}]],
    // The monitor itself is the far end, and was told to be silent.
    ['', [{kind: 'open', path: '/agent', ms: 1}, connected, figures(5000, {application: silent})]],
    ['text-unknown', [open, text('application', {event: 'media', media: {payload: 'AAAA'}})]],
    ['text-unknown', [open, text('application', 'hello')]],
    [
      'socket-unclear',
      [
        {event: open, of: {}},
        {event: {kind: 'unclear', among: ['CON-a', 'CON-b']}, of: {}},
      ],
    ],
    ['socket-unreadable', [open, {kind: 'unreadable', text: 'It cannot be read.'}]],
    ['', [open, {kind: 'audio', file: '/tmp/a.wav'}]],
    [
      'audio-not-written',
      [open, {kind: 'audio', file: '/tmp/a.wav'}, {kind: 'audio-stopped', text: 'the disk is full'}],
    ],
  ])('is said: %s', (code, events) => {
    expect(codesOf(...events)).toEqual(code === '' ? [] : [code]);
  });

  it('says of frames that have the size of another rate which it is', () => {
    const firstOdd = {at: 20, size: 960, due: 320, start: '00 00'};
    const [problem] = found(open, connected, figures(5000, {application: {...odd, firstOdd}}));
    expect(problem?.text).toMatch(/: 960 bytes where 320 are due, as 20 ms at 24 kHz have\.$/);
    expect(problem?.advice).toMatch(/ or have it say rate=24000: /);
  });

  it('says nothing of missing audio where it could not be read', () => {
    const unreadable = {kind: 'unreadable', text: 'It cannot be read.'} as const;
    expect(codesOf(open, connected, unreadable, figures(10_000, {application: silent}))).toEqual(['socket-unreadable']);
  });

  it.each([
    ['application', 1011, /^Look into its log/],
    ['vonage', 1006, /^Look at the frames before it/],
    ['vonage', 1002, /^The application broke the WebSocket protocol/],
    ['vonage', 4000, /^What the code means: convo-monitor explain 4000\. /],
    ['vonage', 1009, /^The application sent too large a message/],
  ] as const)('says what to do where the %s closes with %s', (by, code, advice) => {
    const [problem] = found(open, {kind: 'close', by, code, at: 1000});
    expect(problem?.advice).toMatch(advice);
  });

  const wav = {...odd.firstOdd, size: 320};
  it.each<[string, (Media | MediaEvent)[]]>([
    [
      'Of 500 frames of the application 3 are no 20 ms of audio/l16;rate=8000: 160 bytes where 320 are due, and the first looks like a WAV file.',
      [connected, figures(5000, {application: odd})],
    ],
    [
      'Of 500 frames of the application 1 is no 20 ms of audio/l16;rate=8000: 160 bytes where 320 are due.',
      [connected, figures(5000, {application: {...odd, odd: 1, firstOdd: {...odd.firstOdd, looksLike: undefined}}})],
    ],
    [
      'Of 500 frames of the application 1 is no samples of audio/l16;rate=8000, and looks like a WAV file.',
      [connected, figures(5000, {application: {...odd, odd: 1, firstOdd: wav}})],
    ],
    ['1 text message of the application is no JSON.', [text('application', 'hello')]],
    ['2 text messages of the application are no JSON.', [text('application', 'hello'), text('application', 'hello')]],
    ['1 text message of the application says nothing that the platform knows.', [text('application', {a: 1})]],
  ])('says in words: %s', (said, events) => {
    const world = fold(emptyWorld(), observed(open, ...events));
    const conversation = world.conversations.get(call);
    expect(conversation && problemsOf(world, conversation)).toMatchObject([{text: said}]);
  });

  it('says the worst turn, and where it waited', () => {
    const turns = [turn(1000, 600), turn(4000, 2400, 2000), turn(8000, 1700)].map(
      each => ({kind: 'turn', turn: each}) as const,
    );
    const world = fold(emptyWorld(), observed(open, ...turns));
    const conversation = world.conversations.get(call);
    expect(conversation && problemsOf(world, conversation)).toMatchObject([
      {
        text: '2 of 3 turns took longer than 1.5 s; the longest 2.4 s, mostly behind older audio at Vonage.',
        advice: expect.stringContaining('Send clear'),
        leg: 'L',
      },
    ]);
  });
});

describe('a WebSocket that the application closed', () => {
  const [alice, agent] = [caller('a', '447700900001'), callee('b', 'wss://abc.example.com/agent')];
  const disconnected = news(agent, 'disconnected', 5);
  const call = (told: Scene, ends: number) =>
    worldOf(
      news(alice, 'answered', 0),
      news(agent, 'answered', 1),
      media(1, {kind: 'open', path: '/agent', ms: 12}),
      media(5, {kind: 'close', by: 'application', code: 1000, at: 4000}),
      told,
      news(alice, 'completed', ends),
    );
  const worldOf = (...scenes: Scene[]) => {
    const world = fold(emptyWorld(), calls(...scenes));
    return [...world.conversations.values()].flatMap(each => problemsOf(world, each)).map(({code}) => code);
  };

  it.each<[string, Scene, number, boolean]>([
    ['with nothing, and the caller waits', disconnected, 12, true],
    ['with nothing, and that was the end', disconnected, 6, false],
    ['with an NCCO', withNcco(disconnected, [{action: 'talk', text: 'Good bye'}]), 12, false],
  ])('is a problem where disconnected was answered %s', (_, told, ends, isProblem) => {
    expect(call(told, ends).includes('disconnected-unanswered')).toBe(isProblem);
  });
});

describe('what is slow', () => {
  const started = (slowTurn?: number): Observation => ({
    ...{seq: 0, at: began - 1, source: 'control', action: 'start', setup: {version: '1', slowTurn}},
  });
  it.each([
    [undefined, 1400, false],
    [1000, 1400, true],
    [3000, 1600, false],
  ])('is longer than the run was told (%s ms): %s ms', (limit, latency, isSlow) => {
    const event: MediaEvent = {kind: 'turn', turn: turn(2000, latency)};
    const world = fold(emptyWorld(), [started(limit), ...observed(open, connected, event)]);
    const codes = [...world.conversations.values()].flatMap(each => problemsOf(world, each)).map(({code}) => code);
    expect(codes).toEqual(isSlow ? ['slow-turn'] : []);
  });
});

describe('the WebSocket of a leg that leads elsewhere', () => {
  const through = (scene: Scene): Scene => {
    const {draft} = scene;
    if (!('raw' in draft) || !draft.raw || !('path' in draft.raw)) return scene;
    const headers = {'x-forwarded-host': 'abc.example.com', 'x-forwarded-proto': 'https'};
    return {...scene, draft: {...draft, raw: {...draft.raw, headers}} as Scene['draft']};
  };
  const alice = caller('a', '447700900001');

  it.each([
    ['wss://agent.example.org/socket', true],
    ['wss://ABC.example.com/socket', false],
    ['447700900002', false],
  ])('%s: %s', (to, isElsewhere) => {
    const world = fold(
      emptyWorld(),
      calls(through(news(alice, 'answered', 0)), through(news(callee('b', to), 'answered', 1))),
    );
    const codes = [...world.conversations.values()].flatMap(each => problemsOf(world, each)).map(({code}) => code);
    expect(codes.includes('socket-elsewhere')).toBe(isElsewhere);
  });
});

describe('Where in the recorded audio an event is', () => {
  const file = '/audio/call.wav';
  const placesOf = (...more: MediaEvent[]) => {
    const world = fold(emptyWorld(), observed(open, connected, ...more));
    const conversation = world.conversations.get(call) as Conversation;
    return conversation.rows.map(row => {
      const event = eventView(world, conversation, row);
      const place = inAudio(world, conversation, event);
      return [event.type, place && [place.from, ...(place.to === undefined ? [] : [place.to])]];
    });
  };

  it('is told of what happens on the socket, and of all that a turn was', () => {
    expect(placesOf({kind: 'audio', file}, {kind: 'turn', turn: turn(5000, 800)}, closed)).toEqual([
      ['websocket:open', [0]],
      ['websocket:connected', [100]],
      ['websocket:audio', [200]],
      ['websocket:turn', [4000, 5800]],
      ['websocket:closed', [400]],
    ]);
  });

  it('is not told where nobody wanted a recording', () => {
    expect(placesOf(closed).map(([, place]) => place)).toEqual([undefined, undefined, undefined]);
  });
});
