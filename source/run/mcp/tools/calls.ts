import * as z from 'zod';
import type {ScannedCall} from '../../../recording/call-scan.js';
import {counted} from '../../../text/counted.js';
import {stamp} from '../../../text/time.js';
import {chainsOf} from '../../../world/read/chains.js';
import {endingOf} from '../../../world/read/ending.js';
import {isSerious, problemsOf} from '../../../world/read/problems.js';
import {callStatus, partiesOf} from '../../../world/read/state.js';
import type {Conversation, World} from '../../../world/world.js';
import type {ToolAnswer} from '../answer.js';
import type {ToolRows} from '../bounds.js';
import {paging, recording, tool} from '../tool.js';

export const listCalls = tool({
  name: 'list_calls',
  title: 'List the calls of a recording',
  description:
    'Every call of a recording in the order in which they began: its number, who called whom, when, its status, how many problems it had, and one sentence on how it ended. with_problems leaves out the calls that had none.',
  input: z.strictObject({
    recording,
    with_problems: z.boolean().optional().describe('only calls with an error or a warning'),
    ...paging,
  }),
  async run({recording, with_problems: isProblem}, {recordings, shelf}) {
    return shelf.take(await recordings.named(recording), async whole =>
      'calls' in whole ? ofGlance(whole.calls, isProblem) : ofWorld(whole.world, isProblem),
    );
  },
});

function ofWorld(world: World, isProblem = false): ToolAnswer {
  const all = chainsOf(world);
  const wanted = isProblem ? all.filter(call => seriousOf(world, call) > 0) : all;
  const rows: ToolRows = {count: wanted.length, at: i => callRow(world, wanted[i] ?? [])};
  const kind = isProblem
    ? `${counted(wanted.length, 'call')} of ${all.length} had problems`
    : counted(all.length, 'call');
  return {says: `${kind}.`, rows};
}

const seriousOf = (world: World, call: readonly Conversation[]): number =>
  call.flatMap(each => problemsOf(world, each)).filter(isSerious).length;

function callRow(world: World, call: readonly Conversation[]): object {
  const [first, last] = [call[0], call.at(-1)];
  if (!first || !last) return {};
  const {direction = null, from = null, to = null} = partiesOf(world, first);
  return {
    call: first.index,
    conversation: first.id,
    ...{direction, from, to},
    firstSeenAt: stamp(first.firstSeenAt),
    over: call.every(({over}) => over),
    status: callStatus(world, last) ?? null,
    problems: seriousOf(world, call),
    verdict: endingOf(world, last),
  };
}

function ofGlance(calls: readonly ScannedCall[], isProblem = false): ToolAnswer {
  const at = (i: number) => {
    const {id, startedAt, endedAt, from = null, to = null, status = null} = calls[i] as ScannedCall;
    const times = {firstSeenAt: stamp(startedAt), lastSeenAt: stamp(endedAt)};
    return {call: i + 1, conversation: id, from, to, ...times, status};
  };
  return {
    says: `${counted(calls.length, 'call')}. The recording is large, so this is what a glance shows of each: call_verdict reads one of them.${isProblem ? ' Which of them had problems it does not show, so these are all of them: look at the status.' : ''}`,
    rows: {count: calls.length, at},
  };
}
