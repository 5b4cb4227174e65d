import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {statsSchema} from '../../source/output/stats/schema.js';
import {agentCall} from '../helpers/agent-call.js';
import {busy, talked} from '../helpers/calls.js';
import {writeRecording} from '../helpers/recording.js';
import {emptyFolder, inPipe, run} from './program.js';

let [agent, bad, good] = ['', '', ''];

beforeAll(async () => {
  const folder = await emptyFolder();
  agent = await writeRecording(join(folder, 'agent.ndjson'), agentCall);
  bad = await writeRecording(join(folder, 'bad \u001b[2J.ndjson'), busy);
  good = await writeRecording(join(folder, 'good.ndjson'), talked);
});

describe('convo-monitor stats', () => {
  it('says what the calls of several recordings come to', async () => {
    const {status, out, err} = await run(['stats', agent, bad, good]);
    expect([status, err]).toEqual([0, '']);
    expect(out).toContain(
      '3 calls · began 2026-11-20 09:00Z to 2026-11-20 09:00Z · 3 recordings\n2 completed · 1 busy · ',
    );
    expect(out).toMatch(/^agent’s turn +1 +840 ms +840 ms .*█$/m);
    expect(out).not.toContain('\u001b');
  });

  it('says it of each group, with names that cannot be told from text', async () => {
    const {out} = await run(['stats', agent, bad, '--by', 'recording', '--ascii']);
    expect(out).toMatch(/^recording .* agent's turn p50 +p95 +EUR$/m);
    expect(out).toMatch(/^bad \\e\[2J\.ndjson +1 +1 /m);
    expect(out).toMatch(/^[\x20-\x7e\n]*$/);
  });

  it('draws one of them, and says so where nothing of it was seen', async () => {
    expect((await run(['stats', good, '--histogram', 'talk'])).out).toMatch(/^talk +n +spread\n.* 1 +█{40}\n$/);
    expect((await run(['stats', good, '--histogram', 'turn'])).out).toBe('agent’s turn: nothing of it was seen.\n');
  });

  it('writes JSON by its schema, masked where that is asked for, and reads standard input', async () => {
    const json = JSON.parse((await run(['stats', agent, '--by', 'number', '--json', '--mask'])).out);
    expect(statsSchema.parse(json)).toEqual(json);
    expect(json.groups).toMatchObject([{name: '44••••••0000', calls: 1, turn: {p95: 840}}]);
    const piped = inPipe(['stats', '-', '--json']);
    (await piped).child.stdin?.end(await readFile(good));
    expect(await (await piped).ended).toBe(0);
    expect(JSON.parse((await piped).out())).toMatchObject({recordings: ['standard input'], all: {calls: 1}});
  });
});
