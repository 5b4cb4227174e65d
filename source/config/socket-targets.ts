import type {Given, Parsed} from './given.js';
import {ConfigError} from './problem.js';
import {parseApplicationUrl} from './values.js';

/** `URL`, or `/path=URL`, once for each path; several on several lines, or in a list. Throws ConfigError. */
export function parseSocketTargets(given: Given): Parsed<string[]> {
  const {raw} = given;
  const all = (Array.isArray(raw) ? raw : String(raw).split('\n')).map(each => String(each).trim()).filter(Boolean);
  const targets = all.map(text => {
    const {path = '', url} = socketTargetOf(text);
    const {value} = parseApplicationUrl({...given, raw: url.replace(/^ws(?=s?:\/\/)/i, 'http')});
    return {path: path.replace(/(?!^)\/+$/, ''), url: value};
  });
  const twice = targets.find(({path}, i) => targets.findIndex(other => other.path === path) < i);
  if (!twice) return {value: targets.map(({path, url}) => (path === '' ? url : `${path}=${url}`))};
  const which = twice.path === '' ? 'all paths' : twice.path;
  throw new ConfigError('wrong-value', `Two places for the WebSockets of ${which} (${given.origin}): give one.`);
}

/** Where the WebSockets of a path go; without a path, all of them. */
export function socketTargetOf(text: string): {path?: string; url: string} {
  const [, path, url] = /^(\/[^=?#]*)=(.+)$/.exec(text) ?? [];
  return url === undefined ? {url: text} : {path, url};
}
