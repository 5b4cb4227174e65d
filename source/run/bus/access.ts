import {hostname} from 'node:os';
import type {BusAccess} from '../../bus/connect.js';
import {UsageError} from '../../config/problem.js';
import type {Config} from '../../config/resolve.js';
import {type BusAddress, busAddressIn} from '../../text/bus-address.js';

/** The bus that the configuration names; undefined where it names none. Throws `UsageError`. */
export function busOf(config: Pick<Config, 'settings'>, given?: string): BusAccess | undefined {
  const text = given ?? config.settings.bus?.value;
  if (text === undefined || text === false) return undefined;
  const address = busAddressIn(text);
  if (typeof address === 'string')
    throw new UsageError(`The address of the bus must be ${address}; it was "${withoutLogin(text)}".`);
  return {...accessOf(config, address), name: `convo-monitor ${listenerNameOf(config)}`};
}

/** The same where there must be one: of the configuration, or as it is given. Throws `UsageError`. */
export function addressedBus(config: Pick<Config, 'settings'>, given?: string): BusAccess {
  const access = busOf(config, given);
  if (access) return access;
  throw new UsageError('Say where the bus is: nats://host[:port], or --bus.');
}

/** Whatever stands before an @ may be a password. */
const withoutLogin = (text: string): string => text.replace(/[^/]*@/g, '…@').slice(0, 200);

function accessOf({settings}: Pick<Config, 'settings'>, address: BusAddress): BusAccess {
  const {busCreds, busNkey, busCa, busInsecure} = settings;
  if (busCreds && busNkey)
    throw new UsageError('--bus-creds and --bus-nkey are two ways to say who you are: give one.');
  return {
    address,
    creds: busCreds?.value,
    nkey: busNkey?.value,
    ca: busCa?.value,
    insecure: busInsecure?.value,
  };
}

/** What this monitor is called on the bus: as it was told, or as its machine is. */
export function listenerNameOf({settings}: Pick<Config, 'settings'>): string {
  const [machine = ''] = hostname().split('.');
  return (
    settings.listener?.value ??
    (machine
      .replace(/[^A-Za-z0-9-]+/g, '-')
      .replace(/^-+/, '')
      .slice(0, 64) ||
      'listener')
  );
}

export const teamOf = ({settings}: Config): string => settings.team?.value ?? 'default';
