/** What can be done to calls from here: placing one, and acting on a leg of one that is up. */
export const interventionKinds = [
  'dial',
  'hangup',
  'mute',
  'unmute',
  'earmuff',
  'unearmuff',
  'transfer',
  'send-dtmf',
  'talk',
] as const;

export type InterventionKind = (typeof interventionKinds)[number];

/** How a call that is placed goes on once it is answered: by an NCCO (JSON text) at once, or by what a URL answers. */
export type AnsweredBy = {ncco: string} | {url: string; eventUrl?: string};

/** Something that a person asks of the Voice API. */
export type Intervention =
  | {kind: 'dial'; to: string; from?: string; answer: AnsweredBy}
  | {kind: 'transfer'; leg: string; to: {ncco: string} | {url: string}}
  | {kind: 'send-dtmf'; leg: string; digits: string}
  | {kind: 'talk'; leg: string; text: string}
  | {kind: 'hangup' | 'mute' | 'unmute' | 'earmuff' | 'unearmuff'; leg: string};

/** Digits of a number as E.164 has it, without the plus; undefined for what is none. People put spaces, dots and brackets in. */
export function asPhoneNumber(text: string): string | undefined {
  const number = text
    .trim()
    .replaceAll(/[ \u00a0().-]/g, '')
    .replace(/^\+/, '');
  return /^[1-9]\d{6,14}$/.test(number) ? number : undefined;
}

export const numberRule = '7 to 15 digits that begin with the country code, such as 447700900000';

/** Characters of a text without SSML that the talk of the Voice API takes (NCCO reference). */
const LONGEST_TALK = 1500;
/** Digits of one request: nobody types more, and each takes a good part of a second to play. */
const MOST_DIGITS = 100;

const control = /[\u0000-\u001f\u007f-\u009f]/;

/** Why a text cannot be spoken on a leg; undefined where it can. */
export function whyUnspeakable(text: string): string | undefined {
  if (text.trim() === '') return 'There is nothing to say: put the text behind it.';
  if (control.test(text)) return 'The text has control characters in it: type it anew.';
  if (text.length > LONGEST_TALK)
    return `The text has ${text.length} characters, and Vonage speaks ${LONGEST_TALK} at most.`;
  return undefined;
}

/** Why something is no digits to send: `p` is a pause of half a second. */
export function whyUndialable(digits: string): string | undefined {
  if (!/^[0-9*#p]+$/.test(digits)) return 'Digits are 0 to 9, * and #, and p for a pause of half a second.';
  return digits.length > MOST_DIGITS
    ? `These are ${digits.length} digits, and ${MOST_DIGITS} are sent at most.`
    : undefined;
}
