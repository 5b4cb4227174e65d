import {execFile} from 'node:child_process';
import {mkdir, mkdtemp, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {builtProgram} from '../helpers/built-program.js';

/** A developer's own test of a developer's own application, with nothing but Node and this package. */
const project = `
import assert from 'node:assert/strict';
import http from 'node:http';
import {after, before, test} from 'node:test';
import {simulate} from 'convo-monitor/simulator';

const events = [];
const application = http.createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  response.setHeader('content-type', 'application/json');
  if (request.url.includes('/answer')) {
    response.end(JSON.stringify([{action: 'connect', endpoint: [{type: 'phone', number: '447700900001'}]}]));
  } else {
    events.push(JSON.parse(body).status);
    response.end();
  }
});

let vonage;
before(async () => {
  await new Promise(resolve => application.listen(0, '127.0.0.1', resolve));
  const url = 'http://127.0.0.1:' + application.address().port;
  vonage = await simulate({answerUrl: url + '/answer', eventUrl: url + '/event'});
});
after(async () => {
  await vonage.close();
  application.close();
});

test('a caller is told apart from one whose callee is busy', async () => {
  const call = await vonage.place('busy');
  assert.equal(call.status, 'completed');
  assert.deepEqual(call.legs[1].statuses.map(({status}) => status), ['started', 'ringing', 'busy', 'completed']);
  assert.ok(events.includes('busy'));
});

test('callers can be made up', async () => {
  const callees = [{outcome: 'rejected', detail: 'declined', afterMs: 1000}];
  const call = await vonage.place({name: 'mine', summary: 'Nobody wants to talk to Carol', callees});
  assert.equal(call.legs[1].statuses.at(-1).status, 'rejected');
});

test('the usual paths need no more than an address, or a port', async () => {
  const url = 'http://127.0.0.1:' + application.address().port;
  for (const where of [url, url + '/', application.address().port]) {
    const other = await simulate(where, {seed: 7});
    const {deliveries} = await other.place('busy');
    await other[Symbol.asyncDispose]();
    const called = new Set(deliveries.map(({target}) => target.url.split('?')[0]));
    assert.deepEqual([...called].sort(), [url + '/webhooks/answer', url + '/webhooks/event']);
    await assert.rejects(fetch(other.apiUrl));
  }
});

test('what is no address is said', async () => {
  await assert.rejects(simulate('localhost:4000'), /"localhost:4000" is not the URL of an application/);
});

test('the API is there', async () => {
  assert.match(vonage.application.privateKey, /BEGIN PRIVATE KEY/);
  assert.equal((await fetch(vonage.apiUrl + '/v1/calls')).status, 401);
});
`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convo-monitor-library-'));
  await mkdir(join(folder, 'node_modules'));
  await symlink(await builtProgram(), join(folder, 'node_modules', 'convo-monitor'));
  await writeFile(join(folder, 'call.test.mjs'), project);
});
afterAll(() => rm(folder, {recursive: true, force: true}));

describe('the simulator as a library', () => {
  it('is what a project tests its application with', async () => {
    const args = ['--test', '--test-reporter=tap', 'call.test.mjs'];
    const {stdout} = await promisify(execFile)(process.execPath, args, {cwd: folder});
    expect(stdout).toMatch(/# pass 5\n# fail 0/);
  });
});
