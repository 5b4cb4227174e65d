import {asList, asText} from '../loose.js';
import {isObject} from './rules.js';

type Action = Record<string, unknown>;

/** What an action says of itself besides its name; an action without a row has only its name. */
const details: ReadonlyMap<string, (action: Action) => unknown> = new Map([
  ['talk', (action: Action) => (typeof action.text === 'string' ? JSON.stringify(shortened(action.text)) : undefined)],
  ['stream', (action: Action) => first(action.streamUrl)],
  ['input', (action: Action) => asList(action.type).slice(0, 3).map(asText).join(' + ') || action.type],
  ['connect', (action: Action) => endpoint(first(action.endpoint))],
  ['conversation', (action: Action) => action.name],
  ['record', (action: Action) => action.format],
  ['notify', (action: Action) => first(action.eventUrl)],
  ['wait', (action: Action) => `${asText(action.timeout) ?? 10} s`],
  ['transfer', (action: Action) => action.conversationId],
]);

/**
 * One line for each action of an NCCO, such as `talk "Hello"` or `connect phone 447700900000`; no lines when the text is no
 * NCCO. Quotes what was received: unsafe to print as it is.
 */
export function describeNcco(text: string): string[] {
  try {
    return describeActions(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    return [];
  }
}

/** The same of what was parsed already. */
export function describeActions(ncco: unknown): string[] {
  if (!Array.isArray(ncco)) return [];
  return ncco.map((action: unknown) => (isObject(action) ? describe(action) : '?'));
}

function describe(action: Action): string {
  if (typeof action.action !== 'string') return '?';
  const detail = details.get(action.action)?.(action);
  const name = shortened(action.action);
  const known = (typeof detail === 'string' && detail !== '') || typeof detail === 'number';
  return known ? `${name} ${shortened(String(detail))}` : name;
}

function endpoint(value: unknown): string | undefined {
  if (!isObject(value)) return;
  const address = value.number ?? value.user ?? value.uri ?? value.extension ?? '';
  return `${asText(value.type) ?? ''} ${asText(address) ?? ''}`.trim();
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
