import {Ajv2020} from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import {describe, expect, it} from 'vitest';
import * as z from 'zod';
import type {Observation} from '../../source/call/observation.js';
import type {Comparison} from '../../source/output/compare/comparison-schema.js';
import {ladderText} from '../../source/output/ladder-text.js';
import {lineSchema} from '../../source/output/lines-schema.js';
import {maskedPayload} from '../../source/output/mask.js';
import {mermaid} from '../../source/output/mermaid.js';
import {reports} from '../../source/output/report.js';
import {savedText} from '../../source/output/saved-text.js';
import {snapshotOf} from '../../source/output/snapshot.js';
import {snapshotSchema} from '../../source/output/snapshot-schema.js';
import {readSnapshot} from '../../source/recording/from-snapshot.js';
import {type SaveFormat, saveFormats} from '../../source/store/save-formats.js';
import {clock} from '../../source/text/time.js';
import {ladderOf} from '../../source/world/read/ladder.js';
import type {Conversation} from '../../source/world/world.js';
import {agentCall} from '../helpers/agent-call.js';
import {CON} from '../helpers/calls.js';
import {linesFrom} from '../helpers/lines.js';
import {compared, differing} from './compare/compared.js';
import {payloadOf, worldOf} from './seed-call.js';

const ajv = new Ajv2020({allErrors: true});
addFormats.default(ajv);
const fits = (schema: z.ZodType) => ajv.compile(z.toJSONSchema(schema, {io: 'input'}));

const snapshot = () => snapshotOf(worldOf(agentCall), {takenAt: 0, payload: payloadOf(agentCall)});

describe('the WebSocket of a leg in a snapshot', () => {
  it('is told with its figures, turns and end, and fits the schema', async () => {
    const taken = await snapshot();
    const {media} = taken.conversations[0]?.legs.find(({type}) => type === 'websocket') ?? {};
    expect(media).toMatchObject({
      socket: 'S',
      path: '/agent',
      to: 'http://127.0.0.1:5000',
      handshakeMs: 12,
      contentType: 'audio/l16;rate=16000',
      refused: null,
      closed: {by: 'application', code: 4001, reason: 'enough \x1b[2J', unplayedMs: null},
      figures: {at: 5000, vonage: {frames: 500, level: -18.4}, queue: {most: 4000, cleared: 2300}},
      turns: {count: 1, p50: 840, p95: 840, worst: 840, all: [{latency: 840, inApplication: 640, inQueue: 200}]},
      bargeIns: [{at: 5700, clearAt: 5900, silentAt: 5920}],
      levels: [{from: 0}],
    });
    const validate = fits(snapshotSchema);
    expect(validate(JSON.parse(JSON.stringify(taken))) ? [] : validate.errors).toEqual([]);
    expect(taken.conversations[0]?.legs.map(leg => 'media' in leg)).toEqual([false, true]);
  });

  it('is all there where the snapshot is opened: what was measured, too, which no event tells', async () => {
    const taken = await snapshot();
    const again = await readSnapshot(JSON.stringify(taken));
    const reopened = await snapshotOf(worldOf(again), {takenAt: 0, payload: payloadOf(again)});
    const told = ({conversations}: typeof taken) =>
      conversations.map(({legs, events, problems}) => [
        legs.map(({media}) => media),
        events.map(({type, leg, note}) => [type, leg, note]),
        problems.map(({code, text}) => [code, text]),
      ]);
    expect(told(reopened)).toEqual(told(taken));
  });

  it('cannot be opened with figures that no socket has', async () => {
    const {conversations, ...rest} = await snapshot();
    const text = JSON.stringify({conversations, ...rest}).replace('"most":4000', '"most":1e99');
    await expect(readSnapshot(text)).rejects.toThrow(/conversations\.0\.legs\.1\.media\.figures\.queue\.most/);
  });
});

describe('the WebSocket of a leg in NDJSON', () => {
  const lines = linesFrom({format: 'ndjson'});
  const all = [...lines.take(agentCall).out, ...lines.finish().out].map(line => JSON.parse(line));

  it('has a line for each text, turn and the end, which fit the schema', () => {
    const events = all.filter(({kind, type}) => kind === 'event' && type.startsWith('websocket:'));
    expect(events.map(({type}) => type.slice(10))).toEqual([
      ...['open', 'connected', 'turn', 'clear', 'cleared', 'barge-in', 'closed'],
    ]);
    const validate = fits(lineSchema);
    for (const line of all) expect(validate(line) ? [] : validate.errors).toEqual([]);
  });

  it('is in the line of its leg once it is closed, and not before', () => {
    const legs = all.filter(({kind, type}) => kind === 'leg' && type === 'websocket');
    expect(legs.map(({status, media}) => [status, media?.closed.code, media?.turns.p50, media?.levels])).toEqual([
      ['started', undefined, undefined, undefined],
      ['answered', undefined, undefined, undefined],
      ['answered', 4001, 840, undefined],
      ['completed', 4001, 840, undefined],
    ]);
  });

  it('has its problems said when they are found, each once', () => {
    const codes = all.filter(({kind}) => kind === 'problem').map(({code}) => code);
    expect(codes).toEqual(['socket-lost']);
    const text = linesFrom({format: 'text'});
    expect(text.take(agentCall).out.join('\n')).toMatch(/socket-lost.*closed by the application with 4001/);
  });
});

describe('the WebSocket of a leg for people', () => {
  it('has tables of what became of it, what was measured, and its turns', async () => {
    const rows = reports
      .text(await snapshot(), new Map())
      .split('\n')
      .map(line => line.trim().split(/ {2,}/));
    const after = (title: string, header: number) => rows[rows.findIndex(([first]) => first === title) + header];
    expect(after('WebSockets', 2)).toEqual([
      ...['L2', '/agent', 'audio/l16;rate=16000', '9.0s', 'by the application, 4001 enough \\e[2J'],
      ...['1', '840ms', '840ms', '840ms', '1'],
    ]);
    expect(after('Audio of WebSockets (pace, level and peak: of the last seconds)', 3)).toEqual([
      ...['L2', 'agent', '500', '50.0', '1.6 ms', '-18 dB', '-3 dB', '30 %', '4.0s', '2.3s'],
    ]);
    expect(after('Turns', 2)?.slice(3)).toEqual(['840ms', '640ms', '200ms']);
  });

  it('has its turns in the last line of the call', () => {
    const text = linesFrom({format: 'text'});
    expect(text.take(agentCall).out.at(-1)).toContain(' END ok=false legs=2 talk=9.8s turns=1 p50=840ms problems=1 ');
  });

  it('has arrows both ways in the diagram and in the ladder', async () => {
    const diagram = reports.mermaid(await snapshot());
    for (const arrow of [/V->>L2: \S+ websocket#58;connected/, /L2->>V: \S+ websocket#58;clear$/m, /V--xL2: .*4001/])
      expect(diagram).toMatch(arrow);
    const world = worldOf(agentCall);
    const [call] = world.conversations.values();
    const {lanes, steps} = ladderOf(world, call as Conversation, call?.rows ?? []);
    const said = steps
      .filter(({row}) => world.log.typeOf(row).startsWith('websocket:'))
      .map(({text, signal}) => [text.split(' ')[0], signal?.way, lanes[signal?.lane ?? -1]]);
    expect(said.map(([text, way]) => `${text} ${way}`)).toEqual([
      ...['open to-party', 'connected to-party', 'turn to-vonage', 'clear to-vonage', 'cleared to-party'],
      ...['barge-in to-party', 'closed end'],
    ]);
    for (const [, , lane] of said) expect(lane).toMatchObject({label: 'L2'});
  });

  it('is drawn on the page, each level once', async () => {
    const page = await savedText('html', worldOf(agentCall), {takenAt: 0, payload: payloadOf(agentCall)});
    const part = page.slice(page.indexOf('Levels of WebSockets'));
    expect(part).toMatch(/aria-label="L2: 5.0s, 1 turn, 1 interrupted"[^>]*><rect x="20%" y="5" width="40%"/);
    expect(part).toMatch(/<text class="mark" text-anchor="start" x="76.8%" y="39">840ms<\/text>/);
    expect(page).toContain('enough \\e[2J');
  });
});

describe('a WebSocket of no leg', () => {
  const strangers = agentCall.flatMap(each => {
    if (each.source !== 'media') return [];
    const {conversation: _, leg: __, ...nobodys} = each;
    return [nobodys];
  });
  const world = worldOf(strangers);
  const options = {takenAt: 0, payload: payloadOf(strangers)};
  const loose = world.conversations.get('') as Conversation;
  const name = `/agent open since ${clock(strangers[0]?.at ?? 0)}`;
  const texts = linesFrom({format: 'text'}).take(strangers).out;

  it('is called in the heading of its levels by where it was asked for, and since when', async () => {
    const page = await savedText('html', world, options);
    const part = page.slice(page.indexOf('Levels of WebSockets'));
    expect(part).toContain(`<span class="who"><span class="party" title="${name}">${name}</span></span>`);
    expect(part).toContain(`aria-label="${name}: 5.0s, 1 turn, 1 interrupted"`);
  });

  it('is called the same by lines, page, snapshot, ladder and NDJSON: with each event but that of its opening', async () => {
    const count = (text: string) => text.split(`of ${name}`).length - 1;
    const {unattributed} = await snapshotOf(world, options);
    const named = unattributed.events.filter(({socket}) => socket === name);
    expect(named.map(({type}) => type)).toEqual(unattributed.events.map(({type}) => type).slice(1));
    expect(texts.filter(line => line.includes(`of ${name}`))).toHaveLength(named.length);
    const page = await savedText('html', world, options);
    expect(count(page)).toBe(named.length);
    expect(page).toContain('; by W webhook, R RTC webhook, A Conversation API, M WebSocket</small>');
    expect(count(ladderText(world, loose, loose.rows))).toBe(named.length);
    expect(count(reports.csv(await snapshotOf(world, options)).replaceAll(`,${name}`, `of ${name}`))).toBe(
      named.length,
    );
    const lines = linesFrom({format: 'ndjson'})
      .take(strangers)
      .out.map(line => JSON.parse(line));
    const validate = fits(lineSchema);
    for (const line of lines) expect(validate(line) ? [] : validate.errors).toEqual([]);
    expect(lines.filter(({socket}) => socket === name)).toHaveLength(named.length);
  });

  it('is nothing that the API told of', () => {
    expect(ladderText(world, loose, loose.rows)).not.toContain('API');
    expect(ladderOf(world, loose, loose.rows).steps.filter(({apiOnly}) => apiOnly)).toEqual([]);
  });

  it('is named in a call, too, whose leg is not known', async () => {
    const halfKnown = agentCall.map(each => (each.source === 'media' ? {...each, leg: undefined} : each));
    const known = worldOf(halfKnown);
    const call = known.conversations.get(CON) as Conversation;
    const {conversations} = await snapshotOf(known, {takenAt: 0, payload: payloadOf(halfKnown)});
    expect(conversations[0]?.events.filter(({socket}) => socket === name)).not.toEqual([]);
    expect(ladderText(known, call, call.rows)).toContain(`· of ${name}`);
    expect(await savedText('html', known, {takenAt: 0, payload: payloadOf(halfKnown)})).toContain(
      ` · of ${name}</text>`,
    );
    expect(mermaid(conversations[0] as never)).toContain('of /agent open since');
  });
});

describe('two calls with an agent', () => {
  /** The same call, in which the agent took longer, was interrupted no more, and the handshake another time. */
  const slower = agentCall.flatMap((each): Observation[] => {
    if (each.source !== 'media') return [each];
    const {event} = each;
    if (event.kind === 'barge-in' || event.kind === 'text') return [];
    if (event.kind === 'open') return [{...each, event: {...event, ms: 90}}];
    if (event.kind !== 'turn') return [each];
    return [{...each, event: {...event, turn: {...event.turn, latency: 1440, inApplication: 1240}}}];
  });

  it('differ in how long their turns took, which is among the timings, and in no number of words', () => {
    const {timings, ...comparison} = compared(agentCall, slower);
    expect(differing(comparison as Comparison)).toEqual(['- callee websocket:connected']);
    expect(timings.filter(({what}) => what.startsWith('turns'))).toEqual([
      {role: 'callee', what: 'turns, median', goodMs: 840, badMs: 1440, deltaMs: 600, notable: true},
      {role: 'callee', what: 'turns, worst', goodMs: 840, badMs: 1440, deltaMs: 600, notable: true},
    ]);
  });
});

describe('what came from outside', () => {
  /** The same call with a text in the path, the reason and a message of the socket. */
  const saying = (text: string): Observation[] =>
    agentCall.map((each): Observation => {
      if (each.source !== 'media') return each;
      const {event} = each;
      if (event.kind === 'open') return {...each, event: {...event, path: `/agent/${text}?n=${text}`}};
      if (event.kind === 'close') return {...each, event: {...event, reason: text}};
      if (event.kind === 'text')
        return {...each, event: {...event, body: JSON.stringify({action: 'notify', payload: text})}};
      return each;
    });
  const formats = saveFormats.map(({name}) => name);
  const written = async (format: SaveFormat, text: string, mask: boolean) => {
    const observations = saying(text);
    const payload = payloadOf(observations);
    return savedText(format, worldOf(observations), {
      takenAt: 0,
      payload: mask ? maskedPayload(payload) : payload,
      mask,
    });
  };

  it.each(formats)('shows no phone number with --mask: %s', async format => {
    // In the ladder there is room for the beginning alone.
    if (format !== 'ladder') expect(await written(format, '447700900555', false)).toContain('447700900555');
    expect(await written(format, '447700900555', true)).not.toContain('447700900555');
  });

  it.each(formats)('reaches no terminal and no page as it is: %s', async format => {
    const text = await written(format, '<script>alert(1)</script>\x1b[2J\x9b31m\u202e', false);
    expect(text.replaceAll('\r\n', '\n')).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]/);
    if (format === 'html') expect(text).not.toContain('<script>alert');
  });
});
