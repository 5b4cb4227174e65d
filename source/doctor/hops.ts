import type {Hop} from './hop.js';
import {keyHops} from './hops/key.js';
import {listeningHops} from './hops/listening.js';
import {machineHops} from './hops/machine.js';

/** Every hop, what others need first: whoever mends from the top never mends in vain. */
export const hops: readonly Hop[] = [...machineHops, ...keyHops, ...listeningHops];
