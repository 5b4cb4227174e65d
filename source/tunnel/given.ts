import type {Draft} from '../call/observation.js';

/** What is said of a tunnel that nobody watches, because the person named its URL. */
export function tunnelGiven(url: string): Extract<Draft, {source: 'health'}> {
  return {source: 'health', part: 'tunnel', state: 'ok', code: 'given', text: `${url} leads here (--tunnel).`, url};
}
