import * as z from 'zod';
import {UsageError} from '../../../config/problem.js';
import type {Filter} from '../../../filter/filter.js';
import {parseFilter} from '../../../filter/parse.js';
import {rowFilter} from '../../../filter/row-filter.js';
import {maskValue} from '../../../output/mask.js';
import {eventObject} from '../../../output/objects.js';
import {receiver, wantedFor} from '../../../output/received.js';
import {counted} from '../../../text/counted.js';
import {jsonText} from '../../../text/json.js';
import type {Conversation, World} from '../../../world/world.js';
import {toolRows} from '../bounds.js';
import {withCall} from '../chosen.js';
import {call, paging, recording, tool} from '../tool.js';

export const callEvents = tool({
  name: 'call_events',
  title: 'The events of a call',
  description:
    'What came for one call, in the order of time: webhooks, RTC events and what the API told, each once with who reported it (witnesses), its stamp, when it arrived, and how the application answered. filter is an expression such as "leg:L1", "is:problem" or "type:dtmf". event_payload has what was received, word for word.',
  input: z.strictObject({
    recording,
    call,
    filter: z.string().max(1000).optional().describe('only the events that this finds, such as "leg:L1 is:problem"'),
    ...paging,
  }),
  run: (asked, context) =>
    withCall(asked, context, ({world, call, number}) => {
      const all = placesOf(call);
      const filter = asked.filter === undefined ? undefined : filterOf(asked.filter);
      const found = filter ? matching(world, call, filter) : all;
      const extent = filter
        ? `${found.length} of ${counted(all.length, 'event')}, by the filter`
        : counted(all.length, 'event');
      const at = (i: number) => {
        const {each, row, event} = found[i] as Place;
        return {event, ...eventObject(world, each, row)};
      };
      return {says: `Call ${number}: ${extent}.`, rows: {count: found.length, at}};
    }),
});

export const eventPayload = tool({
  name: 'event_payload',
  title: 'What was received for an event',
  description:
    'What was received for one event of a call, word for word: request line, headers and body of the webhook, and what the API said of it. Secrets are never recorded. As lines of JSON; limit and cursor count lines.',
  input: z.strictObject({
    recording,
    call,
    event: z.int().min(1).describe('the number of the event, as call_events has it'),
    ...paging,
  }),
  run: (asked, context) =>
    withCall(asked, context, async ({world, call, number, payload}) => {
      const all = placesOf(call);
      const place = all[asked.event - 1];
      if (!place)
        throw new UsageError(
          `Call ${number} has no event ${asked.event}: it has ${all.length}, and call_events lists them.`,
        );
      const receive = receiver(payload);
      const read = await Promise.all(wantedFor(world, place.row).map(receive));
      const received = read.filter(each => each !== undefined);
      const lines = jsonText(context.mask ? maskValue(received) : received, 2)
        .split('\n')
        .flatMap(inPieces);
      return {
        says: `Event ${asked.event} of call ${number}.`,
        form: 'text',
        rows: toolRows(received.length > 0 ? lines : []),
      };
    }),
});

type Place = {each: Conversation; row: number /** Its number in the call, from 1. */; event: number};

function placesOf(call: readonly Conversation[]): Place[] {
  return call.flatMap(each => each.rows.map(row => ({each, row}))).map((place, i) => ({...place, event: i + 1}));
}

function matching(world: World, call: readonly Conversation[], filter: Filter): Place[] {
  const tests = new Map(call.map(each => [each, rowFilter(world, each, filter)]));
  return placesOf(call).filter(({each, row}) => tests.get(each)?.(row));
}

/** Throws `UsageError` for a filter that cannot be understood. */
function filterOf(text: string): Filter | undefined {
  const {filter, errors} = parseFilter(text);
  const [wrong] = errors;
  if (wrong) throw new UsageError(`filter, at character ${wrong.from + 1}: ${wrong.text}`);
  return filter;
}

/** Characters of a line; a body of 60 kB is one. */
const LONGEST = 1000;

function inPieces(line: string): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < line.length || at === 0; at += LONGEST) pieces.push(line.slice(at, at + LONGEST));
  return pieces;
}
