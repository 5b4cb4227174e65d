import type {Draft, HealthObservation} from '../call/observation.js';

type HealthDraft = Extract<Draft, {source: 'health'}>;
type State = Pick<HealthObservation, 'state' | 'code' | 'text'>;

/**
 * Reports the state of a part when it changes, and not each time it is found again.
 * A part is taken to be well until it says otherwise, so that the first `ok` is silent.
 */
export function healthOf(part: HealthObservation['part'], emit: (draft: HealthDraft) => void): (state: State) => void {
  let last = 'ok';
  return state => {
    const now = state.state === 'ok' ? 'ok' : `${state.state} ${state.code}`;
    if (now === last) return;
    last = now;
    emit({source: 'health', part, ...state});
  };
}
