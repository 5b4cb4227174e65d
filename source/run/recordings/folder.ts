import {join} from 'node:path';
import envPaths from 'env-paths';

/** Where runs record that were not told where: in the user's state folder. */
export function recordingsFolder(): string {
  return join(envPaths('convo-monitor', {suffix: ''}).log, 'recordings');
}
