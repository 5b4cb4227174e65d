import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {beforeAll, describe, expect, it} from 'vitest';
import {isWebhook, type Observation} from '../../source/call/observation.js';
import {busy, crowd, talked} from '../helpers/calls.js';
import {writeRecording} from '../helpers/recording.js';
import {faultsBy} from '../helpers/shipped-schema.js';
import {until} from '../helpers/until.js';
import {application, reply, type Seen} from '../run/replay/application.js';
import {emptyFolder, inPipe, run} from './program.js';

let [file, packed, both, mixed] = ['', '', '', ''];

beforeAll(async () => {
  const folder = await emptyFolder();
  file = await writeRecording(join(folder, 'call.ndjson'), answeredByApplication(talked));
  packed = join(folder, 'packed.ndjson.gz');
  await writeFile(packed, gzipSync(await readFile(file)));
  const elsewhere = JSON.parse(
    JSON.stringify(crowd).replaceAll('11111111-', '22222222-').replaceAll('-0000-4000-', '-0001-4000-'),
  );
  both = await writeRecording(join(folder, 'both.ndjson'), [...answeredByApplication(talked), ...elsewhere]);
  mixed = await writeRecording(join(folder, 'mixed.ndjson'), withUnsendable(busy));
});

/** The answers are those of an application behind `--forward`. */
function answeredByApplication(observations: readonly Observation[]): Observation[] {
  return observations.map(each => (each.source === 'reply' ? {...each, by: 'application'} : each));
}

/** The first webhook was refused for its signature, the second was cut. */
function withUnsendable(observations: readonly Observation[]): Observation[] {
  let count = 0;
  return observations.map(each => {
    if (!isWebhook(each)) return each;
    count++;
    if (count === 1) return {...each, refused: true};
    return count === 2 ? {...each, raw: {...each.raw, cut: 9_000_000}} : each;
  });
}

const webhooksIn = (observations: readonly Observation[]) => observations.filter(isWebhook);

/** Answers what was recorded of the call that ends well, or an NCCO in the place of its own. */
function answers(ncco?: unknown) {
  const [recorded] = talked.flatMap(each => (each.source === 'reply' && each.raw.body !== '' ? [each.raw.body] : []));
  return ({url}: Seen, response: Parameters<typeof reply>[0]) =>
    url.includes('/answer')
      ? response.writeHead(200).end(ncco === undefined ? recorded : JSON.stringify(ncco))
      : reply(response);
}

describe('convo-monitor replay', () => {
  it('sends every webhook in its order, and says that the answers are alike', async () => {
    const {seen, url} = await application(answers());
    const {status, out, err} = await run(['replay', file, '--to', `${url}/app`]);
    expect([status, err]).toEqual([0, '']);
    expect(out).toContain(`${seen.length} webhooks sent to ${url}: ${seen.length} answered alike.`);
    const recorded = webhooksIn(talked).map(({raw}) => [raw.method, `/app${raw.path}`, raw.body]);
    expect(seen.map(({method, url, body}) => [method, url, body])).toEqual(recorded);
  });

  it('says where an NCCO is another, and hides numbers when that is asked for', async () => {
    const {url} = await application(answers([{action: 'talk', text: 'Call 447700900123'}]));
    const {status, out} = await run(['replay', file, '--to', url, '--mask']);
    expect(status).toBe(1);
    expect(out).toMatch(/GET \/webhooks\/answer +200 → 200 .* different\n {4}[-+~] NCCO action 1 /);
    expect(out).toContain('Call 44••••••0123');
    expect(out).not.toContain('\u001b');
  });

  it('takes standard input, what is packed, several files, and one call of several', async () => {
    const {seen, url} = await application(answers());
    const piped = await inPipe(['replay', '-', '--to', url]);
    piped.child.stdin?.end(await readFile(file));
    expect(await piped.ended).toBe(0);
    expect((await run(['replay', packed, '--to', url])).status).toBe(0);
    // What two of them hold is there once.
    expect((await run(['replay', file, packed, '--to', url])).status).toBe(0);
    expect((await run(['replay', both, '--to', url, '--call', '1'])).status).toBe(0);
    expect(seen.length).toBe(4 * webhooksIn(talked).length);
    expect((await run(['replay', both, '--to', url, '--call', '9'])).err).toContain('--call 9 means no call of ');
  });

  it('writes JSON for programs', async () => {
    const {url} = await application((_, response) => reply(response, undefined, 500));
    const {status, out} = await run(['replay', file, '--to', url, '--format', 'json']);
    const {schema, ended, counts, webhooks} = JSON.parse(out);
    expect([status, schema, ended]).toEqual([1, 'convo-monitor/replay@1', 'done']);
    expect(counts).toMatchObject({alike: 0, different: webhooksIn(talked).length});
    const differences = expect.arrayContaining([{what: 'status', kind: 'changed', before: '200', now: '500'}]);
    expect(webhooks[0]).toMatchObject({outcome: 'different', before: {status: 200}, now: {status: 500}, differences});
  });

  it('writes JSON as its schema has it, whatever became of the webhooks', async () => {
    const faults = await faultsBy('replay');
    const {url} = await application(answers([{action: 'talk', text: 'Another.'}]));
    const outcomes = new Set<string>();
    for (const [each, to] of [
      [file, url],
      [mixed, url],
      [file, '9'],
    ] as const) {
      const replay = JSON.parse((await run(['replay', each, '--to', to, '--format', 'json'])).out);
      expect(faults(replay)).toBeNull();
      for (const {outcome} of replay.webhooks) outcomes.add(outcome);
    }
    expect([...outcomes].sort()).toEqual(['alike', 'different', 'unanswered', 'unsent']);
    expect(faults({schema: 'convo-monitor/replay@1'})).not.toBeNull();
  });

  it('leaves out what cannot be sent, and says why', async () => {
    const {seen, url} = await application(answers());
    const {out} = await run(['replay', mixed, '--to', url]);
    expect(seen.length).toBe(webhooksIn(busy).length - 2);
    expect(out).toContain('not sent\n    It was refused for its signature and never passed on.');
    expect(out).toContain('not sent\n    It was too long to be kept whole.');
    expect(out).toContain('2 webhooks could not be sent, or were passed over.');
  });

  it('tries a few webhooks where nobody answers, and not the rest', async () => {
    const {status, out} = await run(['replay', file, '--to', '9']);
    expect(status).toBe(1);
    expect(out.match(/Nothing listens at http:\/\/localhost:9\./g)?.length).toBe(3);
    const left = webhooksIn(talked).length - 3;
    expect(out).toContain(`Nobody answers at http://localhost:9: the other ${left} webhooks were not tried.`);
  });

  it('stops at a signal, and says how far it came', async () => {
    const {seen, url} = await application(({url}, response) => (url.includes('/answer') ? undefined : reply(response)));
    const running = await inPipe(['replay', file, '--to', url, '--speed', '1000']);
    await until(() => expect(seen.some(each => each.url.includes('/answer'))).toBe(true));
    running.child.kill('SIGINT');
    expect(await running.ended).toBe(130);
    expect(running.out()).toMatch(/Stopped: \d+ webhooks were not sent\.\n$/);
  });

  it.each([
    [['call.ndjson'], 2, 'Say where your application is: --to with its URL, or a port.'],
    [['call.ndjson', '--to', 'ftp://x'], 2, 'Give a URL that begins with http:// or https://, or a port'],
    [['call.ndjson', '--to', '4000', '--speed', 'fast'], 2, 'Give a factor of the gaps that there were'],
    [['call.ndjson', '--to', '4000', '--speed', 'step'], 2, '--speed step asks before each webhook'],
    [['missing.ndjson', '--to', '4000'], 3, 'missing.ndjson cannot be opened'],
  ])('replay %s ends with %d', async (args, status, said) => {
    const ended = await run(['replay', ...args]);
    expect([ended.status, ended.err]).toEqual([status, expect.stringContaining(said)]);
  });
});
