import * as z from 'zod';
import {ladderText} from '../../../output/ladder-text.js';
import {conversationFacts, legObject, memberObject, problemObject} from '../../../output/objects.js';
import {summaryOf} from '../../../output/summary.js';
import {counted} from '../../../text/counted.js';
import {membersOf} from '../../../world/fold/member.js';
import {legsOf} from '../../../world/read/history.js';
import {problemsOf} from '../../../world/read/problems.js';
import {toolRows} from '../bounds.js';
import {type ChosenCall, withCall} from '../chosen.js';
import {call, paging, recording, tool} from '../tool.js';

const input = z.strictObject({recording, call, ...paging});

export const callVerdict = tool({
  name: 'call_verdict',
  title: 'Why a call ended as it did',
  description:
    'One call: how it ended, who ended it, and why, as far as anybody said; how long was talked, what it cost; then each problem with what happened and what to do about it.',
  input,
  run: (asked, context) =>
    withCall(asked, context, chosen => {
      const {world, call, number} = chosen;
      const problems = call.flatMap(each => problemsOf(world, each)).map(problemObject);
      const facts = call.map(each => {
        const {ok, talkMs = null, verdict} = summaryOf(world, each);
        const counts = {legs: each.legs.length, events: each.rows.length};
        return {call: number, verdict, ok, talkMs, ...conversationFacts(world, each), ...counts};
      });
      return {
        says: `Call ${number}: ${wentThrough(chosen)}, then its ${counted(problems.length, 'problem')}. call_ladder shows it as arrows, call_events what came, call_legs who took part.`,
        rows: toolRows([...facts, ...problems.map(problem => ({problem}))]),
      };
    }),
});

const wentThrough = ({call}: ChosenCall): string =>
  call.length === 1
    ? 'what became of it'
    : `what became of it in each of the ${call.length} conversations that it went through`;

export const callLegs = tool({
  name: 'call_legs',
  title: 'The legs and members of a call',
  description:
    'The legs of one call, each with its parties, the statuses that it went through and when, times, price and how it ended; then the members of its conversations.',
  input,
  run: (asked, context) =>
    withCall(asked, context, ({world, call, number}) => {
      const legs = call.flatMap(each => legsOf(world, each).map(leg => ({leg: legObject(world, each, leg)})));
      const members = call.flatMap(each => membersOf(world, each).map(member => ({member: memberObject(member)})));
      return {
        says: `Call ${number}: ${counted(legs.length, 'leg')} and ${counted(members.length, 'member')}.`,
        rows: toolRows([...legs, ...members]),
      };
    }),
});

export const callLadder = tool({
  name: 'call_ladder',
  title: 'A call as a ladder',
  description:
    'One call drawn as a ladder: a column for each party, Vonage and the application, and an arrow for each event and answer, in the order of time (UTC). limit and cursor count lines.',
  input,
  run: (asked, context) =>
    withCall(asked, context, ({world, call, number}) => {
      const lines = call.flatMap(each =>
        ladderText(world, each, each.rows, {mask: context.mask}).trimEnd().split('\n'),
      );
      return {says: `Call ${number} as a ladder.`, form: 'text', rows: toolRows(lines)};
    }),
});
