// What it takes to compare two calls with a thousand events each: above the start, which comparing two calls of a few events is.
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {start} from '../lib/children.mjs';
import {longCall} from '../lib/long-call.mjs';
import {median, spread} from '../lib/stats.mjs';
import {row} from '../lib/table.mjs';

const most = 9;
const least = 3;

export async function run({folder, cli}, {deadline}) {
  const files = events =>
    [false, true].map(isOther => {
      const file = join(folder, `call-${events}-${isOther}.ndjson`);
      writeFileSync(file, longCall({events, isOther}));
      return file;
    });
  const [few, many] = [files(4), files(1000)];
  const above = [];
  const starts = [];
  for (let repetition = 0; repetition < most; repetition++) {
    if (repetition > least && performance.now() > deadline) break;
    const began = await compared(few, {folder, cli});
    const took = await compared(many, {folder, cli});
    // The first round fills the file cache.
    if (repetition === 0) continue;
    starts.push(began);
    above.push(took - began);
  }
  return [
    row({what: 'diff of two calls with 4 events', value: median(starts), unit: 'ms', noise: spread(starts)}),
    row({
      what: 'with 1,000 events, above that',
      value: median(above),
      unit: 'ms',
      noise: spread(above),
      most: 100,
      goalOn: 'value',
    }),
  ];
}

/** ms until `diff` has ended; throws where it could not compare. */
function compared(files, {folder, cli}) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = start(process.execPath, [cli, 'diff', ...files], {folder});
    child.once('error', reject);
    child.once('exit', status => {
      if (status < 2) resolve(performance.now() - started);
      else reject(new Error(`diff ended with status ${status}`));
    });
  });
}
