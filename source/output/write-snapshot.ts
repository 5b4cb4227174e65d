import {jsonText} from '../text/json.js';
import type {Snapshot} from './snapshot-schema.js';
import {writeText} from './write-file.js';

/** Writes a snapshot into a folder, under a name of its own, or into a file: as `writeText` does, with what it throws. */
export async function writeSnapshot(
  snapshot: Snapshot,
  target: {folder: string} | {file: string; replace?: boolean},
): Promise<string> {
  const named = 'folder' in target ? {...target, name: nameOf(snapshot), ending: 'json'} : target;
  return writeText(`${jsonText(snapshot, 2)}\n`, named, 'The snapshot');
}

function nameOf({conversations, takenAt}: Snapshot): string {
  return nameFor(
    conversations.map(({id}) => id),
    takenAt,
  );
}

/** `convo-monitor-CON-bc64-2018-10-25T09-40-00Z`, in characters that every file system and shell takes. */
export function nameFor(conversations: readonly string[], takenAt: string): string {
  const [only] = conversations;
  const call = only !== undefined && conversations.length === 1 ? only.slice(0, 8) : `${conversations.length}-calls`;
  return `convo-monitor-${call.replace(/[^\w-]/g, '-')}-${takenAt.slice(0, 19).replaceAll(':', '-')}Z`;
}
