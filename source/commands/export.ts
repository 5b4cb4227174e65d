import {collectorsOf} from '../config/collectors.js';
import {UsageError} from '../config/problem.js';
import {rowFilter} from '../filter/row-filter.js';
import {lineWriter} from '../output/lines.js';
import {newsFilter} from '../output/passes.js';
import {savedText} from '../output/saved-text.js';
import type {Run} from '../program/options.js';
import {busAsked, configFor} from '../run/bus/asked.js';
import {chosenCalls} from '../run/chosen-calls.js';
import {masked} from '../run/masked.js';
import {isAsciiLine} from '../run/paint.js';
import {readingBar} from '../run/reading-bar.js';
import {openReplay} from '../run/recorded.js';
import {displayOf} from '../run/start.js';
import {streams} from '../run/streams.js';
import {filterOf} from '../run/typed-filter.js';
import {createFeed} from '../store/feed.js';
import {counted} from '../text/counted.js';
import {printable} from '../text/printable.js';
import {factOf} from '../vonage/facts.js';
import type {Conversation} from '../world/world.js';

/**
 * Writes a recording in another form to standard output, or sends it to a collector. Throws `FileError` when a file cannot be read or holds nothing,
 * `UsageError` when a call that is asked for is not in it, and `OtlpError`.
 */
export const run: Run<'export'> = async (files, flags) => {
  const {format = 'json', call: calls} = flags;
  const config = configFor(files, {...flags, format: undefined});
  const {otlpNumbers} = config.settings;
  // For a bus, environment and files are read, too: nobody has asked there that this be sent anywhere.
  const otlp = config.settings.otlp?.layer === 'flag' ? collectorsOf(config.settings.otlp.value) : undefined;
  // Which calls are meant is known when all have been read.
  const isStreamed = format === 'ndjson' && calls === undefined && otlp === undefined;
  const {ascii: chosen, mask, filter: expression} = displayOf(config);
  if (otlp && config.settings.filter?.layer === 'flag')
    throw new UsageError('--otlp sends whole calls: choose them with --call, and leave --filter out.');
  if (otlp && otlp.traces === undefined)
    throw new UsageError('A recording is sent as traces: give --otlp the URL of a collector that takes those.');
  const filter = expression === undefined ? undefined : await filterOf(expression);
  const recording = await openReplay(files, address => busAsked(address, config, flags));
  try {
    const source = mask ? masked(recording) : recording;
    const feed = createFeed(factOf);
    const lines = lineWriter({format: 'ndjson', ...(filter && {passes: newsFilter(filter)})});
    const print = (all: readonly string[]) => all.length > 0 && streams.out(`${all.join('\n')}\n`);
    if (isStreamed) feed.listen({each: lines.add, batch: () => print(lines.take().out)});
    const unbar = readingBar(source);
    await source.listen(feed.take);
    unbar();
    const world = feed.world();
    if (otlp?.traces !== undefined) {
      const conversations = calls && chosenCalls(world, calls, files);
      const {sendRecorded} = await import('../run/otlp/recorded.js');
      const {payload} = recording;
      const sent = await sendRecorded(otlp.traces, world, {payload, conversations, hasNumbers: otlpNumbers?.value});
      streams.err(`${counted(sent, 'trace')} sent to ${printable(otlp.traces)}.\n`);
      return 0;
    }
    const conversations = calls && chosenCalls(world, calls, files);
    const only = filter && {
      rowsOf: (call: Conversation) => call.rows.filter(rowFilter(world, call, filter)),
      by: [`the filter ${expression}`],
    };
    const ascii = isAsciiLine(process.stdout, chosen);
    if (isStreamed) print(lines.finish(world).out);
    else
      streams.out(
        await savedText(format, world, {takenAt: world.now, payload: source.payload, conversations, ascii, only}),
      );
  } finally {
    await recording.close();
  }
  return 0;
};
