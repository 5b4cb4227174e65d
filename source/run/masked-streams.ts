import {resolveConfig} from '../config/resolve.js';
import {maskNumbers} from '../text/numbers.js';
import {configInput} from './start.js';
import {streams} from './streams.js';

/** Where a verb prints that shows no call: without phone numbers where flags, environment or files have them hidden. */
export function streamsFor(flags: object): typeof streams {
  const mask = 'mask' in flags ? flags.mask : undefined;
  const {settings} = resolveConfig({...configInput({mask}), tasteOnly: true});
  if (!settings.mask?.value) return streams;
  return {out: text => streams.out(maskNumbers(text)), err: text => streams.err(maskNumbers(text))};
}
