import {fields, given, isObject, type NccoField, type Shape} from './rules.js';

/** The endpoints of `connect` (the NCCO reference and the Voice API's OpenAPI description). */

const uuiHeaders: NccoField = {is: 'object', fields: fields({'User-to-User': {is: 'text', max: 256}})};

const phone: Shape = {
  fields: fields({
    number: {is: 'phone', required: true},
    dtmfAnswer: {is: 'text', pattern: {like: /^[0-9*#p]+$/, says: 'made of 0-9, *, # and p', severity: 'error'}},
    onAnswer: {
      is: 'object',
      fields: fields({url: {is: 'url', required: true}, ringbackTone: {is: 'url'}, ringback: {is: 'url'}}),
    },
    shaken: {is: 'text'},
  }),
};

const websocket: Shape = {
  fields: fields({
    uri: {is: 'url', schemes: ['ws', 'wss'], required: 'usually'},
    'content-type': {
      is: 'text',
      required: 'usually',
      pattern: {
        like: /^audio\/l16; ?rate=(8000|16000|24000)$/i,
        says: 'audio/l16;rate=8000, 16000 or 24000',
        severity: 'error',
      },
    },
    headers: {is: 'map', bytes: 512},
    authorization: {
      is: 'object',
      fields: fields({type: {is: 'choice', of: ['vonage', 'custom'], required: true}, value: {is: 'text'}}),
    },
  }),
  cross: [
    {
      when: ({authorization}) =>
        isObject(authorization) && authorization.type === 'custom' && !given(authorization.value),
      at: 'authorization',
      severity: 'error',
      code: 'needs-field',
      text: 'Custom `authorization` needs `value`, the header to send: add it, or use "vonage".',
    },
  ],
};

const sip: Shape = {
  fields: fields({
    uri: {
      is: 'text',
      id: true,
      // Addresses of realtime voice providers are longer.
      usual: {max: 50, by: 'the OpenAPI description', advice: 'try it, as longer ones are in use.'},
      pattern: {like: /^sips?:\S+$/i, says: 'a SIP address such as sip:rebekka@sip.example.com', severity: 'error'},
    },
    user: {is: 'text', id: true},
    domain: {is: 'text', id: true},
    headers: {is: 'map'},
    standard_headers: uuiHeaders,
    standardHeaders: uuiHeaders,
  }),
  cross: [
    {
      when: endpoint => !given(endpoint.uri) && !given(endpoint.domain),
      at: 'uri',
      severity: 'error',
      code: 'missing-field',
      text: 'A sip endpoint needs `uri`, or `user` and `domain`: add them.',
    },
    {
      // The Java SDK sends it so.
      when: endpoint => given(endpoint.domain) && !given(endpoint.user) && !given(endpoint.uri),
      at: 'user',
      severity: 'warning',
      code: 'missing-field',
      text: 'The NCCO reference has `user` beside `domain`: add it.',
    },
    {
      when: endpoint => given(endpoint.uri) && (given(endpoint.user) || given(endpoint.domain)),
      at: 'uri',
      severity: 'warning',
      code: 'exclusive',
      text: 'A sip endpoint takes `uri`, or `user` and `domain`: keep one way.',
    },
  ],
};

export const endpoints: ReadonlyMap<string, Shape> = new Map(
  Object.entries({
    phone,
    app: {fields: fields({user: {is: 'text', id: true, required: true}})},
    websocket,
    sip,
    vbc: {fields: fields({extension: {is: 'text', id: true, required: true}})},
  }),
);

/** What people write for an endpoint type that has another name. */
export const endpointsByOtherName: ReadonlyMap<string, string> = new Map([
  ['pstn', 'phone'],
  ['number', 'phone'],
  ['ws', 'websocket'],
  ['user', 'app'],
]);
