import {mkdir, readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {writeRecording} from '../helpers/recording.js';
import {calls} from '../helpers/several-calls.js';
import {emptyFolder, run} from './program.js';

/** A state folder with the recordings of two runs. */
async function stateOfTwo() {
  const state = await emptyFolder();
  const folder = join(state, 'convo-monitor', 'recordings');
  await mkdir(folder, {recursive: true});
  await writeRecording(join(folder, 'one.ndjson'), calls(['talked', 0]));
  await writeRecording(join(folder, 'two.ndjson'), calls(['busy', 3600]));
  return {folder, env: {XDG_STATE_HOME: state}};
}

describe('recordings in a pipe', () => {
  it('are listed, opened by their names, and removed when that is said', async () => {
    const {folder, env} = await stateOfTwo();
    const listed = await run(['recordings'], {env});
    expect(listed.status).toBe(0);
    expect(listed.out).toMatch(/^when .*\n.* busy .* two\.ndjson\n.* completed .* one\.ndjson\n$/);
    const named = await run(['open'], {env});
    expect(named).toMatchObject({status: 0, out: listed.out, err: 'To open one: convo-monitor open two.ndjson\n'});
    const opened = await run(['open', 'two', 'one.ndjson', '--plain', '--quiet'], {env});
    expect(opened.status).toBe(0);
    expect(opened.out).toMatch(/ completed[\s\S]* busy/);
    const kept = await run(['recordings', 'prune', '--keep', '1'], {env});
    expect(kept.status).toBe(2);
    expect(kept.err).toMatch(/^Nothing was removed: to remove 1 recording \(\d+ kB\) add --yes/);
    const dry = await run(['recordings', 'prune', '--keep', '1', '--dry-run', '--json'], {env});
    expect(JSON.parse(dry.out)).toMatchObject([{name: 'one.ndjson', calls: 1}]);
    const pruned = await run(['recordings', 'prune', '--keep', '1', '--yes'], {env});
    expect(pruned).toMatchObject({status: 0, err: expect.stringMatching(/^1 recording \(\d+ kB\) removed\.\n$/)});
    expect((await readdir(folder)).sort()).toEqual(['two.ndjson', 'two.ndjson.index']);
  });

  it('are none in an empty state folder, and that is said', async () => {
    const env = {XDG_STATE_HOME: await emptyFolder()};
    for (const verb of ['recordings', 'open']) {
      const {status, out, err} = await run([verb], {env});
      expect([status, out]).toEqual([0, '']);
      expect(err).toMatch(
        /^There are no recordings in .*recordings yet: every run of the monitor leaves one there\.\n$/,
      );
    }
  });
});
