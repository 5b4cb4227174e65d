import type {Model} from '../../store/model.js';
import {printable, type Safe, safe, wrap} from '../../terminal/text.js';
import type {HealthObservation} from '../../world/observation.js';
import {line, type Part} from '../line.js';
import type {Look, Role} from '../look.js';
import type {Inside, PaneView} from '../pane-view.js';

type Item = {state: 'ok' | 'todo' | 'bad'; name: string; text: string; next?: string};

const marks: Readonly<Record<Item['state'], readonly [Role, Safe]>> = {
  ok: ['good', safe`[✓]`],
  todo: ['warn', safe`[ ]`],
  bad: ['bad', safe`[!]`],
};

/** Before the first call: what is ready, and what is still missing for a call to arrive. */
export function waitingPane(model: Model, look: Look, {width, height}: Inside): PaneView {
  const rows: Part[][] = [[], ...checklist(model).flatMap(item => itemRows(item, width)), []];
  if (model.can.simulate) rows.push([safe`  Press `, ['strong', safe`D`], safe` to place a simulated call now.`]);
  else
    rows.push([
      ['dim', safe`  No account at hand? A simulated call: `],
      ['strong', safe`convo-monitor demo`],
    ]);
  rows.push([
    safe`  `,
    ['strong', safe`?`],
    ['dim', safe` help   `],
    ['strong', safe`5`],
    ['dim', safe` session   `],
    ['strong', safe`q`],
    ['dim', safe` quit`],
  ]);
  return {
    title: [safe`Waiting for the first call`],
    lines: rows.slice(0, height).map(parts => line(look, width, parts)),
  };
}

function itemRows({state, name, text, next}: Item, width: number): Part[][] {
  const [first = safe``, ...more] = wrap(printable(text, 1000), Math.max(10, width - 22));
  const indent = safe`                    `;
  return [
    [safe`  `, marks[state], ['strong', safe` ${printable(name.padEnd(13))}`], safe` `, first],
    ...more.map((part): Part[] => [indent, part]),
    ...(next
      ? wrap(printable(next, 1000), Math.max(10, width - 22)).map((part): Part[] => [indent, ['info', part]])
      : []),
  ];
}

function checklist({world}: Model): Item[] {
  const {setup, health} = world;
  const poller = [...health.values()].find(each => each.part === 'poller');
  const port = setup?.url?.split(':').at(-1) ?? '3000';
  return [
    setup?.url && setup.routes
      ? {
          state: 'ok',
          name: 'listener',
          text: `${setup.url}  answer ${setup.routes.answer}  event ${setup.routes.event}`,
        }
      : ofHealth('listener', health.get('listener'), 'Not listening yet.'),
    ofAnswer(setup?.answer, health.get('ncco')),
    ofCredentials(setup?.applicationId, [health.get('credentials'), poller]),
    setup?.simulated
      ? {state: 'ok', name: 'Vonage', text: 'simulated on this machine: no account, no network, no tunnel needed'}
      : {
          state: 'todo',
          name: 'tunnel',
          text: 'Vonage must reach this port from outside.',
          next: `Run: ngrok http ${port} — and put its URL plus the paths above into the application (Dashboard, Applications, Voice).`,
        },
    ...(setup?.simulated
      ? []
      : [{state: 'todo', name: 'number', text: 'Call a number that is linked to the application.'} as const]),
  ];
}

/** What callers get, and what the check says of the file that they get it from. */
function ofAnswer(answer = 'a short spoken NCCO', ncco: HealthObservation | undefined): Item {
  if (ncco?.state === 'failing') return {state: 'bad', name: 'answer', text: answer, next: ncco.text};
  return {state: 'ok', name: 'answer', text: answer, ...(ncco?.code === 'ncco-warnings' && {next: ncco.text})};
}

function ofCredentials(application: string | undefined, parts: readonly (HealthObservation | undefined)[]): Item {
  const failing = parts.find(part => part?.state === 'failing');
  if (failing) return {state: 'bad', name: 'credentials', text: failing.text};
  if (application) return {state: 'ok', name: 'credentials', text: `application ${application}`};
  return {
    state: 'todo',
    name: 'credentials',
    text: 'None: webhooks only, the Conversation API is not polled.',
    next: 'Give --application-id and --private-key, or set VONAGE_APPLICATION_ID and VONAGE_PRIVATE_KEY.',
  };
}

function ofHealth(name: string, health: HealthObservation | undefined, otherwise: string): Item {
  return {state: health?.state === 'failing' ? 'bad' : 'todo', name, text: health?.text ?? otherwise};
}
