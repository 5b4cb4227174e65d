import type {Run} from '../program/options.js';
import {ceilingOf} from '../run/listening.js';
import {openReplay} from '../run/recorded.js';
import {show} from '../run/show.js';
import {start} from '../run/start.js';

/** Shows a recording as if it were live. Throws `FileError` as `openReplay` does. */
export const run: Run<'open'> = async (files, given) => {
  const {config, flags} = await start(given, {tasteOnly: true});
  const source = {...(await openReplay(files)), ceiling: ceilingOf(config)};
  try {
    return (await show({source, flags, onStop: source.close})).exit;
  } finally {
    await source.close();
  }
};
