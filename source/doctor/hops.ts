import type {Hop} from './hop.js';
import {accountHops} from './hops/account.js';
import {apiHops} from './hops/api.js';
import {keyHops} from './hops/key.js';
import {listeningHops} from './hops/listening.js';
import {machineHops} from './hops/machine.js';
import {tunnelHops} from './hops/tunnel.js';
import {urlHops} from './hops/urls.js';
import {webhookHops} from './hops/webhooks.js';

/** Every hop, what others need first: whoever mends from the top never mends in vain. */
export const hops: readonly Hop[] = [
  ...machineHops,
  ...keyHops,
  ...apiHops,
  ...accountHops,
  ...listeningHops,
  ...tunnelHops,
  ...urlHops,
  ...webhookHops,
];
