import {maskedPayload, maskObservation, maskValue} from '../output/mask.js';
import type {Taking} from './session.js';
import type {SecondReading, Source} from './source.js';

type Reading<Ended> = Pick<Source, 'payload'> & {listen(onObservations: Taking): Ended};

/** Whatever is shown or written of it has no phone numbers: they are hidden before anybody folds them. */
export function masked(source: Source): Source {
  const {anew} = source;
  return {
    ...source,
    ...maskedReading(source),
    async keepNote(note) {
      const kept = await source.keepNote(note);
      return {...kept, ...(kept.observation && {observation: maskValue(kept.observation)})};
    },
    ...(typeof anew === 'function' && {anew: async (since: number | undefined) => maskedBeside(await anew(since))}),
  };
}

const maskedBeside = (beside: SecondReading): SecondReading => ({...beside, ...maskedReading(beside)});

/** What comes of either, and is read back. */
function maskedReading<Ended>(reading: Reading<Ended>): Reading<Ended> {
  return {
    listen: onObservations => reading.listen(batch => onObservations(batch.map(maskObservation))),
    payload: maskedPayload(seq => reading.payload(seq)),
  };
}
