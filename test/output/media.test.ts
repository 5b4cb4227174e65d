import {Ajv2020} from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import {describe, expect, it} from 'vitest';
import * as z from 'zod';
import {lineSchema} from '../../source/output/lines-schema.js';
import {snapshotOf} from '../../source/output/snapshot.js';
import {snapshotSchema} from '../../source/output/snapshot-schema.js';
import {readSnapshot} from '../../source/recording/from-snapshot.js';
import {agentCall} from '../helpers/agent-call.js';
import {linesFrom} from '../helpers/lines.js';
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
