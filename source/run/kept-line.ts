import {listensHere} from '../store/listens.js';
import {printable} from '../text/printable.js';
import type {World} from '../world/world.js';
import type {Source} from './source.js';

/** What a run leaves behind, in one line; undefined where that is nothing. A recording that was opened is where it was. */
export function keptLine(world: World, {file, mode}: Pick<Source, 'file' | 'mode'>, saved: readonly string[]) {
  const health = world.health.get('recording');
  const recording = listensHere({mode}) ? (health?.file ?? file) : undefined;
  const extent = health?.state === 'failing' ? ' as far as it could be written' : '';
  // The parts between the two are named after the first.
  const isInParts = health?.code === 'rotated' && file !== undefined && file !== recording;
  const place = isInParts ? `${printable(file)} up to ${printable(recording)}` : printable(recording);
  const again = isInParts ? 'convo-monitor open shows them together' : 'convo-monitor open shows it again';
  const parts = [
    recording !== undefined && `Recorded in ${place}${extent}: ${again}.`,
    saved.length > 0 && `Saved: ${saved.map(each => printable(each)).join(', ')}.`,
  ].filter(part => part !== false);
  return parts.length > 0 ? parts.join(' ') : undefined;
}
