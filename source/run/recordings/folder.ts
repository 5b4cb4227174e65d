import {join} from 'node:path';
import envPaths from 'env-paths';

/** Where runs record that were not told where: in the user's state folder. */
export function recordingsFolder(): string {
  return join(envPaths('convo-monitor', {suffix: ''}).log, 'recordings');
}

/**
 * Where a run records by default: one file a run, named by its start (UTC) and process, such as
 * `2026-11-20T12-00-00Z-4711.ndjson`, so that names sort by time and never meet.
 */
export function recordingName(folder: string, started: Date, pid: number): string {
  return join(folder, `${started.toISOString().slice(0, 19).replaceAll(':', '-')}Z-${pid}.ndjson`);
}
