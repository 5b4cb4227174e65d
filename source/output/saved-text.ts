import type {SaveFormat} from '../store/save-formats.js';
import {jsonText} from '../text/json.js';
import type {Conversation, World} from '../world/world.js';
import {takeDown} from './html/taken.js';
import {ladderText} from './ladder-text.js';
import {maskedPayload, maskValue} from './mask.js';
import {callLines} from './ndjson.js';
import {reports} from './report.js';
import {type SnapshotOptions, snapshotOf, wantedCalls} from './snapshot.js';

export type SavedOptions = SnapshotOptions & {ascii?: boolean};

/** The calls of a World in one of the formats. What it says is taken down at once; only what was received is read back later. */
export async function savedText(format: SaveFormat, world: World, options: SavedOptions): Promise<string> {
  const calls = wantedCalls(world, options.conversations);
  const {only, mask} = options;
  if (format === 'ndjson') {
    const lines = calls.flatMap(call => callLines(world, call, only?.rowsOf(call)));
    return lines.map(line => `${mask ? jsonText(maskValue(JSON.parse(line))) : line}\n`).join('');
  }
  if (format === 'html') return htmlText(world, options);
  const ladders = new Map(drawsLadders.has(format) ? calls.map(call => [call.id, ladder(world, call, options)]) : []);
  if (format === 'json') return `${jsonText(await snapshotOf(world, options), 2)}\n`;
  const snapshot = await snapshotOf(world, {...options, payload: nothing});
  return reports[format](snapshot, ladders);
}

/** What draws the page is loaded when one is wanted: nothing else needs its style and its script. */
async function htmlText(world: World, options: SavedOptions): Promise<string> {
  const taken = takeDown(world, options);
  const {readMessages, page} = await import('./html/report.js');
  return page(taken, await readMessages(taken, options.mask ? maskedPayload(options.payload) : options.payload));
}

const drawsLadders: ReadonlySet<SaveFormat> = new Set(['ladder', 'markdown']);

function ladder(world: World, call: Conversation, {only, ascii, mask}: SavedOptions): string {
  return ladderText(world, call, only?.rowsOf(call) ?? call.rows, {ascii, mask});
}

/** Reports say nothing of what was received. */
const nothing = async () => undefined;
