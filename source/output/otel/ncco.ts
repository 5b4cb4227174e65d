import type {Call} from '../../world/read/calls.js';
import {type NccoRun, nccoRuns} from '../../world/read/ncco-progress.js';
import {timingsOf} from '../../world/read/timings.js';
import type {Conversation, World} from '../../world/world.js';
import {type Span, spanId} from './span.js';
import {type SpanParents, under} from './span-parents.js';

/** The actions of NCCOs that have begun, under the leg that they are of. Where no event tells of one, its times are inferred (`exact` is false). */
export function nccoSpans({world, conversations, isShared}: Call, parents: SpanParents): Span[] {
  return conversations.flatMap(conversation =>
    nccoRuns(world, conversation)
      .filter(({leg}) => !isShared(conversation.id) || parents.legs.has(leg ?? ''))
      .flatMap(run => actionSpans(world, conversation, run, parents)),
  );
}

function actionSpans(world: World, conversation: Conversation, run: NccoRun, parents: SpanParents): Span[] {
  const leg = run.leg === undefined ? undefined : world.legs.get(run.leg);
  const until = run.to ?? (leg && timingsOf(world, leg).endedAt) ?? conversation.lastSeenAt;
  return run.actions.flatMap(({name, state, from, to = until, text, exact}, i): Span[] => {
    if (from === undefined || state === 'next' || state === 'skipped') return [];
    return [
      {
        trace: parents.trace,
        id: spanId(parents.trace, 'ncco', run.leg, Math.round(run.from), i),
        parent: under(parents, run.leg),
        name: `ncco ${name}`,
        kind: 'internal',
        from,
        to: Math.max(from, to),
        attributes: {
          'vonage.ncco.action': name,
          'vonage.ncco.index': i,
          'vonage.ncco.text': text,
          'vonage.ncco.state': state,
          'vonage.ncco.exact': exact,
        },
      },
    ];
  });
}
