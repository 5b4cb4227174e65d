import {parseEnv} from 'node:util';
import type {ConfigInput} from '../../config/candidates.js';

/** The environment as it would be with a project's `.env`, and the names that only this file gives. */
export type WithDotEnv = {env: Record<string, string | undefined>; added: ReadonlySet<string>};

/** Whoever loads `.env` leaves alone what the environment has already, and so does this. */
export function withDotEnv(text: string, env: ConfigInput['env']): WithDotEnv {
  const given = Object.entries(env).filter(([, value]) => (value ?? '').trim() !== '');
  const file = Object.entries(parseEnv(text.replace(/^\uFEFF/, ''))).filter(
    ([name]) => !given.some(([other]) => other === name),
  );
  return {env: Object.fromEntries([...file, ...given]), added: new Set(file.map(([name]) => name))};
}
