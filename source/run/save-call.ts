import {relative, resolve} from 'node:path';
import type {Payload} from '../output/received.js';
import {savedText} from '../output/saved-text.js';
import {writeText} from '../output/write-file.js';
import {nameFor} from '../output/write-snapshot.js';
import {makeFolder} from '../recording/folder.js';
import type {Excerpt} from '../store/excerpt.js';
import {type SaveFormat, saveFormats} from '../store/save-formats.js';
import {counted} from '../text/counted.js';
import {stamp} from '../text/time.js';
import type {World} from '../world/world.js';

export type SaveOptions = {
  /** Where files without a path of their own go. */
  folder: string;
  file?: string;
  ascii: boolean;
  /** Hides the middle of phone numbers. */
  mask: boolean;
  payload: Payload;
};

/** Saves what the screen shows of a call, and says what was written, where (`file`), and by what it was limited. Throws as `writeText` does. */
export async function saveCall(
  world: World,
  format: SaveFormat,
  {conversation, rows, limits}: Excerpt,
  {folder, file, ascii, mask, payload}: SaveOptions,
): Promise<{text: string; file: string}> {
  const all = world.conversations.get(conversation)?.rows.length ?? 0;
  const takenAt = Date.now();
  const only = rows && {rowsOf: () => rows, by: limits};
  const content = await savedText(format, world, {takenAt, payload, conversations: [conversation], only, ascii, mask});
  await makeFolder(folder, 0o777);
  const ending = saveFormats.find(({name}) => name === format)?.ending ?? 'txt';
  const target =
    file === undefined
      ? {folder, name: nameFor([conversation], stamp(takenAt)), ending}
      : {file: resolve(folder, file)};
  const written = await writeText(content, target, 'The file');
  const amount = rows ? `${rows.length} of ${all} events (by ${limits.join(', ')})` : counted(all, 'event');
  const extent = `${amount} as ${format}, ${size(Buffer.byteLength(content))}${mask ? ', numbers hidden' : ''}`;
  const name = nearby(folder, written);
  return {text: `Saved ${name}: ${extent}.`, file: name};
}

/** A path as one would write it in the folder that the program runs in. */
function nearby(folder: string, file: string): string {
  const path = relative(folder, file);
  return path.startsWith('..') ? file : path;
}

/** `812 bytes`, `12.3 kB`, `4.0 MB`. */
function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
