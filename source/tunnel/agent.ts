import {parseAnswer} from '../text/json-values.js';

/** ms: a program on this machine answers at once, or is not there. */
const PATIENCE = 1000;

/** Of an agent's answer, which has some kB: what else listens there may send without end. */
const MOST_CHARACTERS = 256 * 1024;

/** What a tunnel's agent on this machine says, as JSON; undefined where nothing answers that way. Never throws. */
export async function agentSays(url: string): Promise<unknown> {
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
      headers: {accept: 'application/json'},
    });
    return parseAnswer(await textOf(response));
  } catch {
    return undefined;
  }
}

async function textOf({body}: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, {stream: true});
    if (text.length > MOST_CHARACTERS) throw new Error('too long');
  }
  return text;
}
