import {count, fields, list, text} from './loose-schema.js';

/** A number of the account. */
export type OwnedNumber = {
  /** E.164 digits. */
  number: string;
  features: readonly string[];
  /** Where its calls go past the application: a SIP address or another number, which count before it. */
  forwardedTo?: string;
};

const NumberJson = fields({msisdn: text, features: list, voiceCallbackType: text, voiceCallbackValue: text});
const NumbersJson = fields({count, numbers: list});

/** What the Numbers API lists (`/account/numbers`), one page of it; `count` is of all pages. Where there are none it says nothing. */
export function readOwnedNumbers(json: unknown): {count: number; numbers: readonly OwnedNumber[]} | undefined {
  const listed = NumbersJson.parse(json);
  if (!listed) return undefined;
  const numbers = listed.numbers.flatMap(each => {
    const read = NumberJson.parse(each);
    if (read?.msisdn === undefined) return [];
    const forwards = /^(sip|tel)$/.test(read.voiceCallbackType ?? '') ? read.voiceCallbackValue : undefined;
    const features = read.features.filter(feature => typeof feature === 'string');
    return {number: read.msisdn, features, ...(forwards !== undefined && {forwardedTo: forwards})};
  });
  return {count: listed.count ?? numbers.length, numbers};
}
