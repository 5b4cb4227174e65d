import {statuses} from '../../call/status.js';
import {type Call, lastOf} from '../../world/read/calls.js';
import {endingOf} from '../../world/read/ending.js';
import {isOfCall, saidOf} from '../../world/read/problems.js';
import {callStatus, partiesOf, stateOf} from '../../world/read/state.js';
import {costOfLegs} from '../../world/read/timings.js';
import {answerSpans} from './answers.js';
import {legSpan} from './legs.js';
import {nccoSpans} from './ncco.js';
import {type Attributes, type Span, spanId, traceOf} from './span.js';

/** Spans that a call's trace has at most, and problems that it tells of. */
const MOST_SPANS = 1000;
const MOST_PROBLEMS = 32;

/**
 * The trace of a call, however many conversations it went through: the call, its legs, the actions of its NCCOs, and what the application answered. It
 * begins with its first span and ends with its last; of a call that is up it says so far.
 */
export function callSpans(call: Call): Span[] {
  const {world, conversations, legs} = call;
  const [first] = conversations;
  const trace = traceOf(first.id);
  const parent = spanId(trace, 'call');
  const parents = {trace, parent, legs: new Map(legs.map(({id}) => [id, spanId(trace, 'leg', id)]))};
  const within = [
    ...legs.map(leg => legSpan(world, leg, parents)),
    ...nccoSpans(call, parents),
    ...answerSpans(call, parents),
  ];
  const [from, to] = within.reduce(
    ([least, most], span) => [Math.min(least, span.from), Math.max(most, span.to)],
    within.length > 0 ? [Number.POSITIVE_INFINITY, 0] : [first.firstSeenAt, first.lastSeenAt],
  );
  const kept = within.slice(0, MOST_SPANS - 1);
  const root: Span = {
    ...{trace, id: parent, kind: 'internal', from, to},
    ...aboutCall(call, within.length - kept.length),
  };
  return [root, ...kept];
}

/** What stands where the whole call does. */
function aboutCall(call: Call, leftOut: number): Pick<Span, 'name' | 'attributes' | 'events' | 'error'> {
  const {world, conversations, legs} = call;
  const [first] = conversations;
  const last = lastOf(call);
  const {direction, from, to} = partiesOf(world, first);
  const problems = call.problems();
  const cost = costOfLegs(legs);
  const status = callStatus(world, last);
  const ending = endingOf(world, last);
  const attributes: Attributes = {
    'vonage.conversation.id': first.id,
    'vonage.conversation.last_id': last === first ? undefined : last.id,
    'vonage.application.id': world.setup?.applicationId,
    'vonage.call.direction': direction,
    'vonage.call.from': from,
    'vonage.call.to': to,
    'vonage.call.status': status,
    'vonage.call.ending': ending,
    'vonage.call.ended': stateOf(last) === 'ended',
    'vonage.call.legs': legs.length,
    'vonage.call.problems': problems.length,
    'vonage.call.cost': cost === undefined ? undefined : Number(cost),
    'vonage.call.spans_left_out': leftOut > 0 ? leftOut : undefined,
  };
  const events = problems.slice(0, MOST_PROBLEMS).map(problem => ({
    name: 'problem',
    at: problem.at,
    attributes: {
      'vonage.problem.code': problem.code,
      'vonage.problem.severity': problem.severity,
      'vonage.problem.text': saidOf(problem),
      'vonage.problem.advice': problem.advice,
      'vonage.leg.id': problem.leg,
    },
  }));
  const serious = problems.find(problem => problem.severity === 'error' && isOfCall(problem));
  const isUnhappy = status !== undefined && statuses[status].unhappy === true;
  const error = isUnhappy ? ending : serious && saidOf(serious);
  return {name: direction ? `call ${direction}` : 'call', attributes, events, error};
}
