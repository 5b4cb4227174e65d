import * as z from 'zod';
import {explain, knownWords} from '../../../call/explain.js';
import {UsageError} from '../../../config/problem.js';
import {counted} from '../../../text/counted.js';
import {printable} from '../../../text/printable.js';
import {suggest} from '../../../text/suggest.js';
import {checkNcco} from '../../../vonage/ncco/check.js';
import {toolRows} from '../bounds.js';
import {paging, tool} from '../tool.js';

export const explainWord = tool({
  name: 'explain',
  title: 'Explain a word of Vonage’s',
  description:
    'What a status, a detail, a SIP code or its reason, an API error code, an HTTP status or the text of an NCCO error means, and what to do about it. A word may mean several things: "sip 404", "detail timeout" and "http 404" say which.',
  input: z.strictObject({word: z.string().min(1).max(500).describe('such as "timeout", "486" or "sip 404"')}),
  run({word}) {
    const found = explain(word);
    if (found.length === 0) {
      const near = suggest(word, knownWords());
      throw new UsageError(
        `Nothing is known of "${printable(word, 200)}".${near === undefined ? '' : ` Did you mean ${near}?`} A status, a detail, a SIP code, or the text of an error can be explained.`,
      );
    }
    return {says: `${counted(found.length, 'meaning')}.`, rows: toolRows(found), isOurs: true};
  },
});

/** Characters; the largest NCCO seen has a few thousand. */
const LONGEST = 200_000;

export const checkAnswer = tool({
  name: 'check_ncco',
  title: 'Check an NCCO',
  description:
    'Checks an NCCO before Vonage gets it: what it would refuse (error), and what is probably a mistake (warning), each with its path and, in a text, line and column.',
  input: z.strictObject({
    ncco: z
      .union([z.string().max(LONGEST), z.array(z.unknown()).max(1000)])
      .describe('the NCCO as text, or as a list of actions'),
    ...paging,
  }),
  run({ncco}) {
    const text = typeof ncco === 'string' ? ncco : JSON.stringify(ncco, undefined, 2);
    if (text.length > LONGEST)
      throw new UsageError(`The NCCO has ${text.length} characters: check one of at most ${LONGEST}.`);
    const findings = checkNcco(text);
    if (findings.length === 0) return {says: 'Nothing is wrong with this NCCO.'};
    const errors = findings.filter(({severity}) => severity === 'error').length;
    const verdict = errors > 0 ? 'Vonage would refuse it' : 'it works';
    return {
      says: `${counted(errors, 'error')} and ${counted(findings.length - errors, 'warning')}: ${verdict}.`,
      rows: toolRows(findings),
    };
  },
});
