import type {Given, Parsed} from './given.js';
import {ConfigError} from './problem.js';
import {parseCollector} from './values.js';

/** What is sent to collectors, as OTLP names it. */
export type Signal = (typeof signals)[number];
const signals = ['traces', 'metrics'] as const;

/** Who takes what, by URLs without the paths of signals. */
export type Collectors = {readonly [S in Signal]?: string};

/** `URL`, or `signal=URL` for what takes one alone; several between spaces, or in a list. Throws ConfigError. */
export function parseCollectors(given: Given): Parsed<string[]> {
  const {raw, origin} = given;
  const all = (Array.isArray(raw) ? raw : String(raw).split(/\s/)).map(each => String(each).trim()).filter(Boolean);
  if (all.length === 0) return {value: [parseCollector({...given, raw: ''}).value]};
  const places = all.map(text => {
    const {signal, url} = placeOf(text);
    if (signal !== undefined && !isSignal(signal))
      throw new ConfigError(
        'wrong-value',
        `The collector (${origin}) can have traces= or metrics= in front of its URL, not ${signal}=: correct it.`,
      );
    return {signal, url: parseCollector({...given, raw: url}).value};
  });
  const twice = places.find(({signal}, i) => places.findIndex(other => other.signal === signal) < i);
  if (twice)
    throw new ConfigError('wrong-value', `Two collectors for ${twice.signal ?? 'both'} (${origin}): give one.`);
  return {value: places.map(({signal, url}) => (signal === undefined ? url : `${signal}=${url}`))};
}

/** Who takes what: a collector of one signal takes that from the one of all. */
export function collectorsOf(given: readonly string[]): Collectors {
  const places = given.map(placeOf);
  const urlOf = (wanted: string | undefined) => places.find(({signal}) => signal === wanted)?.url;
  const all = urlOf(undefined);
  return Object.fromEntries(
    signals.flatMap(signal => {
      const url = urlOf(signal) ?? all;
      return url === undefined ? [] : [[signal, url]];
    }),
  );
}

const isSignal = (text: string): text is Signal => (signals as readonly string[]).includes(text);

function placeOf(text: string): {signal?: string; url: string} {
  const [, signal, url] = /^([a-z]+)=(.*)$/i.exec(text) ?? [];
  return url === undefined ? {url: text} : {signal, url};
}
