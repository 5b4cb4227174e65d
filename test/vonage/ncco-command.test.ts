import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {checkNccoFile, type NccoCommand} from '../../source/commands/ncco.js';

const folder = mkdtempSync(join(tmpdir(), 'ncco-'));
afterAll(() => rmSync(folder, {recursive: true}));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function run(command: NccoCommand, stdin: (string | Uint8Array)[] = []) {
  const printed = {out: '', err: ''};
  async function* input() {
    yield* stdin;
  }
  const status = await checkNccoFile(command, {
    out: text => {
      printed.out += text;
    },
    err: text => {
      printed.err += text;
    },
    stdin: input(),
  });
  return {status, ...printed};
}

describe('convo-monitor ncco', () => {
  it('prints nothing and exits 0 for an NCCO without remarks', async () => {
    expect(await run({file: file('good.json', '[{"action": "record"}]')})).toEqual({status: 0, out: '', err: ''});
  });

  it('exits 0 when there are only warnings', async () => {
    const path = file('warned.json', '[\n  {"action": "record", "timeOut": "60"}\n]');
    const text = '`timeOut` is documented as a number: write 60 without quotes.';
    expect(await run({file: path})).toEqual({
      status: 0,
      out: `${path}:2:24 warning [0].timeOut: ${text}\n`,
      err: '',
    });
  });

  it('exits 1 when there is an error, with its place as editors understand it', async () => {
    const path = file('bad.json', '[\n  {"action": "speak"}\n]');
    const {status, out} = await run({file: path});
    expect(status).toBe(1);
    expect(out).toBe(
      `${path}:2:4 error [0].action: There is no action "speak", so Vonage refuses the NCCO: did you mean "talk"?\n`,
    );
  });

  it('reads standard input for -, also when characters arrive in halves', async () => {
    const bytes = new TextEncoder().encode('[{"action": "talk", "text": "é", "x": 1}]');
    const at = bytes.indexOf(0xc3) + 1;
    const {status, out} = await run({file: '-'}, [bytes.slice(0, at), bytes.slice(at)]);
    expect(status).toBe(0);
    expect(out).toMatch(/^standard input:1:34 warning \[0\]\.x: /);
  });

  it('writes one JSON object a line with --format ndjson', async () => {
    const {status, out} = await run({file: '-', format: 'ndjson'}, ['[{"action": "\u009b"}, 5]']);
    expect(status).toBe(1);
    expect(out).not.toContain('\u009b');
    expect(
      out
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line)),
    ).toMatchObject([
      {file: 'standard input', severity: 'error', code: 'unknown-action', path: '[0].action', line: 1, column: 3},
      {file: 'standard input', severity: 'error', code: 'wrong-type', path: '[1]', line: 1, column: 19},
    ]);
  });

  it('prints nothing of the file that a terminal could obey', async () => {
    const {out} = await run({file: '-'}, [JSON.stringify([{action: '\u001b]0;x\u0007\u202e\u009b'}])]);
    expect(out.trimEnd()).toMatch(/^[\x20-\x7e]*$/);
  });

  it.each([
    ['a missing file', () => join(folder, 'none.json'), 'there is no such file'],
    ['a folder', () => folder, 'it is a folder'],
    [
      'a file that is too large',
      () => file('large.json', ' '.repeat(1024 * 1024 + 1)),
      'it is larger than 1048576 bytes',
    ],
  ])('exits 3 for %s and says why', async (_, path, reason) => {
    const {status, out, err} = await run({file: path()});
    expect([status, out]).toEqual([3, '']);
    expect(err).toContain(`cannot be read: ${reason}. Give the path of an NCCO, or - for standard input.`);
  });
});
