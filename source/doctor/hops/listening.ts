import {counted} from '../../text/counted.js';
import type {AnsweringSeen} from '../evidence/answering.js';
import type {PortSeen} from '../evidence/port.js';
import {broken, type Hop, type HopResult, odd, ok, unknown, unused} from '../hop.js';
import {faultOf, type Plan} from '../plan.js';

/** The port, and what answers behind it. */
export const listeningHops: readonly Hop[] = [
  {
    id: 'port',
    title: 'port',
    judge(plan, {port}) {
      const fault = faultOf(plan, 'port', 'host');
      if (fault) return broken(fault, 'Give a port that is free: --port 3000.');
      const place = `${plan.port} on ${plan.host}`;
      switch (port.state) {
        case 'unset':
          return odd('another free one at each start (port 0), so no tunnel can lead to it', 'Give one: --port 3000.');
        case 'free':
          return ok(`${place} is free`);
        case 'monitor':
          return ok(`${place} has a convo-monitor that runs`);
        case 'refused':
          return broken(port.text, 'Give another port or address: --port 3000, without --host.');
        case 'taken':
          return broken(`${place} is taken by ${port.by ?? 'another program'}, and webhooks go there`, whatToDo(port));
      }
    },
  },
  {
    id: 'answer',
    title: 'answer',
    judge(plan, {answering}) {
      const fault = faultOf(plan, 'forward', 'forwardHost', 'forwardErrors', 'ncco', 'to');
      if (fault) return broken(fault, 'Correct it, or leave it out for a short spoken answer.');
      const {kind} = plan.answering;
      if (kind === 'talk') return ok('a short spoken NCCO (--to, --ncco or --forward choose another)');
      if (kind === 'connect') return judgeNcco(answering.answer, `an NCCO that connects to ${plan.answering.number}`);
      if (kind === 'file') return judgeNcco(answering.answer, `the NCCO in ${plan.answering.file}`);
      return unsignedToo(plan, answering.answer) ?? judgeNcco(answering.answer, 'your application');
    },
  },
  {
    id: 'events',
    title: 'events',
    judge(plan, {answering}) {
      if (plan.answering.kind !== 'forward') return unused('the monitor itself takes event webhooks');
      if (!answering.event) return unknown('not asked, because calls are not answered', 'Mend the answer first.');
      const {asked, ms, failure, status, isLate} = answering.event;
      const besides = {asked, ms};
      if (failure === undefined) return ok(`your application took an event with ${status}`, besides);
      if (isLate)
        return odd(failure, 'Answer events with 200 first, and work on them then: Vonage waits 10 s at most.', besides);
      return unsignedToo(plan, answering.event) ?? broken(failure, eventAdvice(plan, status), besides);
    },
  },
];

function whatToDo({port, by, next}: Extract<PortSeen, {state: 'taken'}>): string {
  const other =
    next === undefined ? 'with another --port, and a tunnel to that' : `--port ${next}, and a tunnel to ${next}`;
  const forward = `If that is your application: --forward ${port} ${other}.`;
  return `${by === undefined ? `See who it is: lsof -i :${port}. ` : ''}${forward} Else stop it.`;
}

/** An application may refuse what is not signed, and ours was not. */
function unsignedToo({signature}: Plan, {status, asked, ms}: AnsweringSeen): HopResult | undefined {
  if (signature.secret || (status !== 401 && status !== 403)) return undefined;
  const advice =
    'If it checks signatures, let the doctor sign as Vonage does: --signature-secret @FILE; if not, let it answer without a login.';
  return broken(`your application refused what was not signed (${status})`, advice, {asked, ms});
}

/** Failures say themselves what is to be done: their last sentence is the advice. */
function judgeNcco({asked, ms, failure, findings}: AnsweringSeen, what: string): HopResult {
  const besides = {asked, ms};
  if (failure !== undefined) {
    const [seen, advice] = parted(failure);
    return broken(seen, advice, besides);
  }
  const errors = findings.filter(({severity}) => severity === 'error');
  const [first] = errors;
  if (first) {
    const where = first.line === undefined ? '' : ` (line ${first.line}, column ${first.column})`;
    const seen = `${what} gives an NCCO with ${counted(errors.length, 'error')}, and Vonage ends the call`;
    return broken(seen, `${first.text}${where}`, besides);
  }
  const [warning] = findings;
  if (warning) return odd(`${what} gives an NCCO that works`, warning.text, besides);
  return ok(`${what} gives an NCCO that passes the check`, besides);
}

function parted(text: string): [seen: string, advice: string] {
  const at = text.lastIndexOf('. ', text.length - 2);
  return at < 0 ? [text, 'Look into its log.'] : [text.slice(0, at + 1), text.slice(at + 2)];
}

function eventAdvice({routes}: Plan, status?: number): string {
  if (status === 404)
    return `Add POST ${routes.event} to your application, or say where it hears of events: --event-path PATH, and the same path in the event URL.`;
  return `Answer POST ${routes.event} with 200 and an empty body; its log says why it did not.`;
}
