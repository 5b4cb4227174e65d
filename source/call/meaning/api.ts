import {type Meaning, type Meanings, meanings} from './meaning.js';

const gone = 'A call’s conversation is removed when the call ends.';
const elsewhere = 'Check --application-id, and for another region give its host as --api-url.';

/** Codes of the Conversation API's errors, of the gateway's and of the Voice API's; one that ends with `*` is a family. */
export const apiCodes: Meanings = meanings({
  'conversation:error:not-found': {
    meaning: 'The conversation does not exist, or this application may not see it.',
    advice: `${gone} ${elsewhere} If no conversation is ever found, the answer URL may not give an NCCO.`,
  },
  'conversation:error:not-allowed': {
    meaning: 'The conversation is inactive, so it can be read but not changed.',
    advice: 'Make a new conversation, or change it while somebody is in it.',
  },
  'conversation:error:invalid-member-state': {
    meaning: 'The member is in a state that does not allow this, such as leaving twice.',
    advice: 'Ask for the member first: usually it has left already, because the call is over.',
  },
  'conversation:error:member-already-joined': {
    meaning: 'This user is in the conversation already.',
    advice: 'Use the member that exists: GET …/members.',
  },
  'conversation:error:member-not-found': {
    meaning: 'There is no such member in this conversation.',
    advice: 'Check that member (MEM-…) and conversation (CON-…) belong together.',
  },
  'conversation:error:duplicate-name': {
    meaning: 'The application has a conversation of this name already (409).',
    advice: 'Use that one, or another name; names are unique in an application.',
  },
  'member:error:not-found': {
    meaning: 'There is no such member in this conversation.',
    advice: 'Check that member (MEM-…) and conversation (CON-…) belong together.',
  },
  'event:error:not-found': {
    meaning: 'There is no event with this id in this conversation.',
    advice: 'Ids may have holes: deleted events and events without history are not kept.',
  },
  'user:error:not-found': {
    meaning: 'There is no such user in this application.',
    advice: 'Check the user’s id (USR-…) or name, and --application-id.',
  },
  'leg:error:*': {
    meaning: 'The leg does not exist, is over, or may not be changed now.',
    advice: 'Legs are kept about two days; ask GET /v1/calls?conversation_uuid=… for what became of it.',
  },
  'http:error:validation-fail': {
    meaning: 'A field of the request is missing or has a value that is not allowed (400).',
    advice: 'invalid_parameters and detail of the answer name the field.',
  },
  'http:error:method-not-allowed': {
    meaning: 'This path does not take that method (405).',
    advice: 'Check the method; members are changed with PATCH in v1 and with PUT in v0.1.',
  },
  'http:error:not-found': {
    meaning: 'There is no such path in this API (404).',
    advice: 'Check the version in the path, and that there is no slash at its end.',
  },
  'system:error:invalid-token': {
    meaning: 'The token is not valid (401).',
    advice: 'Check that the private key belongs to the application id, and this machine’s clock.',
  },
  'system:error:expired-token': {
    meaning: 'The token has expired (401).',
    advice: 'Make a new one: convo-monitor token. It lives 15 minutes unless --ttl says otherwise.',
  },
  'system:error:permission': {
    meaning: 'The token’s access list (acl) does not allow this.',
    advice: 'Make one with the path that is missing, or without limits: convo-monitor token --acl full.',
  },
  'system:error:invalid-session': {
    meaning: 'The session of the Client SDK is over or belongs to somebody else.',
    advice: 'Log in again with a new user token.',
  },
  'system:error:internal-error': {
    meaning: 'Something failed inside Vonage (500).',
    advice: 'Try again; if it lasts, send support the trace (x-nexmo-trace-id).',
  },
  unauthorized: {
    meaning: 'The credentials were refused (401).',
    advice: 'Check that application id and private key belong together, and this machine’s clock.',
  },
  'rate-limit': {
    meaning: 'Too many requests (429).',
    advice: 'Wait, then ask less often: the Voice API takes 15 requests and 3 new calls a second.',
  },
  'low-balance': {
    meaning: 'The account has too little credit (402).',
    advice: 'Top it up in the Vonage dashboard.',
  },
  'out-of-credit': {
    meaning: 'The account has too little credit.',
    advice: 'Top it up in the Vonage dashboard.',
  },
  unprovisioned: {
    meaning: 'The account or application has no access to this product (403).',
    advice: 'Check that the application has the voice capability, and ask support to open the product for the account.',
  },
  forbidden: {
    meaning: 'The account may not do this (403).',
    advice: 'Check that these are the right credentials, and that the account has this feature.',
  },
  'account-suspended': {
    meaning: 'The account is suspended (403).',
    advice: 'Ask Vonage’s support why.',
  },
  BAD_REQUEST: {
    meaning: 'The Voice API does not accept the request (400).',
    advice: 'invalid_parameters names the field. A hang-up within 2 s of creating the call is refused too: wait.',
  },
});

/** HTTP statuses as the APIs use them. */
export const httpStatuses: Meanings = meanings({
  400: {
    meaning: 'The request has a field that is missing or wrong, or the call has ended already.',
    advice: 'invalid_parameters of the answer names the field.',
  },
  401: {
    meaning: 'The token is missing, expired, or signed with another application’s key.',
    advice: 'Check --application-id, --private-key and this machine’s clock.',
  },
  402: {meaning: 'The account has too little credit.', advice: 'Top it up in the Vonage dashboard.'},
  403: {
    meaning: 'The token is good, but does not allow this.',
    advice: 'Check the token’s access list (acl), and that it is the right application.',
  },
  404: {
    meaning: 'There is no such thing, or not any more, or not in this region, or not for this application.',
    advice: `${gone} ${elsewhere}`,
  },
  405: {meaning: 'This path does not take that method.', advice: 'Check the method and the API’s version.'},
  409: {meaning: 'There is one of this name already.', advice: 'Use that one, or another name.'},
  429: {
    meaning: 'Too many requests.',
    advice: 'Wait as long as Retry-After says; the Voice API takes 15 requests and 3 new calls a second.',
  },
  500: {
    meaning: 'Something failed inside Vonage.',
    advice: 'Try again; if it lasts, send support the trace (x-nexmo-trace-id).',
  },
  502: {meaning: 'A gateway at Vonage got no usable answer.', advice: 'Try again.'},
  503: {meaning: 'Vonage is overloaded or in maintenance.', advice: 'Try again; see Vonage’s status page.'},
  504: {meaning: 'A gateway at Vonage got no answer in time.', advice: 'Try again.'},
});

/** What an error code means, alone or as one of a family; undefined when it is not documented. */
export function meaningOfApiCode(code: string): Meaning | undefined {
  const family = `${code.split(':').slice(0, 2).join(':')}:*`;
  return apiCodes.get(code) ?? apiCodes.get(family);
}
