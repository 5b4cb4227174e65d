import type {HealthObservation} from '../../call/observation.js';
import {callsOf} from '../../store/call-order.js';
import {keyFor} from '../../store/commands/key-names.js';
import type {Inside} from '../../store/layout.js';
import {listensHere} from '../../store/listens.js';
import type {Model} from '../../store/model.js';
import {publicUrlOf, type UrlToEnter, urlsToEnter} from '../../store/public-urls.js';
import {sinceText} from '../../store/since-text.js';
import {counted} from '../../text/counted.js';
import {fit, type Print, printable, type Safe, safe, wrap} from '../../text/printable.js';
import {pressingFor} from '../click.js';
import type {Role} from '../look.js';
import type {PaneView, Pen} from '../pane-view.js';
import {qrRows} from '../qr.js';
import {type Part, rowOf} from '../row.js';

type Item = {state: 'ok' | 'todo' | 'bad'; name: string; text: string; next?: string; urls?: readonly UrlToEnter[]};

const marks: Readonly<Record<Item['state'], readonly [Role, Safe]>> = {
  ok: ['good', safe`[✓]`],
  todo: ['warn', safe`[ ]`],
  bad: ['bad', safe`[!]`],
};

/** Before the first call: what is ready, and what is still missing for a call to arrive; a blank row between them where there is room. */
export function waitingPane(model: Model, pen: Pen, inside: Inside): PaneView {
  const {height} = inside;
  const beside = besideThe(model, pen, inside);
  const {print} = pen;
  const width = inside.width - (beside?.room ?? 0);
  const {title, items, hints} = waitingFor(model, beside !== undefined);
  const each = items.map(item => itemRows(item, width, print));
  const forms = [
    [[], ...each.flatMap(rows => [...rows, []]), ...hints],
    [[], ...each.flat(), [], ...hints],
    [...each.flat(), ...hints],
    [...short(items, width, print), ...hints],
  ];
  const rows = forms.find(form => form.length <= height) ?? forms.at(-1) ?? [];
  const code = beside?.code ?? [];
  const count = Math.min(height, Math.max(rows.length, code.length));
  return {title: [title], rows: Array.from({length: count}, (_, i) => rowOf(rows[i] ?? [], {right: code[i]}))};
}

/** Cells that texts have beside a code. */
const TEXTS = 76;

/** A code of the public URL, where there is room for it at the side. Texts are as wide whatever it looks like. */
function besideThe(model: Model, {print, ascii}: Pen, {width, height}: Inside) {
  const url = publicUrlOf(model.world);
  const room = width - TEXTS;
  if (url === undefined || model.view.cleared || !listensHere(model) || print(url, 1000) !== url) return undefined;
  if (qrRows(url, {width: room, height}).length === 0) return undefined;
  return {room, code: qrRows(url, {width: room, height}, ascii)};
}

function waitingFor(model: Model, hasCode: boolean): Waiting {
  if (model.view.cleared) return clearedAway(model);
  if (model.mode === 'attached') return attachedBeforeTheCall(model);
  return model.mode === 'replay' ? emptyRecording(model) : beforeTheCall(model, hasCode);
}

type Waiting = {title: Safe; items: readonly Item[]; hints: readonly Part[][]};

const usable = [
  ['help', safe`help`],
  ['pane-session', safe`session`],
  ['quit', safe`quit`],
] as const;

function keysOf(model: Model): Part[] {
  return [
    safe` `,
    ...usable.flatMap(([id, word]): Part[] => [
      ['strong', safe` ${key(model, id)}`, pressingFor(model, id)],
      ['dim', safe` ${word}`, pressingFor(model, id)],
      safe`  `,
    ]),
  ];
}

function key(model: Model, id: string): Safe {
  return printable(keyFor(model, id));
}

function beforeTheCall(model: Model, hasCode: boolean): Waiting {
  const own: Part[] = model.can.simulate
    ? [
        safe`  Press `,
        ['strong', key(model, 'simulate'), pressingFor(model, 'simulate')],
        safe` to place a simulated call now.`,
      ]
    : [
        ['dim', safe`  No account at hand? A simulated call: `],
        ['strong', safe`convo-monitor demo`],
      ];
  const hops: Part[] = [
    ['dim', safe`  Nothing arrives? Every hop is checked by: `],
    ['strong', key(model, 'doctor'), pressingFor(model, 'doctor')],
    ['dim', safe` (convo-monitor doctor)`],
  ];
  const hints = model.can.examine ? [own, hops, keysOf(model)] : [own, keysOf(model)];
  return {title: safe`Waiting for the first call`, items: checklist(model, hasCode), hints};
}

/** Nothing came since the display was cleared. */
function clearedAway(model: Model): Waiting {
  const {world, mode} = model;
  const count = callsOf(world).filter(({id}) => id !== '').length;
  const text = `${count === 1 ? '1 call is' : `${count} calls are`} hidden. The recording keeps everything.`;
  const all = `${keyFor(model, 'clear')} or ${keyFor(model, 'back')} shows all again`;
  const next = mode === 'replay' ? `${all}.` : `${all}; the next call shows by itself.`;
  return {title: safe`Cleared`, items: [{state: 'ok', name: 'cleared', text, next}], hints: [keysOf(model)]};
}

/** Nobody has called yet where the monitor is that is looked at. */
function attachedBeforeTheCall(model: Model): Waiting {
  const {world, attachedTo = '', bus} = model;
  const feed = world.health.get('feed');
  const isLost = feed?.state === 'failing';
  const text = isLost ? feed.text : `to ${attachedTo}: ${counted(world.seq, 'observation')}, no call among them yet.`;
  const missing =
    bus === undefined ? 'what is missing for it is said on that screen' : 'with --bus, a monitor publishes';
  const items: Item[] = [
    {state: isLost ? 'bad' : 'ok', name: 'attached', text},
    ...(world.setup?.url ? [{state: 'ok', name: 'listens', text: `there, at ${world.setup.url}`} as const] : []),
    ...failing(world.health.get('bus')),
    {state: 'todo', name: 'call', text: `The next one shows by itself; ${missing}.`, ...beforeThat(model)},
  ];
  return {title: safe`Waiting for the first call`, items, hints: [keysOf(model)]};
}

/** What there may be before what was read. */
function beforeThat({since, now, can}: Model): Pick<Item, 'next'> {
  if (since === undefined || can.anew !== true) return {};
  return {next: `Read from ${sinceText(since, now)} on: :since 6h goes further back, :since all to the beginning.`};
}

/** A recording in which no webhook came, or one that is still being read. */
function emptyRecording(model: Model): Waiting {
  const {isComplete, world, file} = model;
  const name = file ?? 'standard input';
  const count = counted(world.seq, 'observation');
  if (!isComplete) {
    const text = `Reading ${name} … ${count} so far, no call among them.`;
    return {
      title: safe`Reading the recording`,
      items: [{state: 'todo', name: 'recording', text}],
      hints: [keysOf(model)],
    };
  }
  const text = `${name} holds ${count}, and no call among them: no webhook came while it was written.`;
  const next = 'Pane 5 says what the monitor itself went through meanwhile.';
  return {
    title: safe`A recording without a call`,
    items: [{state: 'todo', name: 'recording', text, next}],
    hints: [keysOf(model)],
  };
}

/** Where there is little room, what is ready is one row, and what is missing keeps its next step. */
function short(items: readonly Item[], width: number, print: Print): Part[][] {
  const ready = items.filter(({state}) => state === 'ok').map(({name}) => name);
  const rest = items.filter(({state}) => state !== 'ok');
  const first: Item[] = ready.length > 0 ? [{state: 'ok', name: 'ready', text: ready.join(', ')}] : [];
  return [...first, ...rest.map(({next, text, ...item}): Item => ({...item, text: next ?? text}))].flatMap(item =>
    itemRows(item, width, print),
  );
}

function itemRows({state, name, text, next, urls = []}: Item, width: number, print: Print): Part[][] {
  const [first = safe``, ...more] = wrap(print(text, 1000), Math.max(10, width - 22));
  const indent = safe`                    `;
  return [
    [safe`  `, marks[state], ['strong', safe` ${printable(name.padEnd(13))}`], safe` `, first],
    ...more.map((part): Part[] => [indent, part]),
    ...(next ? wrap(print(next, 1000), Math.max(10, width - 22)).map((part): Part[] => [indent, ['info', part]]) : []),
    ...urls.flatMap(each => urlRows(each, width, print)),
  ];
}

/** Further to the left than other texts: whole on one row, a URL can be taken with the mouse. */
function urlRows({name, url}: UrlToEnter, width: number, print: Print): Part[][] {
  const rows = wrap(print(url, 1000), Math.max(10, width - 21));
  return rows.map((row, i): Part[] => [['dim', safe`      ${fit(i === 0 ? printable(name) : safe``, 13)} `], row]);
}

function checklist(model: Model, hasCode: boolean): Item[] {
  const {world, file} = model;
  const {setup, health} = world;
  const urls = urlsToEnter(world);
  const port = setup?.url?.split(':').at(-1) ?? '3000';
  return [
    listenerItem(world),
    ...unknownPath(health.get('listener')),
    {state: 'ok', name: 'answer', text: setup?.answer ?? 'a short spoken NCCO'},
    ...credentialItems(world),
    ...failing(health.get('application')),
    ...(setup?.simulated
      ? [
          {
            state: 'ok',
            name: 'Vonage',
            text: 'simulated on this machine: no account, no network, no tunnel needed',
          } as const,
        ]
      : [
          health.get('tunnel') ? itemOf('tunnel', health.get('tunnel')) : tunnelItem(port),
          ...urlsItems(model, urls, hasCode),
          {state: 'todo', name: 'number', text: 'Call a number that is linked to the application.'} as const,
        ]),
    ...(health.get('recording')?.state === 'failing'
      ? failing(health.get('recording'))
      : [{state: 'ok', name: 'recording', text: file ?? 'off (--no-record)'} as const]),
    ...failing(health.get('audio')),
    ...(health.get('bus') ? [itemOf('bus', health.get('bus'))] : []),
  ];
}

function listenerItem({setup, health}: Model['world']): Item {
  const heard = health.get('listener');
  if (heard?.state === 'failing') return itemOf('listener', heard);
  if (!setup?.url || !setup.routes) return {state: 'todo', name: 'listener', text: 'Not listening yet.'};
  if (publicUrlOf({setup, health}) !== undefined) return {state: 'ok', name: 'listener', text: setup.url};
  const {answer, event, rtc} = setup.routes;
  return {state: 'ok', name: 'listener', text: `${setup.url}  answer ${answer}  event ${event}  rtc ${rtc}`};
}

/** Somebody asked where no webhook is expected: Vonage, when the URL in the application is wrong. */
function unknownPath(listener: HealthObservation | undefined): Item[] {
  return listener?.code === 'unknown-path' ? [{state: 'bad', name: 'path', text: listener.text}] : [];
}

/** Credentials that are there, and whether the API takes them: two questions with two next steps. */
function credentialItems({setup, health}: Model['world']): Item[] {
  const credentials = health.get('credentials');
  const poller = health.get('poller');
  if (credentials?.state === 'failing') return [itemOf('credentials', credentials)];
  if (!setup?.applicationId) {
    const text = 'None: webhooks only, the Conversation API is not asked.';
    const next = 'Give --application-id and --private-key, or set VONAGE_APPLICATION_ID and VONAGE_PRIVATE_KEY.';
    return [{state: 'todo', name: 'credentials', text, next}];
  }
  // The API is asked about conversations only, so nothing is known of them before there is one.
  const text = `app id ${setup.applicationId}${poller ? '' : ', untried'}`;
  const known: Item = {state: 'ok', name: 'credentials', text};
  return poller?.state === 'failing' ? [known, itemOf('api', poller)] : [known];
}

function tunnelItem(port: string): Item {
  return {
    state: 'todo',
    name: 'tunnel',
    text: 'Vonage must reach this port from outside.',
    next: `Run: ngrok http ${port} — or cloudflared tunnel --url http://localhost:${port} — or another: --tunnel URL`,
  };
}

/** The URLs to enter, unless a link has entered them; and what became of one. */
function urlsItems(model: Model, urls: readonly UrlToEnter[], hasCode: boolean): Item[] {
  const link = model.world.health.get('link');
  if (link?.state === 'ok') return [itemOf('URLs', link)];
  const told = link && link.state !== 'off' ? [itemOf('link', link)] : [];
  if (urls.length === 0) return told;
  const phone = hasCode ? '' : ', :qr is for a phone';
  const how = 'Enter these into the application (Dashboard, Applications, Voice), or start with --link';
  const text = `${how}; ${keyFor(model, 'copy')} copies them${phone}.`;
  return [...told, {state: 'todo', name: 'URLs', text, urls}];
}

function itemOf(name: string, health: HealthObservation | undefined): Item {
  const state = health?.state === 'failing' ? 'bad' : health?.state === 'ok' ? 'ok' : 'todo';
  return {state, name, text: health?.text ?? ''};
}

function failing(health: HealthObservation | undefined): Item[] {
  return health?.state === 'failing' ? [itemOf(health.part, health)] : [];
}
