import {randomUUID} from 'node:crypto';
import type {Config} from '../../config/resolve.js';
import type {Payload} from '../../output/received.js';
import {version} from '../../version.js';
import {warn} from '../warn.js';
import {wayWarning} from './collector.js';
import type {Telling} from './telling.js';

/** Tells a collector of the calls of a run, where that was asked for. What does so is loaded only then. */
export async function tellWhereAsked({settings}: Config, payload: Payload): Promise<Telling | undefined> {
  if (settings.otlp === undefined) return undefined;
  const url = settings.otlp.value;
  const warning = wayWarning(url);
  if (warning) warn(warning);
  const [{createWire}, {startTelling}] = await Promise.all([import('./wire.js'), import('./telling.js')]);
  const hasNumbers = settings.otlpNumbers?.value ?? false;
  return startTelling({url, wire: createWire(version, randomUUID()), payload, hasNumbers});
}
