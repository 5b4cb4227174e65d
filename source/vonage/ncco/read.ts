import type {Ncco} from '../../call/fact.js';
import {jsonIn} from '../../text/json-in.js';
import {asUrl} from '../../text/url.js';
import {describeActions} from './describe.js';
import {longestOf} from './longest.js';

/** Actions that are kept of one NCCO, and the longest body that is looked at, in characters. */
const MOST_ACTIONS = 50;
const MOST_CHARACTERS = 256_000;

/** The actions of a reply that holds an NCCO; undefined for any other body, an empty one above all. */
export function readNcco(reply: string): Ncco | undefined {
  const body = reply.replace(/^\uFEFF/, '');
  if (body.length > MOST_CHARACTERS || !/^\s*\[/.test(body)) return undefined;
  const json = jsonIn(body);
  if (!Array.isArray(json)) return undefined;
  const actions = describeActions(json.slice(0, MOST_ACTIONS)).map((text, i) => {
    const action: unknown = json[i];
    const fields = (typeof action === 'object' && action !== null ? action : {}) as Record<string, unknown>;
    const name = typeof fields.action === 'string' ? fields.action.slice(0, 40) : '?';
    return {
      name,
      text,
      runsAlong: runsAlong(name, fields),
      isSynchronous: fields.eventType === 'synchronous',
      longestMs: longestOf(name, fields),
      eventsTo: serverOf(fields.eventUrl),
    };
  });
  return {actions, count: json.length};
}

function serverOf(eventUrl: unknown): string | undefined {
  const url: unknown = Array.isArray(eventUrl) ? eventUrl[0] : eventUrl;
  return typeof url === 'string' ? asUrl(url)?.host.slice(0, 120) : undefined;
}

/** The NCCO reference: `record` waits only for an end condition, `input` not in its asynchronous mode. */
function runsAlong(name: string, fields: Record<string, unknown>): boolean {
  if (name === 'input') return fields.mode === 'asynchronous';
  return name === 'record' && ['endOnSilence', 'endOnKey', 'timeOut'].every(end => fields[end] === undefined);
}
