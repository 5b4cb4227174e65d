import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {secret, type World} from '../rig.js';
import {type Broken, voiceOf} from './shared.js';

/** A recording whose last webhook had that signature. */
const lastCame = (state: string) => (world: World) =>
  writeFile(
    join(world.folder, 'last.ndjson'),
    `${[
      {schema: 'convo-monitor/recording@1', started: new Date().toISOString(), version: '0'},
      {
        ...{seq: 1, at: Date.now(), source: 'event', signature: {state}},
        raw: {method: 'POST', path: '/webhooks/event', headers: {}, body: '{}'},
      },
    ]
      .map(line => JSON.stringify(line))
      .join('\n')}\n`,
  );

const signedAgain = lastCame('signed');

/** Signatures of webhooks. */
export const signatures: readonly Broken[] = [
  {
    name: 'the signature secret of another account',
    breaks: async world => {
      world.env.VONAGE_SIGNATURE_SECRET = 'x'.repeat(32);
      await lastCame('bad-signature')(world);
    },
    hop: 'signature',
    seen: /did not fit the secret/,
    advice: /^Copy the signature secret anew/,
    mends: async world => {
      world.env.VONAGE_SIGNATURE_SECRET = secret;
      await signedAgain(world);
    },
  },
  {
    name: 'signatures required of an application that does not sign',
    breaks: async world => {
      world.flags.requireSignature = true;
      await world.put(capabilities => {
        voiceOf(capabilities).signed_callbacks = false;
      });
    },
    hop: 'signature',
    seen: /every webhook is refused/,
    advice: /^Switch “Use signed webhooks” on/,
    mends: world =>
      world.put(capabilities => {
        voiceOf(capabilities).signed_callbacks = true;
      }),
  },
  {
    name: 'a tunnel that drops the signature, where one is required',
    breaks: async world => {
      world.flags.requireSignature = true;
      await lastCame('unsigned')(world);
    },
    hop: 'signature',
    seen: /had no signature/,
    advice: /the tunnel drops the Authorization header: use another/,
    mends: signedAgain,
  },
];
