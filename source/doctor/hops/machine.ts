import {broken, type Hop, odd, ok} from '../hop.js';
import type {Plan} from '../plan.js';

/** The least that the screen needs; below it, it asks for more room. */
const LEAST = {columns: 60, rows: 15};

/** Settings that a hop of their own is about. */
const elsewhere = new Set([
  ...['port', 'host', 'forward', 'forwardHost', 'forwardErrors', 'ncco', 'to', 'applicationId', 'privateKey'],
  ...['apiKey', 'apiSecret', 'apiUrl', 'signatureSecret', 'requireSignature', 'tunnel', 'ngrokApi'],
]);

/** What the program runs on, and what it was told. */
export const machineHops: readonly Hop[] = [
  {
    id: 'machine',
    title: 'machine',
    judge({machine: {node, system, terminal}}) {
      const on = `Node ${node} on ${system}`;
      if (!terminal) return ok(`${on}; no terminal, so lines instead of a screen`);
      const {columns, rows, isUtf8, isDumb} = terminal;
      const seen = `${on}; a terminal of ${columns}×${rows}, ${isUtf8 ? 'UTF-8' : 'not UTF-8, so ASCII is drawn'}`;
      if (isDumb) return ok(`${seen}, which takes lines only`);
      if (columns >= LEAST.columns && rows >= LEAST.rows) return ok(seen);
      return odd(seen, `Make it ${LEAST.columns}×${LEAST.rows} or larger for the screen, or take lines: --plain.`);
    },
  },
  {
    id: 'settings',
    title: 'settings',
    judge(plan) {
      const [fault, ...more] = plan.faults.filter(({about}) => about === undefined || !elsewhere.has(about));
      if (fault)
        return broken(
          also(fault.text, more.length),
          'Correct it; convo-monitor config --show-origin says what came from where.',
        );
      return warned(plan);
    },
  },
];

function warned({warnings}: Plan) {
  const [first, ...more] = warnings;
  if (first === undefined) return ok('they can be read');
  return odd(also(first, more.length), 'See them all: convo-monitor config --show-origin.');
}

const also = (text: string, more: number) => (more > 0 ? `${text} (and ${more} more)` : text);
