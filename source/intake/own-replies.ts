import type {Reply} from './raw.js';

/** JSON with the content type that Vonage demands of an NCCO: it refuses `text/html` and XML whatever the text is. */
export function nccoReply(body: Buffer): Reply {
  const rawHeaders = ['Content-Type', 'application/json; charset=utf-8', 'Content-Length', String(body.length)];
  return {status: 200, rawHeaders, body};
}

/** A reply with no body: "received" for an event webhook, because an NCCO there would replace the running one. */
export const emptyReply = (status: number, ...rawHeaders: string[]): Reply => ({
  status,
  rawHeaders: ['Content-Length', '0', ...rawHeaders],
  body: Buffer.alloc(0),
});

/** An NCCO that only speaks. */
const talk = (text: string): Buffer => Buffer.from(JSON.stringify([{action: 'talk', text, language: 'en-US'}]));

/** What the caller hears when nothing says how to answer. */
export const noAnswerSetUp = talk('Hello. This call has reached Convo Monitor, and no answer is set up yet. Goodbye.');

/** What somebody hears who is called for a test, and whom nothing else answers. */
export const testCall = talk('Hello. This is a test call, placed with Convo Monitor. Goodbye.');

/** What the caller hears when whatever should answer cannot. */
export const applicationUnavailable = talk('Sorry, this number cannot be answered right now. Please call again later.');
