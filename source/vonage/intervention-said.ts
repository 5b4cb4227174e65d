import type {ControlFact} from '../call/fact.js';
import type {Intervened} from '../call/observation.js';
import {counted} from '../text/counted.js';
import {parseAnswer} from '../text/json-values.js';
import {asRecord, asText} from './loose.js';
import {readNcco} from './ncco/read.js';

/** What was asked of the Voice API and how it answered, in a few words, with the NCCO that a leg was given. Never throws. */
export function interventionSaid({kind, to, request, raw, failure}: Intervened): Pick<ControlFact, 'said' | 'ncco'> {
  const body = asRecord(parsed(request.body)) ?? {};
  const destination = asRecord(body.destination);
  const given = body.ncco ?? destination?.ncco;
  const ncco = failure || !Array.isArray(given) ? undefined : readNcco(JSON.stringify(given));
  const came = raw ? String(raw.status) : (failure?.code ?? '');
  const what =
    kind === 'dial'
      ? `to ${to}`
      : (asText(body.digits) ??
        asText(body.text) ??
        first(destination?.url) ??
        (ncco && counted(ncco.count, 'action')));
  return {said: [`→ ${came}`, what].filter(Boolean).join(' '), ...(ncco && {ncco})};
}

const first = (urls: unknown): string | undefined => asText(Array.isArray(urls) ? urls[0] : undefined);

function parsed(text: string): unknown {
  try {
    return parseAnswer(text);
  } catch {
    return undefined;
  }
}
