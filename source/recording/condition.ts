import type {HealthObservation} from '../call/observation.js';
import {counted} from '../text/counted.js';
import type {Displaced} from './displaced.js';
import type {RecordingError} from './error.js';
import type {Move} from './write.js';

/** What there is to say of a recording itself. */
export type Condition = Omit<HealthObservation, 'seq' | 'at'>;

/** It takes no lines, and is tried again by itself; or it takes them again: then so many of them are in no file. */
export const writtenCondition = (error: RecordingError | undefined, lost: number): Condition => ({
  source: 'health',
  part: 'recording',
  state: error ? 'failing' : 'ok',
  code: error?.code ?? 'recovered',
  text: error
    ? `${error.message} It is tried again by itself.`
    : `The recording is being written again${lost > 0 ? `, without ${counted(lost, 'observation')}` : ', nothing is missing'}.`,
});

/** Another program got at it. */
export function movedCondition({why, from, to, isWhole}: Move): Condition {
  const what = `The recording ${from} ${happened[why]}. It goes on in ${to}`;
  const all = isWhole
    ? {code: 'moved', text: `${what}, which holds all of it.`}
    : {code: 'begun-anew', text: `${what}, with the newest of what it held; look for the rest in the old file.`};
  return {source: 'health', part: 'recording', state: 'ok', ...all, file: to};
}

const happened: Readonly<Record<Displaced, string>> = {
  deleted: 'was deleted',
  moved: 'or its folder was moved away',
  replaced: 'was replaced by another file',
  cut: 'was cut short by another program',
  written: 'was written to by another program',
  unreachable: 'cannot be reached any more',
};
