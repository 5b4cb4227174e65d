import {readdirSync, readFileSync} from 'node:fs';

const folder = new URL('../samples/conversation/', import.meta.url);

/** The names of all samples of the Conversation API, without `.json`. */
export const sampleNames = readdirSync(folder).map(file => file.replace(/\.json$/, ''));

/** A sample as text, as a server would send it. */
export function sampleText(name: string): string {
  return readFileSync(new URL(`${name}.json`, folder), 'utf8');
}

/** A sample, parsed. */
export function sample(name: string): unknown {
  return JSON.parse(sampleText(name));
}
