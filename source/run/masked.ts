import {maskedPayload, maskObservation, maskValue} from '../output/mask.js';
import type {SecondReading, Source} from './source.js';

/** Whatever is shown or written of it has no phone numbers: they are hidden before anybody folds them. */
export function masked(source: Source): Source {
  const {anew} = source;
  return {
    ...source,
    listen: onObservations => source.listen(batch => onObservations(batch.map(maskObservation))),
    async keepNote(note) {
      const kept = await source.keepNote(note);
      return {...kept, ...(kept.observation && {observation: maskValue(kept.observation)})};
    },
    payload: maskedPayload(seq => source.payload(seq)),
    ...(typeof anew === 'function' && {anew: async (since: number | undefined) => maskedBeside(await anew(since))}),
  };
}

const maskedBeside = (beside: SecondReading): SecondReading => ({
  ...beside,
  listen: onObservations => beside.listen(batch => onObservations(batch.map(maskObservation))),
  payload: maskedPayload(seq => beside.payload(seq)),
});
