import {readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {publishedOf, readPublished} from '../../bus/published.js';
import {isHeld} from '../../recording/lock.js';
import {highestSeq} from '../../recording/open.js';
import {recordingsFolder} from '../recordings/folder.js';

/** A recording of which the bus lacks something, and how many observations those are. */
export type Leftover = {file: string; observations: number};

/** Recordings of the state folder that were published, and not to their end: none that is written just now. The oldest first. */
export async function leftovers(folder = recordingsFolder()): Promise<Leftover[]> {
  const end = publishedOf('');
  const names = (await readdir(folder).catch(() => [])).filter(name => name.endsWith(end)).sort();
  const found: Leftover[] = [];
  for (const name of names) {
    const file = join(folder, name.slice(0, -end.length));
    const published = await readPublished(file);
    if (!published || (await isHeld(file)) || (await isHeld(published.position.file))) continue;
    const observations = (await highestSeq(file)) - published.position.seq;
    if (observations > 0) found.push({file, observations});
  }
  return found;
}
