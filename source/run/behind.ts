import type {HealthObservation} from '../call/observation.js';
import type {Model} from '../store/model.js';
import {behindText} from '../store/session-facts.js';
import {counted} from '../text/counted.js';
import {printable} from '../text/printable.js';
import type {World} from '../world/world.js';
import type {Session} from './session.js';

/**
 * Closes a session at once, also where more came than could be read: an end does not wait for that. What the World lacks of the
 * recording is said on standard error.
 */
export async function closeSession(session: Session, world: World | undefined): Promise<void> {
  const last = await session.close();
  if (last === undefined || world === undefined) return;
  const unread = counted(last - world.seq, 'observation');
  const where =
    session.file === undefined ? 'Nothing was recorded.' : `convo-monitor open ${printable(session.file)} shows them.`;
  process.stderr.write(`More came than could be shown: ${unread} came after what was shown last. ${where}\n`);
}

/** While more comes than can be shown, it is said so often, ms. */
const SAY_EVERY = 5000;

/** What lines say of what is recorded and not shown yet: at first, and now and then while it is so. */
export function behindSayer(
  behind: () => Model['behind'] = () => undefined,
  now = Date.now,
): () => HealthObservation | undefined {
  let saidAt = Number.NEGATIVE_INFINITY;
  return () => {
    const much = behind();
    if (!much || much.observations === 0 || now() - saidAt < SAY_EVERY) return undefined;
    saidAt = now();
    const common = {source: 'health', part: 'listener', state: 'waiting', code: 'behind'} as const;
    return {...common, seq: 0, at: saidAt, text: `More comes than can be shown: ${behindText(much)}.`};
  };
}
