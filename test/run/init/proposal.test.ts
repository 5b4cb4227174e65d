import {createServer, type RequestListener} from 'node:http';
import type {AddressInfo} from 'node:net';
import {describe, expect, it, onTestFinished} from 'vitest';
import {probeAnswering} from '../../../source/intake/probe.js';
import {type Around, propose} from '../../../source/run/init/proposal.js';
import {differences, settingsThere} from '../../../source/run/init/there.js';
import {id, type Machine, machine, otherId, pem} from '../../config/machine.js';

/** A server of this machine; its port. */
async function listening(answer: RequestListener): Promise<number> {
  const server = createServer(answer);
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close().closeAllConnections());
  return (server.address() as AddressInfo).port;
}

/** The address of an agent of ngrok with tunnels to these ports. */
async function ngrok(...ports: number[]): Promise<string> {
  const tunnels = ports.map(port => ({
    public_url: `https://to-${port}.ngrok.app`,
    config: {addr: `http://localhost:${port}`},
  }));
  return `http://127.0.0.1:${await listening((_, response) => response.end(JSON.stringify({tunnels})))}`;
}

const inProject = (files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`/project/${name}`, text]));

/** What is proposed in /project, where nothing listens and no tunnel runs unless that is said. */
async function proposed({flags = {}, ...rest}: Machine, {ports = [], cloudflared = []}: Partial<Around> = {}) {
  const input = machine({...rest, flags: {ngrokApi: 'off', ...flags}});
  const {settings, notes, warnings} = await propose(input, {ports, cloudflared});
  return {settings: settings.map(({name, value, from}) => `${name} ${value} (${from})`), notes, warnings};
}

const noId = expect.stringContaining('No application id was found');
const noTunnel = expect.stringContaining('No tunnel was found');

describe('what init proposes', () => {
  it('is the usual port where nothing is found, and what is missing', async () => {
    expect(await proposed({})).toEqual({
      settings: ['port 3000 (nobody said another)'],
      notes: [noTunnel, noId],
      warnings: [],
    });
  });

  it('is the application’s port by package.json, before that of .env', async () => {
    const files = {'package.json': '{"scripts": {"start": "PORT=4000 node ."}}', '.env': 'PORT=5000'};
    const forward = 'forward http://localhost:4000 (package.json, script start)';
    expect((await proposed({files: inProject(files)})).settings).toContain(forward);
    const alone = await proposed({files: inProject({'.env': 'PORT=5000'})});
    expect(alone.settings).toContain('forward http://localhost:5000 (.env, PORT)');
  });

  it('gives the monitor another port where the application has the usual one', async () => {
    const {settings} = await proposed({files: inProject({'.env': 'PORT=3000'})});
    expect(settings).toEqual(['port 3001 (3000 is your application’s)', 'forward http://localhost:3000 (.env, PORT)']);
  });

  it('is what a flag says before what is found, and no forward where something else answers', async () => {
    const files = inProject({'.env': 'PORT=4000\nCONVO_MONITOR_PORT=1'});
    const {settings} = await proposed({files, flags: {port: '3210', to: '447700900000'}});
    expect(settings).toEqual(['port 3210 (flag --port)', 'to 447700900000 (flag --to)']);
  });

  it('is nothing where a flag makes no sense', async () => {
    await expect(proposed({flags: {port: 'x'}})).rejects.toThrow('The port (flag --port) must be a whole number');
  });

  it('says that monitor and application cannot have one port', async () => {
    const {settings, notes} = await proposed({files: inProject({'.env': 'PORT=4000'}), flags: {port: '4000'}});
    expect(settings).toEqual(['port 4000 (flag --port)']);
    expect(notes[0]).toBe(
      'Your application has port 4000 as well (.env, PORT): give one of the two another, and --forward.',
    );
  });
});

describe('a tunnel', () => {
  it('says where the monitor is to listen', async () => {
    const {settings, notes} = await proposed({flags: {ngrokApi: await ngrok(3333)}});
    expect(settings).toEqual(['port 3333 (https://to-3333.ngrok.app (ngrok) leads there)']);
    expect(notes).toEqual([noId]);
  });

  it('that leads to the application is to lead to the monitor', async () => {
    const files = inProject({'package.json': '{"scripts": {"dev": "next dev -p 4000"}}'});
    const {settings, notes} = await proposed({files, flags: {ngrokApi: await ngrok(4000)}});
    expect(settings).toEqual([
      'port 3000 (nobody said another)',
      'forward http://localhost:4000 (package.json, script dev)',
    ]);
    expect(notes[0]).toBe(
      'https://to-4000.ngrok.app (ngrok) leads to port 4000: let it lead to the monitor, ngrok http 3000.',
    );
  });

  it('of several, one that does not lead to the application', async () => {
    const files = inProject({'.env': 'PORT=4000'});
    const {settings} = await proposed({files, flags: {ngrokApi: await ngrok(4000, 3333)}});
    expect(settings[0]).toBe('port 3333 (https://to-3333.ngrok.app (ngrok) leads there)');
  });

  it('of cloudflared is named, and not written', async () => {
    const metrics = await listening((_, response) => response.end('{"hostname": "ten-towns.trycloudflare.com"}'));
    const around = {cloudflared: [`http://127.0.0.1:${metrics}`]};
    const {settings, notes} = await proposed({flags: {ngrokApi: 'http://127.0.0.1:1'}}, around);
    expect(settings).toEqual(['port 3000 (nobody said another)']);
    expect(notes[0]).toContain('convo-monitor --tunnel https://ten-towns.trycloudflare.com');
  });
});

describe('what listens on this machine', () => {
  it('is taken for the application where it is alone, and no monitor', async () => {
    const answersProbe = probeAnswering();
    const monitor = await listening((request, response) => void answersProbe(request, response));
    const application = await listening((_, response) => response.writeHead(404).end());
    const {settings} = await proposed({}, {ports: [monitor, application]});
    expect(settings[1]).toMatch(new RegExp(`^forward http://localhost:${application} \\(.+ listens there\\)$`));
  });

  it('is only named where there are several', async () => {
    const ports = [await listening(() => undefined), await listening(() => undefined)];
    // Whoever takes connections and never answers is no monitor.
    const {settings, notes} = await proposed({}, {ports});
    expect(settings).toHaveLength(1);
    expect(notes[0]).toContain(`Several programs listen here (ports ${ports.join(', ')})`);
  });
});

describe('credentials', () => {
  const inDotEnv = `VONAGE_APPLICATION_ID=${id}\nVONAGE_PRIVATE_KEY=keys/app.key\nVONAGE_API_SECRET="CANARY"`;

  it('of .env are id and path; secrets stay', async () => {
    const {settings, notes} = await proposed({files: inProject({'.env': inDotEnv, 'keys/app.key': pem})});
    expect(settings.slice(1)).toEqual([
      `applicationId ${id} (.env, VONAGE_APPLICATION_ID)`,
      'privateKey ./keys/app.key (.env, VONAGE_PRIVATE_KEY)',
    ]);
    expect(notes).toEqual([
      noTunnel,
      'The API secret (.env, VONAGE_API_SECRET) stays there: no secret is written.',
      'The monitor gets what is in .env from the environment: set -a; . ./.env; set +a',
    ]);
    expect(JSON.stringify([settings, notes])).not.toContain('CANARY');
  });

  it('in a URL stay where they are, too', async () => {
    const files = inProject({'.env': 'CONVO_MONITOR_FORWARD=http://ann:CANARY@localhost:4000'});
    const found = await proposed({files});
    expect(found.settings).toEqual(['port 3000 (nobody said another)']);
    expect(found.notes).toContain('forward (.env, CONVO_MONITOR_FORWARD) holds a secret, and is not written.');
    expect(JSON.stringify(found)).not.toContain('CANARY');
  });

  it('of the environment go before those of .env', async () => {
    const files = inProject({'.env': `VONAGE_APPLICATION_ID=${id}`});
    const {settings} = await proposed({files, env: {VONAGE_APPLICATION_ID: otherId}});
    expect(settings[1]).toBe(`applicationId ${otherId} (environment, VONAGE_APPLICATION_ID)`);
  });

  it('that are a pair in a Vonage CLI’s file stay there when the key is a text', async () => {
    const pair = JSON.stringify({'app-id': id, 'private-key': pem});
    const {settings, notes} = await proposed({files: inProject({'.vonagerc': pair})});
    expect(settings).toHaveLength(1);
    expect(notes).toContain(
      'Application id and private key stay in ./.vonagerc (Vonage CLI 3), where the monitor reads them.',
    );
  });

  it('of a Vonage CLI’s file are written where the key is a file', async () => {
    const pair = JSON.stringify({APPLICATION_ID: id, PRIVATE_KEY: 'app.key'});
    const {settings} = await proposed({files: inProject({'vonage_app.json': pair, 'app.key': pem})});
    expect(settings.slice(1)).toEqual([
      `applicationId ${id} (./vonage_app.json (Vonage CLI 2))`,
      'privateKey ./app.key (./vonage_app.json (Vonage CLI 2))',
    ]);
  });

  it('include the private.key that lies here, if it is one', async () => {
    const here = await proposed({files: inProject({'private.key': pem})});
    expect(here.settings[1]).toBe('privateKey ./private.key (in this folder)');
    const other = await proposed({files: inProject({'private.key': 'CANARY'})});
    expect(other.settings).toHaveLength(1);
    expect(other.notes.at(-1)).toMatch(/private\.key/);
    expect(JSON.stringify(other)).not.toContain('CANARY');
  });

  it('that cannot be used are left out, with the place', async () => {
    const {settings, warnings} = await proposed({files: inProject({'.env': 'VONAGE_PRIVATE_KEY=./none.key'})});
    expect(settings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /There is no private key file .\/none\.key \(\.env VONAGE_PRIVATE_KEY\).* It is left out\./,
    );
  });
});

describe('a settings file that exists', () => {
  const there = async (text: string, files: Record<string, string>) => {
    const input = machine({files: inProject({...files, 'convo-monitor.json': text}), flags: {ngrokApi: 'off'}});
    const found = settingsThere(input);
    const {settings} = await propose(input, {ports: [], cloudflared: []});
    return found && differences(found, settings, input);
  };
  const files = {'.env': `PORT=4000\nVONAGE_APPLICATION_ID=${id}`, 'private.key': pem};

  it('says all of it, in whatever words', async () => {
    const text = JSON.stringify({port: 9, forward: 4000, applicationId: id, privateKey: 'private.key'});
    expect(await there(text, files)).toEqual([]);
  });

  it('differs by what it lacks and says otherwise', async () => {
    expect(await there(JSON.stringify({forward: 4001, applicationId: id}), files)).toEqual([
      './convo-monitor.json has forward http://localhost:4001, not http://localhost:4000 (.env, PORT).',
      './convo-monitor.json has no privateKey ./private.key (in this folder).',
    ]);
  });

  it('that answers calls in another way needs no forward', async () => {
    expect(await there('{"to": "447700900000"}', {'.env': 'PORT=4000'})).toEqual([]);
  });
});
