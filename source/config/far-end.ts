import type {FarEndPlan} from '../call/media.js';
import {type Given, type Parsed, pathOf} from './given.js';
import {ConfigError} from './problem.js';

/** `echo`, `sink`, or the path of a WAV file, made absolute. Throws ConfigError. */
export function parseFarEnd(given: Given): Parsed<string> {
  const text = String(given.raw).trim();
  if (text === 'echo' || text === 'sink') return {value: text};
  const [, file] = /^(?:play[ =])?(.+\.wav)$/i.exec(text) ?? [];
  if (file !== undefined) return {value: pathOf(file, given)};
  const due = 'must be echo, sink, or a WAV file to play (greeting.wav)';
  throw new ConfigError('wrong-value', `What to do with WebSockets (${given.origin}) ${due}: change it.`);
}

/** What such a value says. */
export function farEndOf(value: string | undefined): FarEndPlan | undefined {
  if (value === undefined) return undefined;
  return value === 'echo' || value === 'sink' ? {kind: value} : {kind: 'play', file: value};
}
