import {answer, callee, caller, news, observed, other, polled} from '../helpers/calls.js';
import {seedObservations} from '../helpers/seed.js';
import type {onScreen} from './on-screen.js';

/** The program on a terminal, of which only this is used. */
export type Screen = Pick<
  Awaited<ReturnType<typeof onScreen>>,
  'text' | 'seen' | 'terminal' | 'pty' | 'output' | 'shows' | 'press' | 'ended' | 'forbidden'
>;

/** Keys, as a sentence (`g j Enter`), or what is to be seen before the next ones. No Esc: what comes right behind it would be Alt with that key. */
type Step = string | Seen;
type Seen = RegExp | ((screen: Screen) => boolean);

/** What a key promises. */
export type Row = {
  /** What is done before; without something to be seen at its end, what was pressed is waited for. */
  from?: Step | readonly Step[];
  /** What is to be seen then, and was not to be seen before; of the program's bytes, `news` are those since the key. */
  shows?: RegExp | ((screen: Screen, news: string) => boolean);
  /** Instead: the program is over, with this exit status. */
  ends?: number;
};

const anna = caller('a', '447700900001');
const guests = [...'bcdefg'].map((name, i) => callee(name, `44770090010${i}`));
const digits = Array.from({length: 12}, (_, i) =>
  other(40 + i, {dtmf: {digits: String(i), timed_out: false}, from: anna.from, to: anna.to}, anna),
);

/** Two calls that are over: the concept page's, and one with seven legs of which three fail, digits and an NCCO. */
export const walked = [
  ...seedObservations(),
  ...observed(
    news(anna, 'started', 0),
    answer(anna, 0.3, [
      {action: 'talk', text: 'Welcome.'},
      {action: 'conversation', name: 'weekly'},
    ]),
    news(anna, 'answered', 0.5),
    ...guests.flatMap((leg, i) => [news(leg, 'started', 2 + 4 * i), news(leg, i % 2 ? 'busy' : 'answered', 4 + 4 * i)]),
    polled({id: 9, type: 'audio:dtmf', at: 39, leg: anna, body: {digit: '5'}}),
    ...digits,
    ...guests.map(leg => news(leg, 'completed', 60)),
    news(anna, 'completed', 60, {disconnected_by: 'user', duration: '60', price: '0.01'}),
  ),
];
/** Events of the second call, which is the one in front. */
export const total = 35;

/** The event in front is this one of all. */
const at = (place: number, of = total) => new RegExp(` ${place}/${of}(?: ─┘|\\s*$)`, 'm');
const gone = (text: string) => (screen: Screen) => !screen.text().includes(text);
const pane = (digit: number, name: string) => new RegExp(`┌[─▸] ${digit} ${name}`);
/** The pane with this digit has the mark and the bright border. */
const focused =
  (digit: number) =>
  ({seen, terminal: {buffer}}: Screen) => {
    const corner = seen().map((text, row) => ({row, column: text.indexOf(`┌▸ ${digit} `)}));
    const {row, column} = corner.find(({column}) => column >= 0) ?? {row: 0, column: -1};
    return column >= 0 && Boolean(buffer.active.getLine(row)?.getCell(column)?.isBold());
  };
/** This was put on the clipboard. */
const copied = (text: RegExp) => (_: Screen, news: string) =>
  [...news.matchAll(/\x1b\]52;c;([\w+/=]*)\x07/g)].some(([, data = '']) =>
    text.test(Buffer.from(data, 'base64').toString()),
  );
const sends = (bytes: string) => (_: Screen, news: string) => news.includes(bytes);
/** The cursor of what is typed is on this column. */
const cursor =
  (column: number) =>
  ({seen, terminal: {buffer}}: Screen) => {
    const row = seen().findIndex(text => /^\/ |│: ?/.test(text));
    return buffer.active.cursorY === row && buffer.active.cursorX === column;
  };

/** With the cursor on the first message. */
const inDetail = ['k Enter', /"timestamp":/, 'j j j j j j'];

/** The detail with a search, on the first place that it finds. */
const searched = ['k Enter', /"timestamp":/, '/ 0000 Enter', /\/0000 · 1\/\d/];

/** Of every command in the table, in a terminal of 80×24 with `walked` in it. A new command is one line here. */
export const expectations: Readonly<Record<string, Row>> = {
  down: {from: 'g', shows: at(2)},
  up: {shows: at(total - 1)},
  first: {shows: at(1)},
  last: {from: 'g', shows: /follow ●/},
  'half-down': {from: 'g', shows: at(4)},
  'half-up': {shows: at(total - 3)},
  'page-down': {from: 'g', shows: at(8)},
  'page-up': {shows: at(total - 7)},

  'pane-calls': {shows: focused(1)},
  'pane-legs': {shows: focused(2)},
  'pane-events': {from: '1', shows: focused(3)},
  'pane-members': {shows: focused(4)},
  'pane-session': {shows: focused(5)},
  'pane-problems': {shows: focused(6)},
  'pane-detail': {shows: focused(7)},
  'pane-ncco': {shows: focused(8)},
  session: {shows: focused(5)},
  'next-pane': {shows: focused(4)},
  'previous-pane': {shows: focused(2)},
  left: {shows: focused(2)},
  right: {shows: focused(4)},
  'previous-call': {shows: /▸ 1 CON-bc64/},
  'next-call': {from: '[', shows: /▸ 2 CON-1111/},

  view: {shows: pane(3, 'Ladder')},
  'lanes-left': {from: 'v g l', shows: /─ h l ▸ lanes/},
  'lanes-right': {from: 'v g', shows: /◂ h l ▸ lanes/},
  list: {from: 'v', shows: pane(3, 'Events')},
  open: {from: 'k', shows: pane(7, 'Detail')},
  back: {from: 'k', shows: /follow ●/},
  pause: {shows: /PAUSED/},
  time: {shows: /│ +09:01:00/},
  zoom: {shows: gone('1 Calls')},
  unzoom: {from: '+', shows: /1 Calls/},

  filter: {shows: /^\/ .*Enter keep/m},
  'ready-filters': {shows: /Filters for the events/},
  'next-match': {from: '/ answered Enter', shows: / 1\/4\s*$/m},
  'previous-match': {from: '/ answered Enter', shows: /follow ○/},
  'marks-only': {from: '/ answered Enter', shows: /mark \/answered/},
  sort: {from: '1', shows: /duration ▾/},
  'previous-sort': {from: '1', shows: /problems ▾/},

  'next-problem': {shows: /▸ ?!/},
  'previous-problem': {shows: /▸ ?!/},
  acknowledge: {from: '6', shows: /2 open/},
  'only-leg': {shows: /· only \w+ ─/},
  follow: {shows: /follow ○/},
  mark: {shows: /◆/},
  'mark-call': {from: '1', shows: /│◆/},
  'compare-calls': {from: '1 Space k', shows: /┌▸ Comparison/},
  bookmark: {shows: /★/},
  note: {shows: /^“ .*Enter keep/m},
  'only-bookmarks': {from: 'm', shows: /1 of 35/},

  'event-back': {shows: / 34\/35\s*$/m},
  'event-on': {from: [', ,', / 33\/35\s*$/m], shows: / 34\/35\s*$/m},
  'events-back': {shows: / 25\/35\s*$/m},
  'events-on': {from: ['0', / 1\/35\s*$/m], shows: / 11\/35\s*$/m},
  'call-start': {shows: / 1\/35\s*$/m},
  play: {from: ['0', / 1\/35\s*$/m], shows: /▸ ×1/},
  'play-speed': {from: ',', shows: /Time will run ×4/},
  now: {from: ['0', / 1\/35\s*$/m], shows: / 35\/35/},
  at: {shows: /To which moment/},

  search: {from: ['k Enter', /"timestamp":/], shows: /^\/ .*Enter keep/m},
  'next-hit': {from: searched, shows: /\/0000 · 2\//},
  'previous-hit': {from: [...searched, 'n', /\/0000 · 2\//], shows: /\/0000 · 1\//},
  fold: {from: inDetail, shows: /▸ POST/},
  unfold: {from: [...inDetail, 'h', /▸ POST/], shows: /▾ POST/},
  'toggle-fold': {from: inDetail, shows: /▸ POST/},
  'next-tab': {from: 'k Enter', shows: /▸raw/},
  'previous-tab': {from: 'k Enter', shows: /▸compare/},
  'copy-value': {from: ['k Enter', /"timestamp":/, 'j'], shows: copied(/^[a-g]{8}-0000-4000-8000-\d{12}$/)},
  diff: {from: 'k Space k Space', shows: pane(7, 'Two events')},

  snapshot: {shows: /Saved convo-monitor-CON-1111-.*\.json: 35 events/},
  save: {shows: /┌▸ Save as/},
  copy: {shows: copied(/^aaaaaaaa-0000-4000-8000-000000000000$/)},
  'copy-json': {shows: copied(/"status": ?"completed"/)},
  'copy-curl': {shows: copied(/^curl /)},
  pager: {shows: /PAGER is no-pager, which is not to be found/},
  resend: {shows: /start with --forward/},
  replay: {shows: /start with --forward/},
  edit: {shows: /start with --forward/},
  inspector: {shows: copied(/^https:\/\/tools\.vonage\.com\/voice\/inspector\/\S*CON-1111/)},
  simulate: {shows: /Simulated calls are placed by: convo-monitor demo/},

  stats: {shows: /┌▸ Figures — all calls that are known/},
  doctor: {shows: /convo-monitor doctor checks the hops/},

  palette: {shows: /┌▸ Commands/},
  clear: {shows: /Clear the display\?.* C yes/},
  help: {shows: /┌▸ Help/},
  redraw: {shows: sends('\x1b[2J')},
  suspend: {shows: sends('\x1b[?1049h')},
  quit: {ends: 0},
  'quit-now': {ends: 0},
  interrupt: {ends: 130},
};

/** By name in the palette: each command that has no key, and each that can be told more. A new one is one line here. */
export const byName: Readonly<Record<string, Row>> = {
  'view bars': {shows: pane(3, 'Bars')},
  'time start': {shows: /│ {4,}\+1:00\.000/},
  // Of the themes only this one underlines titles.
  'theme high-contrast': {shows: (_, news) => news.includes('\x1b[1;4m')},
  'filter dtmf': {shows: /\/dtmf · /},
  'sort state': {from: '1', shows: /live first/},
  'note here': {shows: /“here”/},
  'snapshot mine.json': {shows: /Saved mine\.json: 35 events as json/},
  'save csv mine.csv': {from: '/ dtmf Enter', shows: /Saved mine\.csv: \d+ of 35 events \(by filter dtmf\) as csv/},
  'search leg': {from: 'k', shows: /─ \/leg|Detail \/leg/},
  'simulate busy': {shows: /Simulated calls are placed by: convo-monitor demo/},
  'replay step': {shows: /start with --forward/},
  qr: {shows: /No public URL is known that leads here/},
  mask: {shows: /MASKED[\s\S]* 44•+0001/},
  'go 3': {shows: at(3)},
  'at +0s': {shows: / 1\/35\s*$/m},
  'play-speed 16': {from: ['0 Space', /▸ ×1/], shows: /▸ ×16/},
  'dial 447700900001': {shows: /in a monitor that runs, with --allow-control/},
  hangup: {shows: /in a monitor that runs, with --allow-control/},
  mute: {shows: /in a monitor that runs, with --allow-control/},
  unmute: {shows: /in a monitor that runs, with --allow-control/},
  earmuff: {shows: /in a monitor that runs, with --allow-control/},
  unearmuff: {shows: /in a monitor that runs, with --allow-control/},
  'transfer a.json': {shows: /in a monitor that runs, with --allow-control/},
  'send-dtmf 1': {shows: /in a monitor that runs, with --allow-control/},
  'talk Hello': {shows: /in a monitor that runs, with --allow-control/},
  'arm a.json': {shows: /only there an NCCO is armed/},
  'since 6h': {shows: /A recording is here from its first observation on/},
  'explain busy': {shows: /busy {2}status of a leg/},
};

const typed = ['/ dtmf', /^\/ dtmf /m];
const atStart = [...typed, 'Home', cursor(2)];
const entered = [...typed, 'Enter', gone('Enter keep'), '/ C-u'];
const searching = ['k Enter', /"timestamp":/, '/', /^\/ {3}/m];
const palette = [':', /│▸view /];
const formats = ['S', /│▸json /];
const ready = ['f', /▸\[ \] problems/];

/** Keys while something is typed, asked, or chosen from a list. */
export const inModes: readonly (readonly [mode: string, key: string, row: Row])[] = [
  ['the help', '/', {from: ['?', / Help /], shows: /^\/ .*Enter keep/m}],
  ['a note', 'Enter', {from: ['w', /^“ /m], shows: gone('Enter keep')}],
  ['a note', 'Esc', {from: ['w C-u yes', /^“ yes /m], shows: gone('Enter keep')}],
  ['a filter', 'Enter', {from: typed, shows: gone('Enter keep')}],
  ['a filter', 'Esc', {from: typed, shows: /35 shown/}],
  ['a filter', 'C-c', {from: typed, shows: /35 shown/}],
  ['a filter', 'Tab', {from: ['/ le', /^\/ le /m], shows: /^\/ leg:/m}],
  ['a filter', 'S-Tab', {from: ['/ leg: Tab', /^\/ leg:L1/m], shows: /^\/ leg:L7/m}],
  ['a filter', 'Up', {from: [...entered, /^\/ {3}/m], shows: /^\/ dtmf/m}],
  ['a filter', 'C-p', {from: [...entered, /^\/ {3}/m], shows: /^\/ dtmf/m}],
  ['a filter', 'Down', {from: [...entered, 'Up', /^\/ dtmf/m], shows: /^\/ {3}/m}],
  ['a filter', 'C-n', {from: [...entered, 'Up', /^\/ dtmf/m], shows: /^\/ {3}/m}],
  ['a filter', 'Left', {from: typed, shows: cursor(5)}],
  ['a filter', 'C-b', {from: typed, shows: cursor(5)}],
  ['a filter', 'Right', {from: atStart, shows: cursor(3)}],
  ['a filter', 'C-f', {from: atStart, shows: cursor(3)}],
  ['a filter', 'Home', {from: typed, shows: cursor(2)}],
  ['a filter', 'C-a', {from: typed, shows: cursor(2)}],
  ['a filter', 'End', {from: atStart, shows: cursor(6)}],
  ['a filter', 'C-e', {from: atStart, shows: cursor(6)}],
  ['a filter', 'Backspace', {from: typed, shows: /^\/ dtm /m}],
  ['a filter', 'Delete', {from: atStart, shows: /^\/ tmf /m}],
  ['a filter', 'C-d', {from: atStart, shows: /^\/ tmf /m}],
  ['a filter', 'C-w', {from: ['/ dtmf Space leg:L2', /leg:L2 /], shows: /^\/ dtmf {3}/m}],
  ['a filter', 'C-u', {from: typed, shows: /^\/ {3}/m}],
  ['a filter', 'C-k', {from: [...atStart, 'Right', cursor(3)], shows: /^\/ d /m}],
  ['a search', 'Enter', {from: [...searching, 'status', /^\/ status /m], shows: gone('Enter keep')}],
  ['a search', 'Esc', {from: [...searching, 'status', /^\/ status /m], shows: /Detail · L/}],
  ['a search', 'Up', {from: [...searched, '/', /^\/ {3}/m], shows: /^\/ 0000 /m}],
  ['a search', 'C-p', {from: [...searched, '/', /^\/ {3}/m], shows: /^\/ 0000 /m}],
  ['a search', 'Down', {from: [...searched, '/', /^\/ {3}/m, 'Up', /^\/ 0000/m], shows: /^\/ {3}/m}],
  ['a search', 'C-n', {from: [...searched, '/', /^\/ {3}/m, 'Up', /^\/ 0000/m], shows: /^\/ {3}/m}],
  ['a command', 'Enter', {from: [': help', /│: ?help/], shows: /┌▸ Help/}],
  ['a command', 'Esc', {from: [': help', /│: ?help/], shows: gone('┌▸ Commands')}],
  ['a command', 'C-c', {from: [': help', /│: ?help/], shows: gone('┌▸ Commands')}],
  ['a command', 'Backspace', {from: palette, shows: gone('┌▸ Commands')}],
  ['a command', 'Tab', {from: [': snap', /│: ?snap/], shows: /│: ?snapshot/}],
  ['a command', 'Down', {from: palette, shows: /│▸open /}],
  ['a command', 'C-n', {from: palette, shows: /│▸open /}],
  ['a command', 'Up', {from: [': Down Down', /│▸back /], shows: /│▸open /}],
  ['a command', 'C-p', {from: [': Down Down', /│▸back /], shows: /│▸open /}],
  ['a command', 'PgDn', {from: palette, shows: /│▸next-problem /}],
  ['a command', 'PgUp', {from: [': PgDn Down', /│▸previous-problem /], shows: /│▸open /}],
  ['a question', 'C', {from: ['C', /Clear the display\?/], shows: /Cleared: 2 calls and all events so far/}],
  ['a question', 'x', {from: ['C', /Clear the display\?/], shows: gone('Clear the display?')}],
  ['nothing but what is cleared', 'C', {from: ['C C', /\[✓\] cleared/], shows: /35 shown/}],
  ['nothing but what is cleared', 'Esc', {from: ['C C', /\[✓\] cleared/], shows: /35 shown/}],
  ['a ready-made filter', 'Enter', {from: ready, shows: /\/is:problem · /}],
  ['a ready-made filter', 'Space', {from: ready, shows: /│▸\[[^ ]\]/}],
  ['a ready-made filter', '/', {from: ready, shows: /^\/ is:problem/m}],
  ['a ready-made filter', 'j', {from: ready, shows: /▸\[ \] what the legs/}],
  ['a ready-made filter', 'Down', {from: ready, shows: /▸\[ \] what the legs/}],
  ['a ready-made filter', 'k', {from: ['f j j', /▸\[ \] webhooks /], shows: /▸\[ \] what the legs/}],
  ['a ready-made filter', 'Up', {from: ['f j j', /▸\[ \] webhooks /], shows: /▸\[ \] what the legs/}],
  ['a ready-made filter', 'PgDn', {from: ready, shows: /▸\[ \] webhooks without/}],
  ['a ready-made filter', 'PgUp', {from: ['f PgDn j', /▸\[ \] only leg/], shows: /▸\[ \] what the legs/}],
  ['a ready-made filter', 'G', {from: ready, shows: /▸\[ \] only events of type/}],
  ['a ready-made filter', 'End', {from: ready, shows: /▸\[ \] only events of type/}],
  ['a ready-made filter', 'g', {from: ['f j j', /▸\[ \] webhooks /], shows: /▸\[ \] problems/}],
  ['a ready-made filter', 'Home', {from: ['f j j', /▸\[ \] webhooks /], shows: /▸\[ \] problems/}],
  ['a ready-made filter', 'f', {from: ready, shows: gone('Filters for')}],
  ['a ready-made filter', 'q', {from: ready, shows: gone('Filters for')}],
  ['a ready-made filter', 'Esc', {from: ready, shows: gone('Filters for')}],
  ['a format to save in', 'Enter', {from: ['S j j j j', /│▸markdown /], shows: /Saved .*\.md: 35 events/}],
  ['a format to save in', 'Tab', {from: ['S j', /│▸ndjson /], shows: /│: ?save ndjson /}],
  ['a format to save in', 'j', {from: formats, shows: /│▸ndjson /}],
  ['a format to save in', 'Down', {from: formats, shows: /│▸ndjson /}],
  ['a format to save in', 'k', {from: ['S j j', /│▸csv /], shows: /│▸ndjson /}],
  ['a format to save in', 'Up', {from: ['S j j', /│▸csv /], shows: /│▸ndjson /}],
  ['a format to save in', 'G', {from: formats, shows: /│▸ladder /}],
  ['a format to save in', 'End', {from: formats, shows: /│▸ladder /}],
  ['a format to save in', 'g', {from: ['S j j', /│▸csv /], shows: /│▸json /}],
  ['a format to save in', 'Home', {from: ['S j j', /│▸csv /], shows: /│▸json /}],
  ['a format to save in', 'S', {from: formats, shows: gone('Save as')}],
  ['a format to save in', 'q', {from: formats, shows: gone('Save as')}],
  ['a format to save in', 'Esc', {from: formats, shows: gone('Save as')}],
];

/** What only a demo can do, while its first call is up. */
export const inDemo: readonly (readonly [key: string, row: Row])[] = [
  ['D', {shows: /2 total/}],
  ['r', {from: 'g', shows: /Sent again: POST \/webhooks\/event/}],
  ['Enter', {from: ['R', /│▸at once/], shows: /All webhooks were sent\./}],
  ['Enter', {from: ['R G Enter', /Next, when you say so/], shows: / alike /}],
  ['s', {from: ['R G Enter', /Next, when you say so/], shows: / not sent/}],
  ['q', {from: ['R G Enter', /Next, when you say so/], shows: /Stopped: \d+ webhooks were not sent\./}],
  ['Esc', {from: ['R G Enter', /Next, when you say so/, 'q', /Stopped: /], shows: gone('Stopped: ')}],
  ['q', {shows: /Quit\? q yes/}],
  ['x', {from: ['q', /Quit\?/], shows: gone('Quit?')}],
  ['q', {from: ['q', /Quit\?/], ends: 0}],
  ['Q', {from: ['q', /Quit\?/], ends: 0}],
  ['y', {from: ['q', /Quit\?/], ends: 0}],
  ['Enter', {from: ['q', /Quit\?/], ends: 0}],
  [
    'h',
    {
      from: [
        ': dial Space 447700900001 Enter',
        /Call 447700900001\?/,
        'y',
        /is being called/,
        'q',
        /h hang up and quit/,
      ],
      ends: 0,
    },
  ],
];
