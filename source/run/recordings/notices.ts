import type {Notice} from '../../recording/read.js';
import {printable} from '../../text/printable.js';
import {hideSecrets} from '../../text/secrets.js';

/** Lines that are complained about one by one; a file that is no recording has thousands. */
const mostNotices = 10;

/**
 * Says on standard error which lines are not observations, and where there are too many, how many more: from the first observation on, for in
 * a file that has none each line would be one. `isTold`: it was read before, and that was said then.
 */
export function noticesOf(file: string, isTold = false) {
  let count = 0;
  let waiting: string[] | undefined = [];
  const say = (text: string): void => {
    if (!isTold) process.stderr.write(`${printable(file)}: ${printable(hideSecrets(text), 500)}\n`);
  };
  return {
    add({code, text}: Pick<Notice, 'text'> & {code: Notice['code'] | 'broken-zip'}) {
      // The torn last line is what a crash leaves behind: it is told whatever came before it.
      if (++count > mostNotices && code !== 'torn' && code !== 'broken-zip') return;
      if (waiting) waiting.push(text);
      else say(text);
    },
    begin() {
      waiting?.forEach(say);
      waiting = undefined;
    },
    /** Nothing that it holds can be shown. */
    none() {
      say('It is no recording: it holds no observation, and is left out.');
    },
    finish() {
      if (count > mostNotices && !waiting)
        say(`${count} lines were left out in all; above are the first ${mostNotices}.`);
    },
  };
}
