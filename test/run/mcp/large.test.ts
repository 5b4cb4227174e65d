import {readFileSync, writeFileSync} from 'node:fs';
import {cp, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {gzipSync} from 'node:zlib';
import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import {readableRecordings} from '../../../source/run/mcp/readable-recordings.js';
import {createShelf} from '../../../source/run/mcp/shelf.js';
import type {Context, Tool} from '../../../source/run/mcp/tool.js';
import {tools} from '../../../source/run/mcp/tools.js';

const example = (name: string) => fileURLToPath(new URL(`../../recordings/${name}.ndjson`, import.meta.url));

let folder = '';
let context: Context;
beforeEach(async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  folder = await mkdtemp(join(tmpdir(), 'convo-monitor-'));
  context = {
    recordings: await readableRecordings(folder, []),
    // Whatever has a byte is read call by call.
    shelf: createShelf({large: 1}),
    flags: {},
    mask: false,
    allowed: [],
  };
});
afterEach(async () => {
  vi.restoreAllMocks();
  await context.shelf.close();
  await rm(folder, {recursive: true});
});

async function ask(name: string, input: object, given = context) {
  const tool = tools.find(each => each.name === name) as Tool;
  const {answer} = await tool.run(input, given, new AbortController().signal);
  const {says, rows} = answer;
  return {says, rows: Array.from({length: rows?.count ?? 0}, (_, i) => rows?.at(i) as Record<string, unknown>)};
}

/** One after the other in one file, as a monitor writes them. */
async function severalCalls(...names: string[]): Promise<void> {
  const lines = names.flatMap(name => readFileSync(example(name), 'utf8').split('\n').filter(Boolean));
  const numbered = lines.map((line, seq) => line.replace(/^\{"seq":\d+/, `{"seq":${seq + 1}`));
  writeFileSync(join(folder, 'day.ndjson'), `${numbered.join('\n')}\n`);
}

it('lists the calls of a large recording by a glance, and reads the one that is asked for', async () => {
  await severalCalls('busy', 'ivr');
  const {says, rows} = await ask('list_calls', {recording: 'day'});
  expect(says).toMatch(/^2 calls\. The recording is large/);
  expect((await ask('list_calls', {recording: 'day', with_problems: true})).says).toContain('these are all of them');
  expect(rows.map(({call, status}) => [call, status])).toEqual([
    [1, 'busy'],
    [2, 'completed'],
  ]);
  for (const {call, conversation} of rows) {
    const verdict = await ask('call_verdict', {recording: 'day', call: Number(call)});
    expect(verdict.rows[0]).toMatchObject({call, id: conversation});
    expect(await ask('call_verdict', {recording: 'day', call: String(conversation).slice(0, 12)})).toEqual(verdict);
  }
  const events = await ask('call_events', {recording: 'day', call: 2});
  const wholeShelf = createShelf();
  const whole = await ask('call_events', {recording: 'day', call: 2}, {...context, shelf: wholeShelf});
  await wholeShelf.close();
  expect(events.rows.map(({type}) => type)).toEqual(whole.rows.map(({type}) => type));
});

it.each([
  [undefined, 'This recording has several calls. Give call a number (1, 2), or the beginning of an id'],
  [3, 'call 3 means none of them. Give call a number (1, 2)'],
  ['CON-', 'means 2 of them. Give call a number (1, 2)'],
])('says which calls a large recording has where it is not clear which is meant: %s', async (call, said) => {
  await severalCalls('busy', 'ivr');
  await expect(ask('call_verdict', {recording: 'day', call})).rejects.toThrow(said);
});

it('says of a large packed one that it must be unpacked', async () => {
  writeFileSync(join(folder, 'packed.ndjson.gz'), gzipSync(readFileSync(example('busy'))));
  await expect(ask('list_calls', {recording: 'packed'})).rejects.toThrow(
    'unpacked, its calls could be read one by one',
  );
});

it('keeps what was read, for the next question, until it is written to', async () => {
  await cp(example('busy'), join(folder, 'busy.ndjson'));
  const shelf = createShelf();
  const found = () => context.recordings.named('busy');
  const read = async () => shelf.take(await found(), async whole => whole);
  const first = await read();
  expect(await read()).toBe(first);
  writeFileSync(join(folder, 'busy.ndjson'), readFileSync(example('ivr')));
  expect(await read()).not.toBe(first);
  await shelf.close();
});
