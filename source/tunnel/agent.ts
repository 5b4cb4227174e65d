import {ask} from './ask.js';

/** ms: a program on this machine answers at once, or is not there. */
const PATIENCE = 1000;

/** What a tunnel's agent on this machine says, as JSON; undefined where nothing answers that way, or leads elsewhere. Never throws. */
export async function agentSays(url: string): Promise<unknown> {
  const {answer} = await ask(url, {deadlineMs: PATIENCE});
  const isRedirect = answer !== undefined && answer.status >= 300 && answer.status < 400;
  return isRedirect ? undefined : answer?.json;
}
