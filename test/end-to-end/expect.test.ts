import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {busy, talked} from '../helpers/calls.js';
import {writeRecording} from '../helpers/recording.js';
import {emptyFolder, inPipe, run} from './program.js';

const answered = `flow: somebody answers
legs:
  callee: {statuses: [started, ..., answered, completed]}
never: [busy]
open legs: none
`;

let folder = '';
const place = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await emptyFolder();
  await writeFile(place('answered.yaml'), answered);
  await writeFile(place('from.yaml'), 'legs: {caller: {from: "447700000001"}}\n');
  await writeRecording(place('talked.ndjson'), talked);
  await writeRecording(place('busy.ndjson'), busy);
  await writeRecording(place('half.ndjson'), talked.slice(0, 8));
});

const check = (file: string, ...more: string[]) =>
  run(['open', place(file), '--expect', 'answered.yaml', ...more], {cwd: folder});

describe('--expect', () => {
  it('on a recording prints what became of the flow, and nothing else', async () => {
    const {status, out, err} = await check('talked.ndjson');
    expect([status, err]).toEqual([0, '']);
    expect(out).toBe(
      '✓ PASS answered.yaml  somebody answers (3 expectations, 1 call)\n1 flow passed: 3 expectations held.\n',
    );
  });

  it('fails a run whose call went otherwise', async () => {
    const {status, out} = await check('busy.ndjson');
    expect(status).toBe(1);
    expect(out).toContain('✗ callee: statuses  answered.yaml:3:12\n');
    expect(out).toContain('started → busy → completed\n');
  });

  it('leaves standard output to lines where they are asked for', async () => {
    const {status, out, err} = await check('busy.ndjson', '--format', 'ndjson');
    expect(status).toBe(1);
    for (const line of out.trimEnd().split('\n')) expect(JSON.parse(line)).toBeTypeOf('object');
    expect(err).toContain('✗ FAIL answered.yaml');
  });

  it('checks several flows, each by itself', async () => {
    await writeFile(place('busy.yaml'), 'happens: [busy]\n');
    const {status, out} = await check('busy.ndjson', '--expect', 'busy.yaml');
    expect(status).toBe(1);
    expect(out).toContain('✓ PASS busy.yaml  busy (1 expectation, 1 call)\n');
    expect(out).toContain('1 flow failed, 1 flow passed');
  });

  it('with --mask neither shows a number nor takes one for another', async () => {
    await writeFile(place('number.yaml'), 'legs: {caller: {from: "447700900001"}, callee: {to: 447700900009}}\n');
    const {status, out} = await run(['open', 'talked.ndjson', '--expect', 'number.yaml', '--mask'], {cwd: folder});
    expect(status).toBe(1);
    expect(out).toContain('✗ callee: to');
    expect(out).toContain('✓ 1 other expectation holds');
    expect(out).not.toMatch(/4477009000/);
  });

  it('waits for the end of the call, live', async () => {
    const {status, err} = await run(['demo', '--speed', 'max', '--no-record', '--expect', place('answered.yaml')]);
    expect(err).toContain('✓ PASS');
    expect(status).toBe(0);
    const other = await run(['demo', 'busy', '--speed', 'max', '--no-record', '--expect', place('answered.yaml')]);
    expect(other.err).toContain('seen      started → ringing → busy → completed');
    expect(other.status).toBe(1);
  });

  it('says what was seen until somebody interrupted, whose word counts more', async () => {
    const {child, says, ended, err} = await inPipe(['--port', '0', '--no-record', '--expect', place('answered.yaml')]);
    await says('listens at');
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(err()).toContain('expected  at least 1\n      seen      none\n');
  });
});

describe('--fail-on-open-legs', () => {
  it('names the legs that are still up', async () => {
    const {status, err} = await run(['open', place('half.ndjson'), '--plain', '--fail-on-open-legs']);
    expect(status).toBe(1);
    expect(err).toContain('Failed, as --fail-on-open-legs asks: 1 leg is still up: L1 447700900001 answered.');
    expect((await run(['open', place('talked.ndjson'), '--plain', '--fail-on-open-legs'])).status).toBe(0);
  });
});
