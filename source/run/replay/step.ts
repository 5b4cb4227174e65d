import {createInterface} from 'node:readline';
import {whatText} from '../../output/replayed/lines.js';
import type {Replayed} from '../../store/replayed/replayed.js';
import {maskNumbers} from '../../text/numbers.js';
import {printable} from '../../text/printable.js';
import {streams} from '../streams.js';
import type {Turn} from './replay.js';

/** Asks before each webhook; the questions are on standard error, because the output may go to a file. */
export function stepper({signal, mask}: {signal: AbortSignal; mask?: boolean}) {
  // Without its own editing of lines the terminal stays as it is, and Ctrl-C is a signal.
  const lines = createInterface({input: process.stdin, terminal: false});
  const answers = lines[Symbol.asyncIterator]();
  const stopped = new Promise<Turn>(resolve => signal.addEventListener('abort', () => resolve('end'), {once: true}));
  return {
    turn(next: Pick<Replayed, 'method' | 'path' | 'event'>): Promise<Turn> {
      const what = mask ? maskNumbers(whatText(next)) : whatText(next);
      streams.err(`${printable(what, 120)}: Enter sends it, s passes it over, q ends. `);
      return Promise.race([stopped, answers.next().then(({value, done}) => (done ? 'end' : turnOf(value)))]);
    },
    close: () => lines.close(),
  };
}

function turnOf(line: string): Turn {
  const word = line.trim().toLowerCase();
  return word.startsWith('q') ? 'end' : word.startsWith('s') ? 'skip' : 'send';
}
