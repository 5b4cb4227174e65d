import {UsageError} from '../../config/problem.js';
import {canAsk, isYes} from '../recordings/ask.js';

/** Asks a person, or goes by `--yes`. Throws `UsageError` in a pipe, where nobody can be asked. */
export async function agree(question: string, {yes, isDry}: {yes?: boolean; isDry?: string}): Promise<boolean> {
  if (yes) return true;
  if (canAsk()) return isYes(question);
  throw new UsageError(
    `Nothing was changed: this asks first, and nobody can be asked here. Add --yes${isDry ? `, or ${isDry}` : ''}.`,
  );
}
