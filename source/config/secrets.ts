import type {SignatureSecret} from '../vonage/signature.js';
import {type Given, type Parsed, pathOf, permissionWarnings, shownPath} from './given.js';
import {ConfigError, type ConfigWarning} from './problem.js';

/** An API key has eight characters; a secret that happens to begin like one cannot be told apart, so `*:` is a way out. */
const keyed = /^(?:([0-9A-Za-z]{8})|\*):(.+)$/;

/** Characters. RFC 7518, 3.2 asks HS256 keys for 256 bits. */
const shortest = 32;

/**
 * Account signature secrets: one secret, `API_KEY:SECRET`, several of these separated by commas or line ends, or (in our own
 * files) an object `{API_KEY: SECRET}`. As a flag, `@file` reads them from a file. Throws ConfigError.
 */
export function parseSignatureSecrets(given: Given): Parsed<SignatureSecret[]> {
  const list = Array.isArray(given.raw) ? given.raw : [given.raw];
  const all = list.map(raw => (isTable(raw) ? ofTable(raw, given) : ofText({...given, raw})));
  const value = all.flatMap(one => one.value);
  const warnings = all.flatMap(one => one.warnings ?? []);
  const short = value.find(({secret}) => secret.length < shortest);
  if (short) {
    const whose = short.apiKey === undefined ? '' : ` of ${short.apiKey}`;
    const text = `The signature secret${whose} (${given.origin}) has only ${short.secret.length} characters: is it whole?`;
    warnings.push({code: 'short-secret', text});
  }
  return {value, warnings};
}

/** A secret that is a single text; as a flag, `@file` reads it from a file. Throws ConfigError. */
export function parseSecret(what: string): (given: Given) => Parsed<string> {
  return given => {
    const {text, warnings} = contentOf(given, what);
    return {value: text, warnings};
  };
}

function ofText(given: Given): Parsed<SignatureSecret[]> {
  const {text, warnings} = contentOf(given, 'The signature secret');
  const parts = text
    .split(/[,\n]/)
    .map(part => part.trim())
    .filter(part => part !== '');
  const several = parts.every(part => keyed.test(part));
  const value = (several ? parts : [text]).map(part => {
    const [, apiKey, secret] = keyed.exec(part) ?? [];
    return secret === undefined ? {secret: part} : {secret, ...(apiKey !== undefined && {apiKey})};
  });
  return {value, warnings};
}

function ofTable(table: Record<string, unknown>, {origin}: Given): Parsed<SignatureSecret[]> {
  const value = Object.entries(table).map(([apiKey, secret]) => {
    if (typeof secret === 'string' && secret.trim() !== '') return {apiKey, secret: secret.trim()};
    throw new ConfigError(
      'wrong-value',
      `The signature secret of each API key (${origin}) must be a text: fill it in.`,
    );
  });
  return {value};
}

/** A secret's text, and where `@file` was given, the path of that. Throws ConfigError. */
export function contentOf(given: Given, what: string): {text: string; path?: string; warnings: ConfigWarning[]} {
  const {raw, origin, layer} = given;
  const refusal = (reason: string) => new ConfigError('wrong-value', `${what} (${origin}) ${reason}: fill it in.`);
  if (typeof raw !== 'string') throw refusal('must be a text');
  if (layer !== 'flag') return {text: raw.trim(), warnings: []};
  if (!raw.startsWith('@')) {
    const advice = 'use the environment, or @file';
    const text = `${what} was given as ${origin}, which your shell keeps, and which others on this machine can see for a moment: ${advice}.`;
    return {text: raw.trim(), warnings: [{code: 'secret-in-arguments', text}]};
  }
  const path = pathOf(raw.slice(1), given);
  const shown = shownPath(path, given);
  const content = given.read(path);
  if ('missing' in content) {
    throw new ConfigError(
      'missing-file',
      `There is no file ${shown} (${origin}). Give the path of a file with the secret.`,
    );
  }
  if ('refused' in content) {
    const advice = 'Give the path of a file that you may read.';
    throw new ConfigError(
      'unreadable-file',
      `The file ${shown} (${origin}) cannot be read: ${content.refused}. ${advice}`,
    );
  }
  const text = secretIn(content.text);
  if (text === '') throw refusal(`is empty, as the file ${shown} is`);
  return {text, path, warnings: permissionWarnings(what, shown, content.mode)};
}

/** The secret that a file holds, whatever an editor has put around it. */
export function secretIn(content: string): string {
  return content.replace(/^\uFEFF/, '').trim();
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
