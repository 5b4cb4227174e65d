import type * as z from 'zod';
import type {ApiError} from './fate.js';
import type {Ask} from './route.js';

const conversationDocs = 'https://developer.nexmo.com/api/conversation';

const conversationErrors = {
  'system:error:invalid-token': [
    401,
    'Unauthorized.',
    'You did not provide a valid token. Please provide a valid token.',
  ],
  'system:error:expired-token': [401, 'Unauthorized.', 'The token has expired. Please provide a valid token.'],
  'system:error:permission': [403, 'Forbidden.', 'You do not have permission to perform this action.'],
  'conversation:error:not-found': [404, 'Not found.', 'Conversation does not exist, or you do not have access.'],
  'conversation:error:member-not-found': [404, 'Not found.', 'Member does not exist, or you do not have access.'],
  'event:error:not-found': [404, 'Not found.', 'Event does not exist, or you do not have access.'],
  'user:error:not-found': [404, 'Not found.', 'User does not exist, or you do not have access.'],
  'user:error:duplicate-name': [
    409,
    'Conflict.',
    'The request failed because the user name already exists. Please provide a unique user name and try again.',
  ],
  'conversation:error:duplicate-name': [
    409,
    'Conflict.',
    'The request failed because the conversation name already exists. Please provide a unique conversation name and try again.',
  ],
  'conversation:error:member-already-joined': [400, 'Bad request.', 'Member has already joined the conversation.'],
  'conversation:error:invalid-member-state': [400, 'Bad request.', 'The member is not in a state that allows this.'],
  'leg:error:not-found': [404, 'Not found.', 'Leg does not exist, or you do not have access.'],
  'http:error:not-found': [404, 'Not found.', 'Endpoint does not exist, or you do not have access.'],
  'http:error:method-not-allowed': [405, 'Method not allowed.', 'This method is not allowed here.'],
  'http:error:validation-fail': [400, 'Bad request.', 'Input validation failure.'],
  'system:error:internal-error': [500, 'Internal Error.', 'Something went wrong.'],
} as const;

type ErrorCode = keyof typeof conversationErrors;

/** The Conversation API's own errors: `{code, description}` before v0.3; v1 leaves `code` out, the fragment of `type`. */
export function conversationError(
  version: string,
  code: ErrorCode,
  instance: string,
  invalid?: {name: string; reason: string}[],
): ApiError {
  const [status, title, detail] = conversationErrors[code];
  if (version === 'v0.1' || version === 'v0.2') {
    return {status, body: {code, description: detail, ...(invalid && {error: invalid})}};
  }
  const body = {
    title,
    type: `${conversationDocs}#${code}`,
    ...(version !== 'v1' && {code}),
    detail,
    instance,
    ...(invalid && {invalid_parameters: invalid}),
  };
  return {status, body};
}

/** A body that is no JSON by its own account. Users have 406 in the OpenAPI document, the rest has 415. */
export function notJsonType(path: string, version: string, type: string, instance: string): ApiError {
  const reason = `content-type "${type}" is not supported. Supported versions are [application/json]`;
  const {body} = conversationError(version, 'http:error:validation-fail', instance, [{name: 'content-type', reason}]);
  const detail = 'Invalid Content-Type.';
  return {
    status: /^\/[^/]+\/users\b/.test(path) ? 406 : 415,
    body: {...body, ...('detail' in body ? {detail} : {description: detail})},
  };
}

/** The Conversation API's refusal of a request. */
export function refused({version, instance}: Ask, code: ErrorCode): ApiError {
  return conversationError(version, code, instance);
}

/** The Conversation API's refusal of parameters. */
export function invalid({version, instance}: Ask, parameters: {name: string; reason: string}[]): ApiError {
  return conversationError(version, 'http:error:validation-fail', instance, parameters);
}

/** What a schema says is wrong, as both APIs list it: a field once, by what is wrong with it first. */
export function issuesOf(error: z.ZodError): {name: string; reason: string}[] {
  const found = error.issues.map(({path, message}) => ({name: path.join('.') || 'body', reason: message}));
  return found.filter(({name}, index) => found.findIndex(other => other.name === name) === index);
}

/** What the gateway says to a request without good credentials, before any API sees it. */
export function unauthorized(instance: string): ApiError {
  return {
    status: 401,
    body: {
      type: 'https://developer.nexmo.com/api-errors#unauthorized',
      title: 'Unauthorized',
      detail: 'You did not provide correct credentials.',
      instance,
    },
  };
}

export function rateLimited(instance: string): ApiError {
  return {
    status: 429,
    body: {
      title: 'Rate Limit Hit',
      type: 'https://developer.vonage.com/api-errors#rate-limit',
      detail: 'Please wait, then retry your request',
      instance,
    },
  };
}

/** The Voice API's 404. */
export function notFound(instance: string): ApiError {
  return {
    status: 404,
    body: {
      type: 'https://developer.nexmo.com/api-errors#not-found',
      title: 'Not Found',
      detail: 'The requested resource does not exist, or you do not have access.',
      instance,
    },
  };
}

/** The Voice API's 400 for what cannot be done to a call at this moment, in an older form (support article 10359615124380). */
export const notNow: ApiError = {status: 400, body: {type: 'BAD_REQUEST', error_title: 'Bad Request'}};

/** The Voice API's 400, as newer replies have it: the name of a field alone, without the way to it. */
export function badRequest(invalid: {name: string; reason: string}[]): ApiError {
  const parameters = invalid.map(({name, reason}) => {
    const fields = name.split('.').filter(part => !/^\d+$/.test(part));
    return {reason, name: fields[0] === 'destination' ? 'destination' : fields.at(-1)};
  });
  return {status: 400, body: {type: 400, title: 'Bad Request', invalid_parameters: parameters}};
}

/** The gateway's words for requests that no API gets to see (common_errors.yml of Vonage's specifications). */
const gatewayErrors = {
  'invalid-json': [400, 'Invalid JSON', () => 'The request body is not valid JSON.'],
  'wrong-verb': [405, 'Request method not allowed', (method: string) => `Request method '${method}' not supported`],
  'content-type-header': [
    415,
    'Unsupported Content-Type header',
    () => "Unsupported Content-Type header provided. Must be one of the following: 'application/json'",
  ],
} as const;

export function gatewayError(code: keyof typeof gatewayErrors, method: string, instance: string): ApiError {
  const [status, title, detail] = gatewayErrors[code];
  const body = {type: `https://developer.nexmo.com/api-errors#${code}`, title, detail: detail(method), instance};
  return {status, body};
}

/** What the gateway says when something behind it is broken. */
export function unavailable(status: 500 | 503, instance: string): ApiError {
  const title = status === 500 ? 'Internal Server Error' : 'Service Unavailable';
  return {status, body: {type: 'https://developer.nexmo.com/api-errors', title, instance}};
}
