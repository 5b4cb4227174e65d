import {displaySettings} from '../../config/display.js';
import {UsageError} from '../../config/problem.js';
import type {Config} from '../../config/resolve.js';
import type {SettingName} from '../../config/settings.js';
import {isBusAddress} from '../../text/bus-address.js';
import {usableConfig} from '../start.js';
import {busOf} from './access.js';
import type {BusOptions} from './read.js';

/** What the command line says of what is to be read of a bus. Times in ms since the epoch. */
export type BusSelection = {
  since?: number;
  at?: number;
  application?: string;
  conversation?: string;
  listener?: string;
  summaries?: boolean;
};

/** What a verb that reads a bus needs of the configuration. */
export const busNeeds = ['team', 'busCreds', 'busNkey', 'busCa', 'busInsecure'] as const satisfies SettingName[];

/** Whether one of the names of recordings is the address of a bus. */
export const isOnBus = (names: readonly string[]): boolean => names.some(isBusAddress);

/** The configuration for reading recordings: the person's taste, and where one is a bus, how to get there. Throws as `usableConfig` does, and `UsageError`. */
export function configFor<Given extends BusSelection>(names: readonly string[], flags: Given): Config {
  refuseWithoutBus(names, flags);
  return usableConfig(flags, isOnBus(names) ? {needs: [...busNeeds, ...tastes]} : {tasteOnly: true});
}

const tastes = Object.keys(displaySettings) as (keyof typeof displaySettings)[];

/** What is to be read of a bus. Throws `UsageError` where its address is none. */
export function busAsked(text: string, config: Pick<Config, 'settings'>, flags: BusSelection): BusOptions {
  const {since, at, application, conversation, listener} = flags;
  const {team} = config.settings;
  const access = busOf(config, text);
  if (!access) throw new UsageError(`"${text}" is no address of a bus: nats://host is one.`);
  return {
    access,
    // A team that nobody has named is no choice: all that may be seen is.
    selection: {application, conversation, listener, ...(team && team.layer !== 'default' && {team: team.value})},
    since,
    ends: {upTo: at},
  };
}

/** Throws `UsageError` where something was said of a bus, and none is named. */
export function refuseWithoutBus(names: readonly string[], flags: BusSelection): void {
  const given = Object.entries(flags).find(([name, value]) => value !== undefined && flagNames.has(name));
  if (!given || isOnBus(names)) return;
  throw new UsageError(
    `--${given[0]} says what is read of a bus: name one, such as nats://127.0.0.1, or leave it out.`,
  );
}

const flagNames: ReadonlySet<string> = new Set<keyof BusSelection>([
  'since',
  'at',
  'application',
  'conversation',
  'listener',
  'summaries',
]);
