import {asFlag, asRecord, asText, asTrimmed} from './loose.js';

type Fields = Record<string, unknown>;

/**
 * What the caller gave to an `input` action, and how it ended, in words: digits (also of the legacy form, where `dtmf` is the digits and `timed_out`
 * stands beside it), what speech was understood, `#` alone, nothing in time. Undefined where the webhook says none of these.
 */
export function inputNote(fields: Fields): string | undefined {
  const {digits, timedOut} = readDtmf(fields);
  const speech = asRecord(fields.speech);
  const heard = heardIn(speech?.results ?? fields.speech);
  // Keys pressed while speech was awaited end both (webhook reference).
  const isOverSpeech = /overridden by dtmf/i.test(asText(speech?.error) ?? '');
  const given = [digits && `digits=${digits}`, heard && `speech="${heard}"`].filter(Boolean);
  if (given.length > 0)
    return [...given, timedOut && 'timed out', isOverSpeech && 'over speech'].filter(Boolean).join(' ');
  if (timedOut) return 'timed out, no digits';
  // With no digits and in time, # alone has ended it (submitOnHash); where speech was awaited, null may also mean that nobody pressed a key.
  if (timedOut === false && (digits === '' || isOverSpeech))
    return isOverSpeech ? '# with no digits, over speech' : '# with no digits';
  return (
    asText(speech?.error) ??
    asText(speech?.timeout_reason) ??
    (timedOut === false && !digits ? nothing(speech) : undefined)
  );
}

/** Both were awaited, and ended with neither. */
function nothing(speech: Fields | undefined): string | undefined {
  return Array.isArray(speech?.results) && speech.results.length === 0 ? 'no digits, no speech' : undefined;
}

/** A text or a number, in an object or by itself, stays the digits that were pressed; `null` is how a query writes that there are none. */
function readDtmf({dtmf, timed_out: beside}: Fields): {digits?: string; timedOut?: boolean} {
  const {digits, timed_out: within} = asRecord(dtmf) ?? {digits: dtmf};
  const timedOut = asFlag(within ?? beside);
  if (Array.isArray(digits)) return {digits: digits.map(each => asText(each) ?? '').join(''), timedOut};
  return {digits: digits === '' ? '' : digits === 'null' ? undefined : asText(digits)?.trim(), timedOut};
}

/** What was heard first, among results of which some may be none: a Voice webhook calls it `text`, an event of the Conversation API `word`. */
export function heardIn(said: unknown): string | undefined {
  for (const each of Array.isArray(said) ? said : [said]) {
    const result = asRecord(each);
    const text = asTrimmed(result ? (result.text ?? result.word) : each);
    if (text !== undefined) return text;
  }
  return undefined;
}
