import {mkdir, readdir, readFile, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {inFront} from '../doctor/servers.js';
import {faultsBy} from '../helpers/shipped-schema.js';
import {account, id, linkArgs, linkable, linkedBy, tunnel} from '../link/rig.js';

const answerNow = 'https://prod.example.com/voice/answer?x=1';

describe('convo-monitor link in a pipe', () => {
  it('asks nobody, changes nothing and says what to add', async () => {
    const rig = await linkable();
    const {status, out, err} = await rig.run(['link', '--tunnel', tunnel]);
    expect([status, out, await rig.read(), await rig.journals()]).toEqual([2, '', rig.original, []]);
    expect(err).toMatch(
      /answer URL +- GET https:\/\/prod\.example\.com.*\n +\+ GET https:\/\/ab12\.example\.com\/webhooks\/answer/,
    );
    expect(err).toContain(
      'Nothing was changed: this asks first, and nobody can be asked here. Add --yes, or --dry-run',
    );
  });

  it('shows with --dry-run what would be other, field by field', async () => {
    const rig = await linkable();
    const {status, out} = await rig.run(['link', '--tunnel', tunnel, '--dry-run', '--json']);
    const said = JSON.parse(out);
    expect([status, await rig.read()]).toEqual([0, rig.original]);
    expect((await faultsBy('link'))(said)).toBeNull();
    expect(said).toMatchObject({action: 'plan', application: {id}, publicUrl: tunnel});
    expect(said.changes[0]).toEqual({
      path: 'capabilities.voice.webhooks.answer_url.address',
      before: answerNow,
      after: `${tunnel}/webhooks/answer`,
    });
    expect(said.webhooks.map(({webhook, after}: {webhook: string; after: unknown}) => [webhook, after])).toEqual([
      ['answer', {address: `${tunnel}/webhooks/answer`, method: 'GET'}],
      ['event', {address: `${tunnel}/webhooks/event`, method: 'POST'}],
      ['fallback', null],
      ['rtc', {address: `${tunnel}/webhooks/rtc`, method: 'POST'}],
    ]);
  });

  it('sets the URLs with --yes until a signal comes, and leaves all else as it was', async () => {
    const rig = await linkable();
    const started = await rig.start([...linkArgs, '--json']);
    await started.says('Linked.');
    const now = JSON.parse(await rig.read());
    expect(now.capabilities.voice.webhooks.answer_url).toEqual({
      ...{address: `${tunnel}/webhooks/answer`, http_method: 'GET', connect_timeout: 500},
    });
    const {capabilities, keys, privacy} = JSON.parse(rig.original);
    expect([now.keys, now.privacy, now.capabilities.messages]).toEqual([keys, privacy, capabilities.messages]);
    started.child.kill('SIGHUP');
    expect([await started.ended, await rig.read()]).toEqual([129, rig.original]);
    const lines = started.out().trimEnd().split('\n');
    const all = lines.map(line => JSON.parse(line));
    expect(all.map(({action}) => action)).toEqual(['linked', 'restored']);
    expect(all.map(await faultsBy('link'))).toEqual([null, null]);
  });

  it('puts them back when nobody reads its output any more', async () => {
    const rig = await linkable();
    const reached = rig.gate.stopAt({method: 'PUT', when: 'after'});
    const started = await rig.start([...linkArgs, '--json']);
    const change = await reached;
    expect(await rig.read()).not.toBe(rig.original);
    started.child.stdout?.destroy();
    await change.goOn();
    expect([await started.ended, await rig.read(), await rig.journals()]).toEqual([141, rig.original, []]);
  });

  it('in front of an application keeps its paths', async () => {
    const rig = await linkable();
    const {out} = await rig.run(['link', '--forward', '4000', '--tunnel', tunnel, '--dry-run', '--json']);
    expect(JSON.parse(out).webhooks[0].after.address).toBe(`${tunnel}/voice/answer?x=1`);
  });

  it('follows a tunnel that gets another URL', async () => {
    const rig = await linkable();
    let now = 'https://one.example.com';
    const agent = await inFront(
      () => undefined,
      () => ({body: JSON.stringify({tunnels: [{public_url: now, config: {addr: 'localhost:3999'}}]})}),
    );
    onTestFinished(agent.close);
    const started = await rig.start(['link', '--yes', '--json', '--port', '3999', '--ngrok-api', agent.url]);
    await started.says('Linked.');
    now = 'https://two.example.com';
    await started.says('The tunnel has another URL, and the application has it now: https://two.example.com');
    expect(JSON.parse(await rig.read()).capabilities.voice.webhooks.answer_url.address).toBe(`${now}/webhooks/answer`);
    started.child.kill('SIGINT');
    expect([await started.ended, await rig.read(), await rig.journals()]).toEqual([130, rig.original, []]);
    const urls = started.out().trimEnd().split('\n');
    expect(urls.map(line => JSON.parse(line).publicUrl)).toEqual(['https://one.example.com', now, now]);
  });

  it('has nothing to set where the URLs lead here already', async () => {
    const rig = await linkable();
    const at = 'https://prod.example.com';
    const paths = ['--event-path', '/voice/event', '--rtc-path', '/rtc'];
    await rig.put(({capabilities}) => {
      if (capabilities.voice) capabilities.voice.webhooks.answer_url.address = `${at}/webhooks/answer`;
    });
    const {status, err} = await rig.run(['link', '--tunnel', at, '--yes', ...paths]);
    expect([status, err]).toEqual([
      0,
      `The application's webhook URLs lead to ${at} already: there is nothing to set.\n`,
    ]);
  });

  it('lets nothing that the application is called reach the terminal as a control sequence', async () => {
    const rig = await linkable();
    await rig.put(application => {
      application.name = '\x1b]0;evil\x07\u202eapp\nnext';
      if (application.capabilities.voice)
        application.capabilities.voice.webhooks.answer_url.address = 'https://x/\x1b[2J';
    });
    const {out, err} = await rig.run(['link', '--tunnel', tunnel, '--dry-run']);
    const {out: json} = await rig.run(['link', '--tunnel', tunnel, '--dry-run', '--json']);
    expect(out + err + json).not.toMatch(/[\x1b\x07\u202e]/);
    expect(err).toContain('\\e]0;evil');
  });

  it('warns of a URL that only this network reaches, and of one through which no monitor answers', async () => {
    const rig = await linkable();
    const {err} = await rig.run(['link', '--tunnel', 'http://192.168.0.7:3000', '--dry-run']);
    expect(err).toContain('Warning: Only this network reaches http://192.168.0.7:3000: Vonage does not.');
    expect(err).toContain('Warning: No convo-monitor answers through http://192.168.0.7:3000 yet.');
    expect((await rig.run(['link', '--tunnel', tunnel, '--dry-run'])).err).not.toContain('Only this network');
  });

  it('finds no tunnel, and says so before anything is asked', async () => {
    const rig = await linkable();
    const {status, err} = await rig.run(['link', '--yes', '--port', '3999']);
    expect([status, await rig.read()]).toEqual([4, rig.original]);
    expect(err).toContain('there is no tunnel to port 3999. Run: ngrok http 3999 — or give the URL');
  });

  it('keeps what it is to put back where only its owner reads it, without a secret of the account', async () => {
    const rig = await linkable();
    const started = await linkedBy(rig);
    const folder = join(rig.home, '.local/state/convo-monitor/links');
    const names = (await readdir(folder)).filter(name => name.endsWith('.json'));
    expect(names).toEqual([`${id}.json`]);
    const file = join(folder, `${id}.json`);
    expect([(await stat(file)).mode & 0o777, (await stat(folder)).mode & 0o777]).toEqual([0o600, 0o700]);
    expect(await readFile(file, 'utf8')).not.toContain(account.apiSecret);
    started.child.kill('SIGTERM');
    expect(await started.ended).toBe(143);
  });
});

describe('two of them', () => {
  it('do not link one application: the second is refused, as is restore', async () => {
    const rig = await linkable();
    const first = await linkedBy(rig);
    for (const args of [[...linkArgs], ['restore', '--yes']]) {
      const {status, err} = await rig.run(args);
      expect(status).toBe(1);
      expect(err).toContain(`is linked by another process (convo-monitor`);
      expect(err).toContain(`pid ${first.child.pid}`);
    }
    first.child.kill('SIGINT');
    expect([await first.ended, await rig.read()]).toEqual([130, rig.original]);
  });

  it('on two machines nest: whichever ends first, what was there at first comes back', async () => {
    const rig = await linkable();
    const first = await linkedBy(rig);
    const elsewhere = join(rig.home, 'another-machine');
    const second = await rig.start(['link', '--tunnel', 'https://cd34.example.com', '--yes'], {HOME: elsewhere});
    await second.says('Linked.');
    first.child.kill('SIGINT');
    expect(await first.ended).toBe(1);
    expect(first.err()).toContain('Somebody else has changed the application');
    second.child.kill('SIGINT');
    expect(await second.ended).toBe(130);
    const {status} = await rig.run(['restore', '--yes']);
    expect([status, await rig.read()]).toEqual([0, rig.original]);
  });
});

describe('where somebody else has changed the application meanwhile', () => {
  const theirs = 'https://theirs.example.com/event';
  async function changed() {
    const rig = await linkable();
    const started = await linkedBy(rig);
    await rig.put(({capabilities}) => {
      if (capabilities.voice) capabilities.voice.webhooks.event_url.address = theirs;
    });
    const then = await rig.read();
    started.child.kill('SIGINT');
    expect([await started.ended, await rig.read()]).toEqual([1, then]);
    return {rig, said: started.err()};
  }

  it('nothing is put back, and it is said who has what', async () => {
    const {rig, said} = await changed();
    expect(said).toContain(
      `capabilities.voice.webhooks.event_url.address is "${theirs}" now; it was "https://prod.example.com/voice/event" before it was linked, and "${tunnel}/webhooks/event" then`,
    );
    expect(said).toContain('convo-monitor restore --force');
    expect(await rig.journals()).toHaveLength(1);
    expect((await rig.run(['restore', '--yes'])).status).toBe(1);
    expect((await rig.run(linkArgs)).status).toBe(1);
    expect(await rig.journals()).toHaveLength(1);
  });

  it('--force puts back what was there before', async () => {
    const {rig} = await changed();
    expect((await rig.run(['restore', '--yes', '--force'])).status).toBe(0);
    expect([await rig.read(), await rig.journals()]).toEqual([rig.original, []]);
  });

  it('--keep-theirs leaves that, and puts back the rest', async () => {
    const {rig} = await changed();
    const {status, err} = await rig.run(['restore', '--yes', '--keep-theirs']);
    expect([status, await rig.journals()]).toEqual([0, []]);
    expect(err).toContain('what somebody else has changed stays');
    const {event_url, answer_url} = JSON.parse(await rig.read()).capabilities.voice.webhooks;
    expect([event_url.address, answer_url.address]).toEqual([theirs, answerNow]);
  });

  it('what is none of our fields stays, and does not matter', async () => {
    const rig = await linkable();
    const started = await linkedBy(rig);
    await rig.put(application => {
      application.privacy = {improve_ai: true};
    });
    started.child.kill('SIGINT');
    expect(await started.ended).toBe(130);
    const {privacy, ...rest} = JSON.parse(await rig.read());
    const {privacy: _, ...before} = JSON.parse(rig.original);
    expect([privacy, rest]).toEqual([{improve_ai: true}, before]);
  });
});

describe('an API that says no', () => {
  const json = {'content-type': 'application/json'};
  it.each([
    [401, 3, {title: 'Unauthorized'}, {}, 'it does not take API key and secret'],
    [403, 3, {title: 'Forbidden'}, {}, 'does not let them do this. Ask whoever owns the account'],
    [404, 3, {title: 'Not Found'}, {}, 'it does not know the application. Check --application-id'],
    [422, 3, {title: 'Unprocessable'}, {}, 'it does not take the application so'],
    [429, 4, {title: 'Too Many Requests'}, {'retry-after': '7'}, 'it asks for fewer requests. Try again in 7 s'],
    [500, 4, {title: 'Oops'}, {}, 'it failed. Try again in a minute'],
  ])('%s', async (status, exit, body, headers, said) => {
    const rig = await linkable();
    const api = await inFront(
      () => rig.gate.url,
      () => ({status, headers: {...json, ...headers}, body: JSON.stringify({...body, detail: account.apiSecret})}),
    );
    onTestFinished(api.close);
    const run = await rig.run(linkArgs, {CONVO_MONITOR_API_URL: api.url});
    expect([run.status, await rig.journals()]).toEqual([exit, []]);
    expect(run.err).toContain(said);
    expect(run.err).not.toContain(account.apiSecret);
  });

  it('to the change alone: what was there is there, and no journal is left', async () => {
    const rig = await linkable();
    const api = await inFront(
      () => rig.gate.url,
      (_, method) => (method === 'PUT' ? {status: 422, headers: json, body: '{"title": "Bad URL"}'} : undefined),
    );
    onTestFinished(api.close);
    const run = await rig.run(linkArgs, {CONVO_MONITOR_API_URL: api.url});
    expect([run.status, await rig.read(), await rig.journals()]).toEqual([3, rig.original, []]);
    expect(run.err).toContain('it does not take the application so');
  });

  it('nothing at all, for 5 s', async () => {
    const rig = await linkable();
    const api = await inFront(
      () => rig.gate.url,
      () => ({hangs: true}),
    );
    onTestFinished(api.close);
    const run = await rig.run(linkArgs, {CONVO_MONITOR_API_URL: api.url});
    expect(run.status).toBe(4);
    expect(run.err).toContain('did not answer within 5 s');
  });

  it('of an application without voice, that no call reaches it', async () => {
    const rig = await linkable();
    await rig.put(({capabilities}) => {
      delete capabilities.voice;
    });
    const run = await rig.run(linkArgs);
    expect([run.status, await rig.journals()]).toEqual([3, []]);
    expect(run.err).toContain('has no voice capability, so no call reaches it: switch Voice on');
  });

  it('of an account that is not known, which of its words is missing', async () => {
    const rig = await linkable();
    const without = async (name: string) => (await rig.run(linkArgs, {[name]: undefined})).err;
    expect(await without('VONAGE_API_SECRET')).toContain("needs the account's API secret, and there is none");
    expect(await without('VONAGE_APPLICATION_ID')).toContain('needs an application id, and there is none');
  });
});

describe('a place where nothing can be kept', () => {
  const links = (home: string) => join(home, '.local/state/convo-monitor/links');

  it('keeps the application from being changed', async () => {
    const rig = await linkable();
    await mkdir(join(links(rig.home), '..'), {recursive: true});
    await writeFile(links(rig.home), 'a file');
    const {status, err} = await rig.run(linkArgs);
    expect([status, await rig.read()]).toEqual([3, rig.original]);
    expect(err).toMatch(/^What is to be put back cannot be kept in .*links \(E\w+\), so nothing was changed/m);
  });

  it.each(['', '{"schema": "convo-monitor/link@1"', '{}', '[]'])('as does a journal that says %j', async text => {
    const rig = await linkable();
    await mkdir(links(rig.home), {recursive: true});
    await writeFile(join(links(rig.home), `${id}.json`), text);
    for (const args of [linkArgs, ['restore', '--yes']]) {
      const {status, err} = await rig.run(args);
      expect([status, await rig.read()]).toEqual([3, rig.original]);
      expect(err).toMatch(/it is no JSON|it holds something else than the journal of a link/);
    }
    expect(await readFile(join(links(rig.home), `${id}.json`), 'utf8')).toBe(text);
  });

  it('as does a link at another API, which is put back there first', async () => {
    const rig = await linkable();
    const started = await linkedBy(rig);
    started.child.kill('SIGKILL');
    await started.ended;
    const elsewhere = await linkable();
    const {status, err} = await elsewhere.run(linkArgs, {HOME: rig.home});
    expect([status, await elsewhere.read()]).toEqual([3, elsewhere.original]);
    expect(err).toContain(`Put it back there first: convo-monitor restore --api-url ${rig.gate.url}`);
  });
});

describe('convo-monitor restore', () => {
  it('has nothing to do where nothing was left', async () => {
    const rig = await linkable();
    expect(await rig.run(['restore'])).toEqual({status: 0, out: '', err: 'There is nothing to put back.\n'});
  });

  it('puts back what a version before left, whose journal had the name of what --json says', async () => {
    const rig = await linkable();
    const started = await linkedBy(rig);
    started.child.kill('SIGKILL');
    await started.ended;
    const [name = ''] = await rig.journals();
    const file = join(rig.home, '.local/state/convo-monitor/links', name);
    const left = JSON.parse(await readFile(file, 'utf8'));
    expect(left.schema).toBe('convo-monitor/link-journal@1');
    await writeFile(file, JSON.stringify({...left, schema: 'convo-monitor/link@1'}));
    const {status} = await rig.run(['restore', '--yes']);
    expect([status, await rig.read(), await rig.journals()]).toEqual([0, rig.original, []]);
  });

  it('asks first, and puts back only at the API where it was linked', async () => {
    const rig = await linkable();
    const started = await linkedBy(rig);
    started.child.kill('SIGKILL');
    await started.ended;
    const asked = await rig.run(['restore']);
    expect([asked.status, asked.err]).toEqual([2, expect.stringContaining('Add --yes')]);
    const elsewhere = await rig.run(['restore', '--yes', '--api-url', 'http://127.0.0.1:9']);
    expect([elsewhere.status, elsewhere.err]).toEqual([2, expect.stringContaining(`was linked at ${rig.gate.url}`)]);
    const other = await rig.run(['restore', '--yes', '--application-id', 'bbbbbbbb-bbbb-cccc-dddd-0123456789ab']);
    expect(other.err).toBe('There is nothing to put back.\n');
    const {status, out} = await rig.run(['restore', '--yes', '--json']);
    expect([status, await rig.read(), JSON.parse(out).action]).toEqual([0, rig.original, 'restored']);
    expect((await faultsBy('link'))(JSON.parse(out))).toBeNull();
  });
});
