import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {secret, talk} from '../rig.js';
import {type Broken, setUrl} from './shared.js';

/** The port, and what answers behind it. */
export const listening: readonly Broken[] = [
  {
    name: 'a port that another program has',
    breaks: async world => {
      await world.stop('monitor');
      await world.taken(world.monitor);
    },
    hop: 'port',
    seen: /is taken by .*, and webhooks go there/,
    advice: /Else stop it\.$/,
    mends: async world => {
      await world.stop('other');
      await world.startMonitor(world.monitor);
    },
  },
  {
    name: 'the port of the application itself',
    breaks: async world => {
      await world.stop('monitor');
      world.flags.port = Number(new URL(world.applicationUrl).port);
      world.told = Number(world.flags.port);
      world.leadsTo = Number(world.flags.port);
      delete world.flags.forward;
    },
    hop: 'port',
    seen: /and webhooks go there/,
    advice: /If that is your application: --forward (\d+) --port (\d+), and a tunnel to \d+/,
    mends: async (world, [, forward, port]) => {
      await world.startMonitor(Number(port));
      world.flags.forward = forward;
    },
  },
  {
    name: 'an address that this machine has not',
    breaks: world => {
      world.flags.host = '203.0.113.9';
    },
    hop: 'port',
    seen: /This machine has no address 203\.0\.113\.9/,
    advice: /without --host/,
    mends: world => void delete world.flags.host,
  },
  {
    name: 'an application that is down',
    breaks: world => world.stop('own'),
    hop: 'answer',
    seen: /^Nothing listens at http:/,
    advice: /^Start the application/,
    mends: world => world.startOwn(),
  },
  {
    name: 'an application that fails',
    breaks: world => {
      world.answers['/webhooks/answer'] = {status: 500, body: {error: 'no database'}};
    },
    hop: 'answer',
    seen: /500/,
    advice: /log/,
    mends: world => {
      world.answers['/webhooks/answer'] = {body: talk};
    },
  },
  {
    name: 'an application that answers elsewhere',
    breaks: world => {
      world.answers['/voice/answer'] = {...world.answers['/webhooks/answer']};
      delete world.answers['/webhooks/answer'];
    },
    hop: 'answer',
    seen: /404/,
    advice: /^Add GET \/webhooks\/answer to your application, or correct the path in the dashboard/,
    mends: world => setUrl('answer_url', `${world.tunnel}/voice/answer`)(world),
  },
  {
    name: 'an application that answers with a page',
    breaks: world => {
      world.answers['/webhooks/answer'] = {headers: {'content-type': 'text/html'}, raw: '<h1>It works!</h1>'};
    },
    hop: 'answer',
    seen: /HTML|text\/html/,
    advice: /application\/json|JSON/,
    mends: world => {
      world.answers['/webhooks/answer'] = {body: talk};
    },
  },
  {
    name: 'an NCCO with a slip',
    breaks: world => {
      world.answers['/webhooks/answer'] = {body: [{action: 'tlak', text: 'Hello.'}]};
    },
    hop: 'answer',
    seen: /your application gives an NCCO with 1 error, and Vonage ends the call/,
    advice: /did you mean "(talk)"\?/,
    mends: (world, [, action]) => {
      world.answers['/webhooks/answer'] = {body: [{action, text: 'Hello.'}]};
    },
  },
  {
    name: 'an application that takes too long',
    breaks: world => {
      world.answers['/webhooks/answer'] = {slow: true};
    },
    hop: 'answer',
    seen: /did not answer within/,
    advice: /^Make its handler faster/,
    mends: world => {
      world.answers['/webhooks/answer'] = {body: talk};
    },
  },
  {
    name: 'an application without an event route',
    breaks: world => void delete world.answers['/webhooks/event'],
    hop: 'events',
    seen: /404/,
    advice: /^Add POST (\S+) to your application/,
    mends: (world, [, path = '']) => {
      world.answers[path] = {};
    },
  },
  {
    name: 'an application that fails at events',
    breaks: world => {
      world.answers['/webhooks/event'] = {status: 500};
    },
    hop: 'events',
    seen: /500/,
    advice: /^Answer POST (\S+) with 200 and an empty body/,
    mends: (world, [, path = '']) => {
      world.answers[path] = {};
    },
  },
  {
    name: 'an application that checks signatures, and no secret to sign with',
    breaks: world => {
      world.checksSignatures = true;
      delete world.env.VONAGE_SIGNATURE_SECRET;
    },
    hop: 'answer',
    seen: /^your application refused what was not signed \(401\)/,
    advice: /--signature-secret @FILE/,
    mends: world => {
      world.files['/project/secret'] = secret;
      world.flags.signatureSecret = '@secret';
    },
  },
  {
    name: 'an NCCO file that is not there',
    breaks: world => {
      delete world.flags.forward;
      world.flags.ncco = join(world.folder, 'answer.json');
    },
    hop: 'answer',
    seen: /answer\.json/,
    advice: /./,
    mends: world => writeFile(join(world.folder, 'answer.json'), '[{"action":"talk","text":"Hello."}]'),
  },
];
