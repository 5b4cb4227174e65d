import {displaySettings} from '../config/display.js';
import {UsageError} from '../config/problem.js';
import type {Run} from '../program/options.js';
import {busAsked, busNeeds, isOnBus, refuseWithoutBus} from '../run/bus/asked.js';
import {largeOne, showCallByCall} from '../run/call-by-call.js';
import {isCheck, runCheck} from '../run/check.js';
import {ceilingOf} from '../run/listening.js';
import {openFollowing, openReplay} from '../run/recorded.js';
import {chooseRecording} from '../run/recordings/choose.js';
import {withAgain} from '../run/replay/opened.js';
import {show} from '../run/show.js';
import {start} from '../run/start.js';

/**
 * Shows recordings as if they were live, or holds them against flows; without a name, the list of them to choose from. Throws as `openReplay` does.
 */
export const run: Run<'open'> = async (named, given) => {
  // Where webhooks are to be sent again, there may be secrets to sign them with.
  const isBus = isOnBus(named);
  refuseWithoutBus(named, given);
  const needs = [...(given.forward === undefined ? [] : sending), ...(isBus ? busNeeds : [])];
  const use = needs.length === 0 ? {tasteOnly: true} : {needs: [...needs, ...tastes]};
  const {config, flags} = await start(given, use);
  if (flags.alerts && !flags.follow) {
    throw new UsageError(
      '--bell and --exec are for what happens while it is watched, and a recording has happened: add --follow for one that goes on, or take its lines: convo-monitor open FILE --format ndjson.',
    );
  }
  if (named.length === 0 && isCheck(flags)) throw new UsageError('Name the recording that is to be checked.');
  const chosen = named.length === 0 ? await chooseRecording(flags) : undefined;
  if (chosen && 'exit' in chosen) return chosen.exit;
  const files = chosen ? [chosen.file] : named;
  const large = flags.follow || isCheck(flags) ? undefined : await largeOne(files, flags);
  if (large !== undefined) return showCallByCall(large, flags, config);
  const opening = flags.follow ? openFollowing(files) : openReplay(files, address => busAsked(address, config, given));
  const opened = {...(await opening), ceiling: ceilingOf(config)};
  const {source, resend} = withAgain(opened, config);
  try {
    if (isCheck(flags)) return await runCheck(source, flags);
    return (await show({source, flags, resend, onStop: source.close})).exit;
  } finally {
    await source.close();
  }
};

const sending = ['forward', 'forwardHost', 'signatureSecret'] as const;
const tastes = Object.keys(displaySettings) as (keyof typeof displaySettings)[];
