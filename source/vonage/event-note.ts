import type {Status} from '../call/status.js';
import type {ConversationEvent} from './event.js';
import {heardIn} from './input.js';
import {asCount, asRecord, asText, asTrimmed} from './loose.js';

/** What a row says beside the type of an event, text from outside; `status` is what it makes of its leg, which the row says by itself. */
export function eventNote(e: ConversationEvent, status: Status | undefined): string | undefined {
  return (
    e.digits ??
    (status ? undefined : e.status) ??
    e.reason?.text ??
    e.reason?.code ??
    (typeof e.body.text === 'string' ? e.body.text : undefined) ??
    e.user?.displayName ??
    notes.get(e.type)?.(e.body) ??
    failure(e.body.error)
  );
}

type Body = Readonly<Record<string, unknown>>;

const notes: ReadonlyMap<string, (body: Body) => string | undefined> = new Map([
  ['audio:asr:done', ({asr}: Body) => speech(asRecord(asr))],
  ['audio:record:done', ({size}: Body) => sizeNote(size)],
  ['leg:status:update', ({state}: Body) => ended(asRecord(state))],
]);

/** How much was recorded. */
export function sizeNote(size: unknown): string | undefined {
  const bytes = asCount(asTrimmed(size));
  return bytes === undefined ? undefined : `${bytes} bytes`;
}

/** What was understood, or why nothing was. */
function speech(asr: Body | undefined): string | undefined {
  const heard = heardIn(asr?.results);
  return heard ? `speech="${heard}"` : (failure(asr?.error) ?? asText(asr?.timeout_reason));
}

/** Why a leg ended: `ok` says nothing. */
function ended(state: Body | undefined): string | undefined {
  const reason = asText(state?.reason);
  return reason === 'ok' ? undefined : reason;
}

/** An error is a text, or an object of which one field is. */
function failure(error: unknown): string | undefined {
  const {text, message, title, code} = asRecord(error) ?? {text: error};
  return asTrimmed(text) ?? asTrimmed(message) ?? asTrimmed(title) ?? asTrimmed(code);
}
