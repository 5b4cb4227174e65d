import {printable} from '../text/printable.js';
import type {World} from '../world/world.js';
import type {Source} from './source.js';

/** What a run leaves behind, in one line; undefined where that is nothing. A recording that was opened is where it was. */
export function keptLine(world: World, {file, mode}: Pick<Source, 'file' | 'mode'>, saved: readonly string[]) {
  const health = world.health.get('recording');
  const recording = mode === 'replay' ? undefined : (health?.file ?? file);
  const extent = health?.state === 'failing' ? ' as far as it could be written' : '';
  const parts = [
    recording !== undefined && `Recorded in ${printable(recording)}${extent}: convo-monitor open shows it again.`,
    saved.length > 0 && `Saved: ${saved.map(each => printable(each)).join(', ')}.`,
  ].filter(part => part !== false);
  return parts.length > 0 ? parts.join(' ') : undefined;
}
