import type {Run} from '../program/options.js';
import {isCheck, runCheck} from '../run/check.js';
import {ceilingOf} from '../run/listening.js';
import {openReplay} from '../run/recorded.js';
import {show} from '../run/show.js';
import {start} from '../run/start.js';

/** Shows recordings as if they were live, or holds them against flows. Throws as `openReplay` does. */
export const run: Run<'open'> = async (files, given) => {
  const {config, flags} = await start(given, {tasteOnly: true});
  const source = {...(await openReplay(files)), ceiling: ceilingOf(config)};
  try {
    if (isCheck(flags)) return await runCheck(source, flags);
    return (await show({source, flags, onStop: source.close})).exit;
  } finally {
    await source.close();
  }
};
