import {access, readdir} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {FileError} from '../../config/problem.js';
import {isBusAddress} from '../../text/bus-address.js';
import {printable} from '../../text/printable.js';
import {suggest} from '../../text/suggest.js';
import {recordingsFolder} from './folder.js';

/** What the name of a recording may be said without. */
const ENDINGS = ['', '.ndjson', '.ndjson.gz'];

/**
 * The file that a person means: one that is here, or the address of a bus as it is, or a recording of the state folder by its bare name, with or without its ending.
 * Throws `FileError` where a bare name is neither.
 */
export async function recordingNamed(name: string, folder = recordingsFolder()): Promise<string> {
  if (name === '-' || isBusAddress(name) || (await exists(name)) || basename(name) !== name) return name;
  for (const ending of ENDINGS) {
    const file = join(folder, `${name}${ending}`);
    if (await exists(file)) return file;
  }
  const known = await readdir(folder).catch(() => []);
  const meant = suggest(
    name,
    known.filter(each => /\.ndjson(\.gz)?$/.test(each)),
  );
  const next = meant
    ? `Did you mean ${printable(meant)}?`
    : 'convo-monitor recordings lists those of the state folder.';
  throw new FileError(
    `${printable(name)} cannot be opened: there is no such file here, and no recording of that name in ${printable(folder)}. ${next}`,
  );
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
