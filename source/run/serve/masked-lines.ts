import {maskValue} from '../../output/mask.js';
import {jsonIn} from '../../text/json-in.js';

/** Lines of a recording without their phone numbers. What is no JSON is left out: nobody can tell what it holds. */
export function maskedLines(lines: Buffer): Buffer {
  const masked = lines
    .toString('utf8')
    .split('\n')
    .flatMap(line => {
      const value = jsonIn(line);
      return value === undefined ? [] : [`${JSON.stringify(maskValue(value))}\n`];
    });
  return Buffer.from(masked.join(''));
}
