import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {inPtyToTheEnd} from './pty.js';

type Bundle = (entries: Record<string, string>, outdir: string) => Promise<{outputs: Record<string, {bytes: number}>}>;
const script = new URL('../../source/build/bundle.mjs', import.meta.url).href;

// Far from node_modules: what runs here needs nothing but Node.
const outdir = join(mkdtempSync(join(tmpdir(), 'convo-monitor-')), 'dist');
let outputs: Record<string, {bytes: number}> = {};

beforeAll(async () => {
  const {bundle} = (await import(script)) as {bundle: Bundle};
  ({outputs} = await bundle({cli: 'test/terminal/app/cli.ts'}, outdir));
});

const run = () => inPtyToTheEnd(`'${process.execPath}' '${outdir}/cli.js'; echo "status=$?."`, {columns: 60, rows: 6});

describe('the bundle', () => {
  it('draws an ink-table with a production React and without node_modules', async () => {
    const app = run();
    await app.shows('NODE_ENV production, performance entries 0');
    expect(app.seen().slice(0, 3)).toEqual(['leg   status', 'L1    answered', 'L2    ring 0']);
    app.pty.write('jj');
    await app.shows('ring 2');
    app.pty.write('q');
    await app.over();
    expect(app.output()).toContain('status=0.');
    expect(app.isAlternate()).toBe(false);
  });

  it('tells an error in a component after the screen is gone, escaped', async () => {
    const app = run();
    await app.shows('ring 0');
    app.pty.write('b');
    await app.over();
    expect(app.output()).toContain('status=1.');
    expect(app.output()).toContain('broken \\e]0;PWNED\\u{7} screen');
    expect(app.output()).not.toContain('\x1b]0;');
  });

  it('starts with a few lines, and loads Ink only when there is something to draw', () => {
    const [[, cli] = ['', {bytes: Number.NaN}]] = Object.entries(outputs).filter(([file]) => file.endsWith('/cli.js'));
    expect(cli.bytes).toBeLessThan(2000);
    expect(execFileSync(process.execPath, [join(outdir, 'cli.js'), '--version'], {encoding: 'utf8'})).toBe('1.2.3\n');
  });

  it('carries the licence of everything in it', () => {
    const licences = readFileSync(join(outdir, 'licenses.txt'), 'utf8');
    for (const name of ['ink', 'ink-table', 'object-hash', 'react', 'yoga-layout', 'signal-exit', 'string-width']) {
      expect(licences).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ — \\S+$`, 'm'));
    }
    expect(licences).not.toContain('undefined');
  });
});
