import type {JsonProblem} from '../../text/json-problem.js';
import {sameLetters} from '../../text/suggest.js';
import {actions} from './actions.js';
import {quote} from './remark.js';
import {isObject} from './rules.js';

/*
 * What applications answer with in place of an NCCO, and what to answer with instead: JSON of another shape, and no JSON.
 */

type Body = Record<string, unknown>;

const answerWith = 'answer with [{"action": …}].';
const onlyReceived = `This only says that the webhook has arrived, which is enough for an event: to an answer webhook, ${answerWith}`;
const madeTwice = 'The NCCO was made into JSON twice, so it is one text: make it into JSON once.';

/** Bodies that are objects; the first row that fits is told. */
const bodies: readonly {fits: (body: Body) => boolean; says: string | ((body: Body) => string)}[] = [
  {
    fits: ({action, destination}) => action === 'transfer' && isObject(destination),
    says: ({destination}) =>
      `This asks the Voice API to transfer a call (PUT /v1/calls/{uuid}) and is no NCCO: ${
        isObject(destination) && Array.isArray(destination.ncco)
          ? 'answer with destination.ncco alone.'
          : 'answer with the NCCO that destination.url has.'
      }`,
  },
  {
    fits: ({action}) => typeof action === 'string' && /^(?:hangup|(?:un)?mute|(?:un)?earmuff)$/.test(action),
    says: ({action}) =>
      `${quote(action)} is asked of the Voice API (PUT /v1/calls/{uuid}), not answered: ${answerWith} [] ends the call.`,
  },
  {
    fits: body =>
      ['to', 'from', 'answer_url', 'event_url'].filter(name => name in body).length > 1 || 'answer_url' in body,
    says: body =>
      `This asks the Voice API to create a call (POST /v1/calls) and is no NCCO: ${
        Array.isArray(body.ncco) ? 'answer with its ncco alone.' : answerWith
      }`,
  },
  {
    fits: body => Object.keys(body).some(name => sameLetters(name, 'action')),
    says: 'An NCCO is an array of actions, and this is one object: put [ and ] around it.',
  },
  {
    fits: body =>
      Object.keys(body).length > 0 && Object.entries(body).every(([name, one]) => /^\d+$/.test(name) && isAction(one)),
    says: 'This is an object with numbers for names, as PHP makes of an array with gaps: answer with an array (array_values).',
  },
  {
    fits: body => actionsWithin(body) !== undefined,
    says: body =>
      `An NCCO is an array of actions: answer with the array in ${actionsWithin(body)} alone, nothing around it.`,
  },
  {
    fits: ({body}) => typeof body === 'string' && /^\s*\[/.test(body),
    says: 'An NCCO is an array of actions: answer with what `body` holds alone; status and headers belong to HTTP.',
  },
  {
    fits: body =>
      ['error', 'errors', 'detail', 'exception', 'traceback', 'stack'].some(name => name in body) ||
      isServerMessage(body),
    says: 'This is an error of your application, not an NCCO: look into its log.',
  },
  {
    fits: body => Object.keys(body).some(name => /^(?:status|ok|success|message|result|received)$/i.test(name)),
    says: onlyReceived,
  },
  {
    fits: body => 'Response' in body || 'verbs' in body,
    says: `This is for another platform, and no NCCO: ${answerWith}`,
  },
  {
    fits: body => Object.keys(body).length === 0,
    says: `An NCCO is an array of actions, and this is an empty object: ${answerWith}`,
  },
];

/** What to say of JSON that is no array of actions as a whole; undefined where its actions are to be looked at. */
export function insteadOfNcco(value: unknown): string | undefined {
  if (Array.isArray(value)) return insteadOfArray(value);
  if (typeof value === 'string') return insteadOfText(value);
  if (!isObject(value)) return `An NCCO is an array of actions, and this is ${quote(value)}: ${answerWith}`;
  const row = bodies.find(({fits}) => fits(value));
  if (row) return typeof row.says === 'string' ? row.says : row.says(value);
  const names = Object.keys(value).slice(0, 3).map(quote).join(', ');
  return `An NCCO is an array of actions, and this is an object with ${names}: ${answerWith}`;
}

function insteadOfArray(value: readonly unknown[]): string | undefined {
  const [first, second] = value;
  if (Array.isArray(first) && typeof second === 'number') {
    return 'This is an NCCO with its HTTP status made into JSON: answer with the inner array alone, and set the status apart.';
  }
  if (value.length === 1 && isObject(first) && !isAction(first)) return actionsWithin(first) && insteadOfNcco(first);
  return;
}

function insteadOfText(text: string): string {
  if (/^\s*["[{]/.test(text)) return madeTwice;
  if (/^\s*<\w/.test(text)) return insteadOfMarkup(text);
  if (/^https?:\/\//.test(text))
    return 'This is an address, which Vonage does not follow: answer with the NCCO itself.';
  if (isReceipt(text)) return onlyReceived;
  return `An NCCO is an array of actions, and this is ${quote(text)}: ${answerWith}`;
}

/** What to say of a body that is no JSON, where more is known of it than where it goes wrong. */
export function insteadOfJson(text: string, code: JsonProblem['code']): string | undefined {
  const body = text.trim();
  if (code === 'empty') return 'The answer is empty, so the call ends: answer with a JSON array of actions.';
  if (/^\[object \w+\]/.test(body))
    return 'An object was made into a text: answer with JSON (JSON.stringify, res.json).';
  if (/^\[?\s*\{\s*'/.test(body)) {
    return `Texts and names stand in double quotes in JSON: use " instead of ', as json.dumps and JSON.stringify do.`;
  }
  if (/^\[?\s*(?:\{\s*)?[:"']?\w+["']?\s*=>/.test(body))
    return 'This is how Ruby or PHP prints a list: answer with JSON (to_json, json_encode).';
  if (code === 'markup') return insteadOfMarkup(body);
  if (code === 'extra-text' && /[}\]]\s*(?:,\s*)?[[{]/.test(body)) {
    return 'A second JSON value begins here: put all actions into one array, and answer once.';
  }
  if (code !== 'plain-text') return;
  if (isReceipt(body)) return onlyReceived;
  if (/^Array\b/.test(body)) return 'PHP printed an array by its name: answer with JSON (json_encode).';
  if (/^\w+=/.test(body)) return `This is form data, not JSON: ${answerWith}`;
  return;
}

function insteadOfMarkup(text: string): string {
  if (/<Response\b|<(?:Say|Dial|Gather|Play|Speak)\b/.test(text.slice(0, 2000))) {
    return 'This is TwiML or its like, which Vonage does not read: answer with JSON, such as [{"action": "talk", "text": "…"}].';
  }
  if (/ngrok/i.test(text.slice(0, 20_000)))
    return 'This is a page of ngrok, not your application: look whether both are running.';
  return 'This is HTML or XML (perhaps an error page), not JSON: answer with JSON.';
}

function isReceipt(text: string): boolean {
  return /^(?:ok|okay|success|received|done|true|thanks|thank you|event received|accepted|200)[.!]?( ok)?$/i.test(
    text.trim(),
  );
}

/** What API gateways and frameworks answer with when nobody else does. */
function isServerMessage({message}: Body): boolean {
  return typeof message === 'string' && /error|not found|forbidden|unauthori[sz]ed|timed out|missing/i.test(message);
}

function isAction(value: unknown): boolean {
  return isObject(value) && Object.entries(value).some(([name, one]) => sameLetters(name, 'action') && isName(one));
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && actions.has(value.toLowerCase());
}

/** Where an array of actions is within an object, such as `data.ncco`. */
function actionsWithin(body: Body, depth = 3): string | undefined {
  for (const [name, one] of Object.entries(body).slice(0, 20)) {
    if (Array.isArray(one) && (one.some(isAction) || sameLetters(name, 'ncco'))) return name.slice(0, 40);
    const within = depth > 1 && isObject(one) ? actionsWithin(one, depth - 1) : undefined;
    if (within) return `${name.slice(0, 40)}.${within}`;
  }
  return;
}
