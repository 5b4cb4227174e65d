import {createReadStream, readdirSync} from 'node:fs';
import {basename} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Observation} from '../../source/call/observation.js';
import {readRecording} from '../../source/recording/read.js';

const folder = new URL('../recordings/', import.meta.url);

/** A recording of each scenario: its name and its file. Made by test/recordings/make.mjs. */
export const recordedScenarios = readdirSync(folder)
  .filter(name => name.endsWith('.ndjson'))
  .map(name => ({name: basename(name, '.ndjson'), file: fileURLToPath(new URL(name, folder))}));

/** Everything that a recording holds. */
export async function observationsIn(file: string): Promise<Observation[]> {
  const observations: Observation[] = [];
  for await (const batch of readRecording(createReadStream(file)))
    observations.push(...batch.map(({observation}) => observation));
  return observations;
}
