import {maskValue} from '../../output/mask.js';
import {replayedLines, summaryLines} from '../../output/replayed/lines.js';
import {replayObject} from '../../output/replayed/object.js';
import {type Ended, noneYet, type Replayed} from '../../store/replayed/replayed.js';
import {jsonText} from '../../text/json.js';
import {forStream} from '../paint.js';
import {painter} from '../painter.js';
import {roomForOutput} from '../standard-output.js';

type Options = {place: string; format: 'text' | 'json'; mask?: boolean; ascii?: boolean};

/** Says on standard output what becomes of webhooks that are sent again: line by line, or all at the end as JSON. */
export function printer({place, format, mask, ascii}: Options) {
  const paint = painter();
  const tally = {...noneYet};
  const webhooks: Replayed[] = [];
  let unsigned = 0;
  const out = (lines: readonly string[]) =>
    void process.stdout.write(forStream(process.stdout, lines.map(line => `${line}\n`).join(''), ascii));
  return {
    /** Waits where whoever reads does not. */
    async add(result: Replayed): Promise<void> {
      tally[result.outcome] += 1;
      if (result.unsigned) unsigned += 1;
      const shown = mask ? maskValue(result) : result;
      if (format === 'json') webhooks.push(shown);
      else out(replayedLines(shown, paint));
      await roomForOutput();
    },
    finish(ended: Ended): void {
      if (format === 'text') out(['', ...summaryLines({place, tally, unsigned, ended})]);
      else process.stdout.write(`${jsonText(replayObject({target: place, tally, webhooks, ...ended}), 2)}\n`);
    },
    /** Whether no answer was missing or another. */
    isAlike: () => tally.different + tally.unanswered === 0,
  };
}
