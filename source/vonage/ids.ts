/** What ids and their look-alikes are made of, the most telling first. A value may be a secret in the wrong place: it is told what it is, never repeated. */
const forms = [
  ['private key', /-----BEGIN|^LS0tLS1CRUdJTi/],
  ['key file', /\.(key|pem)$/i],
  ['conversation', /^CON-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i],
  ['part of a conversation', /^CON-/i],
  ['member', /^MEM-/i],
  ['user', /^USR-/i],
  ['conversation name', /^NAM-/i],
  ['UUID', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i],
  ['inbound leg', /^[0-9a-f]{32}$/i],
  ['API key', /^(?=.*[a-f])[0-9a-f]{8}$/i],
  ['phone number', /^\+?[0-9 ()-]{7,20}$/],
] as const satisfies readonly (readonly [string, RegExp])[];

export type IdForm = (typeof forms)[number][0];

/** Which kind of id, or of what people take for one, a text has the form of; undefined for any other. */
export function formOf(text: string): IdForm | undefined {
  return forms.find(([, form]) => form.test(text))?.[0];
}

/** What each is called in a sentence. */
export const formNames: Readonly<Record<IdForm, string>> = {
  'private key': 'a private key',
  'key file': 'the name of a key file',
  conversation: 'a conversation’s id',
  'part of a conversation': 'a part of a conversation’s id',
  member: 'a member’s id',
  user: 'a user’s id',
  'conversation name': 'a conversation’s name',
  UUID: 'a UUID',
  'inbound leg': '32 hexadecimal digits, like the uuid of an inbound leg',
  'API key': 'an API key',
  'phone number': 'a phone number',
};
