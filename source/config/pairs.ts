import {type SettingSource, sourceOf} from './candidates.js';
import type {ConfigWarning} from './problem.js';
import type {SettingName} from './settings.js';

/** Two halves of one credential, each way round: taken from different sources they rarely fit each other. */
const halves: readonly {half: SettingName; called: string; other: SettingName; otherCalled: string}[] = [
  {half: 'privateKey', called: 'private key', other: 'applicationId', otherCalled: 'application id'},
  {half: 'applicationId', called: 'application id', other: 'privateKey', otherCalled: 'private key'},
  {half: 'apiSecret', called: 'API secret', other: 'apiKey', otherCalled: 'API key'},
  {half: 'apiKey', called: 'API key', other: 'apiSecret', otherCalled: 'API secret'},
];

/** A half whose source had another other half, which a stronger source overruled. The Vonage CLI never mixes sources. */
export function mixedPairs(sources: readonly SettingSource[]): ConfigWarning[] {
  return halves.flatMap(({half, called, other, otherCalled}) => {
    const source = sourceOf(half, sources);
    const overruled = source?.values.get(other);
    const chosen = sourceOf(other, sources)?.values.get(other);
    if (!overruled || overruled.raw === chosen?.raw) return [];
    const text =
      `The ${called} is from ${source?.values.get(half)?.origin} and was meant for another ${otherCalled} than that from ` +
      `${chosen?.origin}: unless the two belong together, Vonage answers 401. Give both in one place.`;
    return [{code: 'mixed-pair', text}];
  });
}
