import {appendFile, chmod, readFile, rm, stat, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe, expect, it, onTestFinished} from 'vitest';
import type {Observation} from '../../../source/call/observation.js';
import type {RecordingSummary} from '../../../source/call/recording-summary.js';
import {readCallIndex, writeCallIndex} from '../../../source/recording/call-index.js';
import {createCallScan} from '../../../source/recording/call-scan.js';
import {readIndex, writeIndex} from '../../../source/recording/index-file.js';
import {takeLock} from '../../../source/recording/lock.js';
import {readAll} from '../../../source/run/check.js';
import {openCall, openFollowing, openReplay, type Replay} from '../../../source/run/recorded.js';
import {commentOf} from '../../../source/world/read/comment.js';
import {nameOf} from '../../../source/world/read/event-view.js';
import type {World} from '../../../source/world/world.js';
import {busy, CON, talked} from '../../helpers/calls.js';
import {writeRecording} from '../../helpers/recording.js';
import {calls} from '../../helpers/several-calls.js';
import {until} from '../../helpers/until.js';
import {temporaryFolder} from '../../recording/folder.js';

const notesIn = (world: World): string[] =>
  [...world.conversations.values()].flatMap(({rows}) =>
    rows.flatMap(row => {
      const comment = commentOf(world, row);
      return comment === undefined ? [] : [`${nameOf(world.log, row)}: ${comment}`];
    }),
  );

const seqOf = (observations: readonly Observation[], status: string): number =>
  observations.find(o => o.source === 'event' && o.raw.body.includes(`"status":"${status}"`))?.seq ?? -1;

const to = seqOf(busy, 'busy');
const note = {to, conversation: CON, text: 'he is away'};

const summary: RecordingSummary = {
  ...{startedAt: 1, endedAt: 2, observations: busy.length, calls: 1, openCalls: 0, errors: 0, warnings: 1},
  ...{parties: ['a → b'], endings: ['busy'], outcomes: {busy: 1}},
};

/** With the fields in the order in which a monitor writes them. */
const asWritten = (all: readonly Observation[]) => all.map(({seq, at, ...rest}) => ({seq, at, ...rest}) as Observation);

async function recording(observations: readonly Observation[] = busy): Promise<string> {
  return writeRecording(join(await temporaryFolder(), 'call.ndjson'), asWritten(observations));
}

/** Opens files and reads them to their end. */
async function opened(...files: string[]): Promise<{replay: Replay; world: World}> {
  const replay = await openReplay(files);
  onTestFinished(() => replay.close());
  return {replay, world: await readAll(replay)};
}

describe('a note on a recording that is opened', () => {
  it('is written behind it, and there the next time; no time passes by it', async () => {
    const file = await recording();
    const {replay, world} = await opened(file);
    expect(await replay.keepNote(note)).toMatchObject({
      text: 'Noted, in call.ndjson.',
      tone: 'good',
      observation: {note},
    });
    const again = (await opened(file)).world;
    expect(notesIn(again)).toEqual(['busy: he is away']);
    expect([again.now, again.seq]).toEqual([world.now, world.seq + 1]);
    const last = JSON.parse((await readFile(file, 'utf8')).trim().split('\n').at(-1) ?? '');
    expect(last).toMatchObject({source: 'control', action: 'note', note: {...note, written: expect.any(Number)}});
  });

  it('is one more line each time, and nothing else of the file changes', async () => {
    const file = await recording();
    const before = await readFile(file, 'utf8');
    const {replay} = await opened(file);
    await replay.keepNote(note);
    await replay.keepNote({...note, text: ''});
    const after = await readFile(file, 'utf8');
    expect(after.startsWith(before)).toBe(true);
    expect(after.slice(before.length).split('\n')).toHaveLength(3);
    expect(notesIn((await opened(file)).world)).toEqual([]);
  });

  it('hides secrets, as all that is recorded', async () => {
    const file = await recording();
    const {replay} = await opened(file);
    await replay.keepNote({...note, text: 'password=hunter2hunter2'});
    expect(await readFile(file, 'utf8')).not.toContain('hunter2');
  });

  it('goes into the file that the event is in, where several are shown together', async () => {
    const folder = await temporaryFolder();
    const all = calls(['talked', 0], ['busy', 100]);
    const one = await writeRecording(join(folder, 'one.ndjson'), talked);
    const two = await writeRecording(
      join(folder, 'two.ndjson'),
      all
        .slice(talked.length)
        .map((each, i) => ({...each, seq: i + 1, ...(each.source === 'reply' && {to: each.to - talked.length})})),
    );
    const {replay, world} = await opened(one, two);
    const row = [...Array(world.log.length).keys()].find(each => nameOf(world.log, each) === 'busy') ?? -1;
    await replay.keepNote({to: world.log.seq[row] ?? 0, text: 'in two'});
    expect(notesIn((await opened(two)).world)).toEqual(['busy: in two']);
    expect(notesIn((await opened(one)).world)).toEqual([]);
    expect(notesIn((await opened(one, two)).world)).toEqual(['busy: in two']);
  });

  it('leaves what is kept beside the recording as good as it was', async () => {
    const file = await recording();
    const before = await stat(file);
    const {replay} = await opened(file);
    const scan = createCallScan();
    scan.add(await readFile(file));
    await writeIndex(file, before, summary);
    await writeCallIndex(file, before, scan.calls());
    await replay.keepNote(note);
    const after = await stat(file);
    expect(await readIndex(file, after)).toEqual({
      ...summary,
      observations: summary.observations + 1,
    });
    const found = createCallScan();
    found.add(await readFile(file));
    const places = (all: readonly {places: readonly number[]}[] = []) =>
      all.map(({places}) => places.reduce((sum, each, i) => sum + (i % 2) * each, 0));
    expect(places(await readCallIndex(file, after))).toEqual(places(found.calls()));
  });

  it('on one call of a large recording is there when that is chosen again', async () => {
    const file = await recording();
    const scan = createCallScan();
    scan.add(await readFile(file));
    const [call] = scan.calls();
    if (!call) throw new Error('no call');
    const first = await openCall(file, call);
    await readAll(first);
    await first.keepNote(note);
    await first.close();
    const second = await openCall(file, call);
    expect(notesIn(await readAll(second))).toEqual(['busy: he is away']);
    await second.close();
  });

  it('comes by itself where the recording is followed', async () => {
    const file = await recording();
    const source = await openFollowing([file]);
    const seen: Observation[] = [];
    const ended = source.listen(batch => void seen.push(...batch));
    onTestFinished(async () => {
      await source.close();
      await ended;
    });
    await until(() => expect(seen).toHaveLength(busy.length));
    const kept = await source.keepNote(note);
    expect(kept).toEqual({text: 'Noted, in call.ndjson.', tone: 'good'});
    await until(() => expect(seen.at(-1)).toMatchObject({action: 'note', note}));
  });
});

describe('a note that cannot be written', () => {
  const here = (why: string) => ({
    text: `Noted here, and in what you save, but not in the recording: ${why}.`,
    tone: 'bad',
    observation: expect.objectContaining({note}),
  });

  it('because another monitor writes there', async () => {
    const file = await recording();
    const {replay} = await opened(file);
    const before = await readFile(file, 'utf8');
    const lock = await takeLock(file, 'test');
    onTestFinished(() => lock.release());
    expect(await replay.keepNote(note)).toEqual(here('another monitor is writing to the recording'));
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('because the file is packed', async () => {
    const file = await recording();
    const packed = `${file}.gz`;
    const bytes = gzipSync(await readFile(file));
    await writeFile(packed, bytes);
    const {replay} = await opened(packed);
    expect(await replay.keepNote(note)).toEqual(here('the file is packed, a snapshot, a link, or of another version'));
    expect(await readFile(packed)).toEqual(bytes);
  });

  it('because it is reached by a link', async () => {
    const file = await recording();
    await symlink(file, `${file}.link`);
    const {replay} = await opened(`${file}.link`);
    expect(await replay.keepNote(note)).toEqual(here('the file is packed, a snapshot, a link, or of another version'));
  });

  it('because the file has gone: no other one is begun', async () => {
    const file = await recording();
    const {replay} = await opened(file);
    await rm(file);
    expect(await replay.keepNote(note)).toEqual(here('the recording is not there any more'));
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });

  it.skipIf(process.getuid?.() === 0)('because it may not be written to', async () => {
    const file = await recording();
    const {replay} = await opened(file);
    await chmod(file, 0o400);
    expect(await replay.keepNote(note)).toEqual(here('the recording may not be written to'));
  });

  it('is none that a torn last line keeps away: that is cut off, as when a monitor goes on', async () => {
    const file = await recording();
    const {replay} = await opened(file);
    await appendFile(file, '{"seq":99,"at"');
    expect(await replay.keepNote(note)).toMatchObject({tone: 'good'});
    expect(notesIn((await opened(file)).world)).toEqual(['busy: he is away']);
  });
});
