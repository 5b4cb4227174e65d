import type {HealthObservation, Observation} from '../../call/observation.js';
import {redactDraft} from '../../recording/redact.js';
import {asObservation} from '../../recording/schema.js';
import {jsonIn} from '../../text/json-in.js';
import {shifted} from '../recordings/numbering.js';
import {standing} from '../serve/protocol.js';

/** What comes from a monitor elsewhere, as observations that are numbered through whatever happens to it and to the connection. */
export type LineReader = {
  /** A connection to the one that writes this recording: whether it was known before, and after which `seq` it is to go on there. */
  meet(recording: string): {is: 'first' | 'known' | 'started anew'; after: number};
  /** The observations in some lines of the recording; what was sent twice is there once, and what is no observation is said. */
  observationsIn(text: string): Observation[];
  /** What this side has to say: nobody recorded it, so it has the number of what came last. */
  said(state: HealthObservation['state'], code: string, text: string): Observation;
};

/** Lines that were no observations are told of so often, one by one. */
const MOST_TOLD = 5;

/** `place` is what it is called in what is said. */
export function createLineReader(place: string): LineReader {
  let recording: string | undefined;
  /** What the seqs of this recording are counted from, and the last one seen, here. */
  let [base, last] = [0, 0];
  let bad = 0;

  function said(state: HealthObservation['state'], code: string, text: string, at = Date.now()): Observation {
    return {source: 'health', part: 'feed', state, code, text, seq: last, at};
  }

  function take(line: string): Observation[] {
    const read = readLine(line);
    if (typeof read !== 'string') {
      const observation = shifted(read, base);
      // Sent twice, it is known.
      if (observation.seq <= last) return [];
      last = observation.seq;
      return [redactDraft(observation)];
    }
    bad += 1;
    return bad > MOST_TOLD
      ? []
      : [said('ok', 'not-an-observation', `What came from ${place} ${read}: it is left out.`)];
  }

  return {
    said,
    meet(name) {
      const is = recording === undefined ? 'first' : recording === name ? 'known' : 'started anew';
      if (is === 'started anew') base = last;
      recording = name;
      return {is, after: last - base};
    },
    observationsIn: text =>
      text.split('\n').flatMap(line => {
        if (line === '') return [];
        return line.startsWith('{"schema"') ? standingIn(line) : take(line);
      }),
  };

  /** How it stands with where all that comes from, for this side: it has no number there. */
  function standingIn(line: string): Observation[] {
    const how = standing.safeParse(jsonIn(line)).data?.standing;
    return how ? [said(how.state, how.code, how.text, how.since)] : [];
  }
}

function readLine(line: string): Observation | string {
  try {
    return asObservation(JSON.parse(line));
  } catch {
    return 'is not JSON';
  }
}
