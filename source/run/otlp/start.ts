import {randomUUID} from 'node:crypto';
import {collectorsOf} from '../../config/collectors.js';
import type {Config} from '../../config/resolve.js';
import type {Payload} from '../../output/received.js';
import {version} from '../../version.js';
import {warn} from '../warn.js';
import {wayWarning} from './collector.js';
import type {Telling} from './telling.js';

/** Tells collectors of the calls of a run, where that was asked for. What does so is loaded only then. */
export async function tellWhereAsked({settings}: Config, payload: Payload): Promise<Telling | undefined> {
  if (settings.otlp === undefined) return undefined;
  const collectors = collectorsOf(settings.otlp.value);
  const doubts = new Set(Object.values(collectors).flatMap(url => wayWarning(url) ?? []));
  const [{createWire}, {startTelling}] = await Promise.all([import('./wire.js'), import('./telling.js')]);
  const hasNumbers = settings.otlpNumbers?.value ?? false;
  const wire = createWire(version, randomUUID(), text => doubts.add(text));
  const telling = startTelling({collectors, wire, payload, hasNumbers});
  for (const text of doubts) warn(text);
  return telling;
}
