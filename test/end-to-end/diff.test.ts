import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {comparisonSchema} from '../../source/output/compare/comparison-schema.js';
import {busy, crowd, talked} from '../helpers/calls.js';
import {writeRecording} from '../helpers/recording.js';
import {emptyFolder, inPipe, run} from './program.js';

let [good, bad, both] = ['', '', ''];

beforeAll(async () => {
  const folder = await emptyFolder();
  good = await writeRecording(join(folder, 'good.ndjson'), talked);
  bad = await writeRecording(join(folder, 'bad.ndjson'), busy);
  const elsewhere = JSON.parse(
    JSON.stringify(crowd).replaceAll('11111111-', '22222222-').replaceAll('-0000-4000-', '-0001-4000-'),
  );
  both = await writeRecording(join(folder, 'both.ndjson'), [...talked, ...elsewhere]);
});

describe('convo-monitor diff', () => {
  it('says where two calls part, and that they differ', async () => {
    const {status, out, err} = await run(['diff', good, bad]);
    expect([status, err]).toEqual([1, '']);
    expect(out).toContain('First divergence: caller: answer, NCCO/0');
    expect(out).not.toContain('\u001b');
  });

  it('says that a call is like itself, also through standard input', async () => {
    const monitor = await inPipe(['diff', good, '-']);
    monitor.child.stdin?.end(await readFile(good));
    expect(await monitor.ended).toBe(0);
    expect(monitor.out()).toContain('Alike: no difference.');
  });

  it('writes JSON by its schema, and ASCII where that is asked for', async () => {
    const json = JSON.parse((await run(['diff', good, bad, '--format', 'json'])).out);
    expect(comparisonSchema.parse(json)).toEqual(json);
    const {out} = await run(['diff', good, bad, '--ascii']);
    expect(out).toMatch(/^[\x20-\x7e\n]*$/);
  });

  it('takes a snapshot, which knows of no NCCO', async () => {
    const {home} = await run(['open', bad, '--plain', '--quiet', '--snapshot', 'bad.json']);
    const {status, out} = await run(['diff', bad, join(home, 'bad.json')]);
    expect([status, out.split('\n')[5]]).toEqual([0, expect.stringContaining('Alike: no difference.')]);
  });

  it('lists the calls where there are several, and takes the one that is chosen', async () => {
    const {status, err} = await run(['diff', good, both, '--mask']);
    expect(status).toBe(2);
    expect(err).toContain('1  CON-11111111  2026-11-20T09:00:00Z  44••••••0001 → 44••••••0000  completed\n');
    expect(err).toContain('holds 2 calls. Choose one with --call');
    expect((await run(['diff', good, both, '--call', '1'])).status).toBe(0);
    expect((await run(['diff', both, '--call', '1', '--call', 'con-1111'])).status).toBe(0);
    expect((await run(['diff', both, '--call', '1', '--call', '2'])).status).toBe(1);
    expect((await run(['diff', both, '--call', '1', '--call', '9'])).err).toContain('--call 9 means no call of ');
  });
});
