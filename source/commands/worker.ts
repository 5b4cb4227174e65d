import type {Run} from '../program/options.js';
import {addressedBus, listenerNameOf} from '../run/bus/access.js';
import {displayOf, usableConfig} from '../run/start.js';

/** Counts the calls of a team's bus, and publishes a summary of each, until a signal comes. Throws `UsageError` and `BusError`. */
export const run: Run<'worker'> = async ([address], {json, shard, ...flags}) => {
  const config = usableConfig(flags, {
    needs: ['bus', 'listener', 'mask', 'busCreds', 'busNkey', 'busCa', 'busInsecure'],
  });
  const access = addressedBus(config, address);
  const {runWorker} = await import('../run/worker/run.js');
  return runWorker({access, machine: listenerNameOf(config), only: shard, json, mask: displayOf(config).mask});
};
