import {FileError} from '../config/problem.js';
import {maskValue} from '../output/mask.js';
import {statsDocument} from '../output/stats/document.js';
import {histogramText, statsText} from '../output/stats/text.js';
import type {Run} from '../program/options.js';
import {busAsked, configFor} from '../run/bus/asked.js';
import {eachCallOnce} from '../run/each-call-once.js';
import {forStream} from '../run/paint.js';
import {displayOf} from '../run/start.js';
import {streams} from '../run/streams.js';
import {jsonText} from '../text/json.js';
import {printable} from '../text/printable.js';

/** Says what the calls of recordings come to together. Throws `FileError` as `openReplay` does, and where there is no call. */
export const run: Run<'stats'> = async (files, {by, histogram, json, ...flags}) => {
  const config = configFor(files, flags);
  const {ascii, mask} = displayOf(config);
  const {calls, recordings, shared} = await eachCallOnce(files, address => busAsked(address, config, flags));
  if (calls.length === 0) throw new FileError(`${printable(files.join(' '), 1000)}: there is no call in it.`);
  const whole = statsDocument(calls, recordings, by, shared);
  const shown = mask ? maskValue(whole) : whole;
  if (json) streams.out(`${jsonText(shown, 2)}\n`);
  else {
    const width = process.stdout.isTTY ? process.stdout.columns : undefined;
    const text = histogram ? histogramText(histogram, shown.all[histogram]) : statsText(shown, width);
    streams.out(forStream(process.stdout, text, ascii));
  }
  return 0;
};
