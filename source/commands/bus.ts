import {UsageError} from '../config/problem.js';
import type {Flags, Run} from '../program/options.js';
import {addressedBus, teamOf} from '../run/bus/access.js';
import {usableConfig} from '../run/start.js';
import {suggest} from '../text/suggest.js';

const actions = ['init', 'status', 'push'] as const;

/** The stream of a team's bus: makes it, says what it holds, or sends what is not there yet. Throws `UsageError`, `BusError` and `FileError`. */
export const run: Run<'bus'> = async ([action = '', ...words], flags) => {
  const known = actions.find(each => each === action);
  if (!known) {
    const meant = suggest(action, actions);
    throw new UsageError(
      `bus takes init, status or push; it was "${action}".${meant ? ` Did you mean ${meant}?` : ''}`,
    );
  }
  const config = usableConfig(flags, {
    needs: ['bus', 'team', 'listener', 'busCreds', 'busNkey', 'busCa', 'busInsecure', 'busMask'],
  });
  if (known === 'push') {
    const {push} = await import('../run/bus/push.js');
    return push(words, addressedBus(config), config);
  }
  if (words.length > 1) throw new UsageError(`bus ${known} takes one address: nats://host[:port][,host2…].`);
  const access = addressedBus(config, words[0]);
  const {initBus, busStatus} = await import('../run/bus/administer.js');
  return known === 'init' ? initBus(access, teamOf(config), flags) : busStatus(access, flags);
};

export type BusFlags = Flags<'bus'>;
