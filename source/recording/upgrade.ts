import {type Header, schema} from './line.js';

/** From a parsed line of one version to what the next version would have written. */
export type UpgradeStep = (line: unknown) => unknown;

/**
 * The step from each older version, by its number, to the one after it. There is none yet: version 1 is the first and today's.
 * With a step comes a recording of the older version in test/recording/old/, and the snapshot that it opens to.
 */
const steps: Readonly<Record<number, UpgradeStep>> = {};

const versionIn = (text: string): number => Number(/^convo-monitor\/recording@(\d+)$/.exec(text)?.[1]);

/**
 * How the lines of a recording with this header are read: through the steps from its version to today's (`upgrade`, absent where
 * none is needed), and what is to be told about the header, in words that continue "Line 1 …".
 */
export function upgradeOf(
  header: Pick<Header, 'schema' | 'version'>,
  {today = schema, known = steps} = {},
): {upgrade?: UpgradeStep; told?: string} {
  if (header.schema === today) return {};
  const [from, to] = [versionIn(header.schema), versionIn(today)];
  if (from > to) {
    const writer = header.version === '' ? 'a newer version' : `version ${header.version}`;
    const advice = `What can be read is read; open it with ${writer} or later to see all of it`;
    return {
      told: `says ${JSON.stringify(header.schema)}: ${writer} of convo-monitor wrote it, this one reads ${today}. ${advice}`,
    };
  }
  const way = Array.from({length: Math.max(0, to - from) || 0}, (_, i) => known[from + i]);
  if (way.length === 0 || !way.every(step => step !== undefined)) {
    return {told: `says ${JSON.stringify(header.schema)}, not ${today}: what can be read is read`};
  }
  return {upgrade: line => way.reduce((value, step) => step(value), line)};
}
