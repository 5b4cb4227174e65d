import {appendFile, rename, unlink, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe, expect, it, onTestFinished} from 'vitest';
import type {AnsweringOptions} from '../../source/intake/answering.js';
import {checkNcco} from '../../source/vonage/ncco/check.js';
import {until} from '../helpers/until.js';
import {temporaryFolder} from '../recording/folder.js';
import {exchange, listening} from './exchange.js';

const good = '[{"action":"talk","text":"Hello"}]';
/** Vonage would refuse it: there is no action of that name. */
const bad = '[{"action":"talk","text":"Hello"},\n {"action":"hangup"}]';
/** It works, though `loop` should be a number. */
const doubtful = '[{"action":"talk","text":"Hello","loop":"2"}]';

type Options = {strict?: boolean; check?: Parameters<typeof listening>[2]};

const monitor = (answering: AnsweringOptions, {strict, check = checkNcco}: Options = {}) =>
  listening({answering, strict}, undefined, check);

async function applicationThatAnswers(
  body: string | Buffer,
  type = 'application/json',
  encoding?: string,
): Promise<AnsweringOptions> {
  const server = createServer((_request, response) => {
    if (encoding) response.setHeader('Content-Encoding', encoding);
    response.setHeader('Content-Type', type).end(body);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {kind: 'forward', url: `http://127.0.0.1:${(server.address() as {port: number}).port}`};
}

async function fileWith(text: string): Promise<AnsweringOptions & {kind: 'file'}> {
  const file = join(await temporaryFolder(), 'ncco.json');
  await writeFile(file, text);
  return {kind: 'file', file};
}

/** Saves as careful editors do, so that nobody can see half of it. */
async function save(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

const sources = [
  ['from --ncco', fileWith],
  ['through --forward', applicationThatAnswers],
] as const;

describe.each(sources)('an NCCO %s', (_, answeringWith) => {
  it.each([
    ['good', good, []],
    ['doubtful', doubtful, [{severity: 'warning', code: 'string-number', line: 1}]],
    ['bad', bad, [{severity: 'error', code: 'unknown-action', path: '[1].action', line: 2, column: 3}]],
  ])('that is %s leaves unchanged, and its reply carries what was found', async (_state, ncco, found) => {
    const {url, of} = await monitor(await answeringWith(ncco));
    expect((await exchange(`${url}/webhooks/answer`)).body.toString()).toBe(ncco);
    const [reply] = of('reply');
    expect(reply?.findings ?? []).toMatchObject(found);
    expect(reply?.failure).toBeUndefined();
  });

  it.each([
    ['good', good],
    ['doubtful', doubtful],
  ])('that is %s leaves unchanged with --strict as well', async (_state, ncco) => {
    const {url, of} = await monitor(await answeringWith(ncco), {strict: true});
    expect((await exchange(`${url}/webhooks/answer`)).body.toString()).toBe(ncco);
    expect(of('reply')[0]?.failure).toBeUndefined();
  });

  it('with errors is refused by --strict: the caller hears an apology, and the reply says why', async () => {
    const {url, of} = await monitor(await answeringWith(bad), {strict: true});
    const {status, headers, body} = await exchange(`${url}/webhooks/answer`);
    expect([status, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
    expect(JSON.parse(body.toString())).toEqual([{action: 'talk', text: expect.any(String), language: 'en-US'}]);
    const [reply] = of('reply');
    expect(reply).toMatchObject({by: 'monitor', findings: [{code: 'unknown-action'}], failure: {code: 'ncco-errors'}});
    expect(reply?.failure?.text).toMatch(
      /^The NCCO has 1 error and was refused.+line 2, column 3: "hangup" is not an action/,
    );
  });
});

describe('an application', () => {
  it('that answers an event with a bad NCCO has it refused by --strict, so that the running one goes on', async () => {
    const {url, of} = await monitor(await applicationThatAnswers(bad), {strict: true});
    const {status, body} = await exchange(`${url}/webhooks/event`);
    expect([status, body.length]).toEqual([200, 0]);
    expect(of('reply')[0]?.failure?.text).toContain('The running NCCO went on instead.');
  });

  it('that answers an event with no NCCO is not looked at', async () => {
    const {url, of} = await monitor(await applicationThatAnswers('{"ok":true}'), {strict: true});
    expect((await exchange(`${url}/webhooks/event`)).body.toString()).toBe('{"ok":true}');
    expect(of('reply')[0]).not.toHaveProperty('findings');
  });

  it.each([
    ['after a blank line', `\n${bad}`, 'unknown-action'],
    ['after a byte order mark', `\ufeff${good}`, 'byte-order-mark'],
    ['that is one action', '{"text":"Hello","action":"talk"}', 'not-an-array'],
    ['that was made into JSON twice', JSON.stringify(good), 'not-an-array'],
  ])('that answers an event with an NCCO %s is told what is wrong with it', async (_, ncco, code) => {
    const {url, of} = await monitor(await applicationThatAnswers(ncco));
    expect((await exchange(`${url}/webhooks/event`)).body.toString()).toBe(ncco);
    expect(of('reply')[0]?.findings).toMatchObject([{code}]);
  });

  it.each([
    ['gzip', undefined, [{severity: 'warning', code: 'compressed', text: expect.stringContaining('(gzip)')}]],
    ['gzip', 'br, gzip', undefined],
    ['identity', undefined, undefined],
  ])('that compresses (%s) what was asked for as %s goes through as it is', async (encoding, accept, found) => {
    const body = encoding === 'gzip' ? gzipSync(good) : Buffer.from(good);
    const answering = await applicationThatAnswers(body, 'application/json', encoding);
    const {url, of} = await monitor(answering, {strict: true});
    const headers = accept === undefined ? [] : ['Accept-Encoding', accept];
    expect((await exchange(`${url}/webhooks/answer`, {headers})).body).toEqual(body);
    expect(of('reply')[0]).toMatchObject({by: 'application'});
    expect(of('reply')[0]?.findings).toEqual(found);
  });

  it('that answers something that does not parse is told the line and the column', async () => {
    const {url, of} = await monitor(await applicationThatAnswers('[\n  {"action": "talk",}\n]'));
    await exchange(`${url}/webhooks/answer`);
    expect(of('reply')[0]).toMatchObject({
      failure: {code: 'not-json'},
      findings: [{severity: 'error', line: 2, column: 20}],
    });
  });

  it('is said to fail until it answers with an NCCO that can be used', async () => {
    const {url, of} = await monitor(await applicationThatAnswers(bad), {strict: true});
    await exchange(`${url}/webhooks/answer`);
    await exchange(`${url}/webhooks/rtc`);
    expect(of('health').map(({part, state, code}) => [part, state, code])).toEqual([
      ['application', 'failing', 'ncco-errors'],
    ]);
  });
});

describe('the file of --ncco', () => {
  const verdicts = (of: Awaited<ReturnType<typeof monitor>>['of']) => of('health').filter(({part}) => part === 'ncco');

  it('is judged at the start and after each edit, though nobody calls', async () => {
    const answering = await fileWith(good);
    const {file} = answering;
    const {of} = await monitor(answering);
    const next = async (count: number) => {
      await until(() => expect(verdicts(of).length).toBeGreaterThanOrEqual(count));
      const {state, code, text} = verdicts(of)[count - 1] ?? {};
      return [state, code, text];
    };
    expect(await next(1)).toEqual(['ok', 'ncco-good', `${file} is a good NCCO: nothing to remark.`]);
    await save(file, doubtful);
    expect(await next(2)).toEqual(['ok', 'ncco-warnings', expect.stringContaining(`${file}, line 1, column 34: `)]);
    await save(file, bad);
    expect(await next(3)).toEqual(['failing', 'ncco-errors', expect.stringContaining('Calls fail until')]);
    await appendFile(file, '}');
    expect(await next(4)).toEqual([
      'failing',
      'ncco-errors',
      expect.stringMatching(/line 2, column 22: .+ Callers hear a spoken default until/),
    ]);
    await unlink(file);
    expect(await next(5)).toEqual([
      'failing',
      'ncco-file',
      expect.stringContaining('cannot be read: there is no such file'),
    ]);
    await save(file, good);
    expect(await next(6)).toEqual(['ok', 'ncco-good', expect.any(String)]);
  });

  it('waits for the check to be loaded when a call comes that early', async () => {
    let load: (check: typeof checkNcco) => void = () => undefined;
    const check = new Promise<typeof checkNcco>(resolve => {
      load = resolve;
    });
    const {url, of} = await monitor(await fileWith(bad), {strict: true, check});
    expect((await exchange(`${url}/webhooks/event`)).status).toBe(200);
    const answered = exchange(`${url}/webhooks/answer`);
    await until(() => expect(of('answer')).not.toEqual([]));
    expect(of('reply').filter(({findings}) => findings)).toEqual([]);
    load(checkNcco);
    expect((await answered).body.toString()).toContain('cannot be answered right now');
  });

  it('with several errors is summed up in one sentence that says where the rest is', async () => {
    const answering = await fileWith('[{"action":"x"},{"action":"y"},{"action":"talk"}]');
    const {of} = await monitor(answering, {strict: true});
    await until(() => expect(verdicts(of)).not.toEqual([]));
    const {file} = answering;
    expect(verdicts(of)[0]?.text).toMatch(/line 1, column 3: There is no action "x"/);
    expect(verdicts(of)[0]?.text).toMatch(/Callers hear an apology until it is corrected\. 2 more remarks: /);
    expect(verdicts(of)[0]?.text).toContain(`convo-monitor ncco ${file}`);
  });
});
