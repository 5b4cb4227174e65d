import './no-eval.js';
import {createLineReader} from '../run/attach/line-reader.js';
import {CAUGHT_UP} from '../run/serve/protocol.js';
import {callsOf} from '../store/call-order.js';
import {createFeed} from '../store/feed.js';
import {printable} from '../text/printable.js';
import {clock} from '../text/time.js';
import {factOf} from '../vonage/facts.js';
import {createAnnouncer} from './announce.js';
import {openPageLink, type PageLink} from './link.js';
import type {LinkState} from './link-state.js';
import {placeByKey} from './list-keys.js';
import {createPace} from './pace.js';
import {barPart, standingOf} from './parts/bar.js';
import {callPart, EVENTS} from './parts/call.js';
import {callsPart, MORE_CALLS} from './parts/calls.js';
import {noticePart} from './parts/notice.js';
import {show} from './render.js';
import {cutOffAt, type PageWish, shownOf} from './shown.js';
import {createTakingIn} from './taking-in.js';
import {dropToken, keepToken, takeToken} from './token.js';

/** Rows of the log beyond which the oldest calls are let go: some hundred megabytes; and how much of the World then. */
const MOST_ROWS = 500_000;
const LET_GO = 0.3;

const storage = () => sessionStorage;
const part = (id: string): HTMLElement => document.getElementById(id) ?? document.body;
const places = {bar: part('bar'), notice: part('notice'), calls: part('calls'), call: part('call'), said: part('said')};

const feed = createFeed(factOf);
const reader = createLineReader(location.host);
const announcer = createAnnouncer();
const pace = createPace(draw);

let wish: PageWish = {calls: MORE_CALLS, events: EVENTS.first};
let state: LinkState = {is: 'asking'};
let link: PageLink | undefined;
/** Bytes that were taken in of this connection. */
let taken = 0;
/** What had been recorded is taken in: what comes now is news. */
let hasAll = false;
/** The monitor's clock, ms, and when that was, of `performance.now`. */
let clockThere: {at: number; here: number} | undefined;
/** When the connection was lost: then what still goes on stands still. */
let lostAt: number | undefined;
let shownCall: string | undefined;

const channel = new MessageChannel();
let next: () => void = () => undefined;
channel.port1.onmessage = () => next();

const takingIn = createTakingIn({
  read: lines => reader.observationsIn(lines),
  take(observations) {
    feed.take(observations);
    if (feed.world().log.length > MOST_ROWS) feed.forget(LET_GO);
    pace.ask();
  },
  done(text) {
    if (text === CAUGHT_UP) hasAll = true;
    taken += new TextEncoder().encode(text).length;
    link?.taken(taken);
  },
  // A timer would wait longer with each turn, and in a tab that nobody sees a second.
  later(then) {
    next = then;
    channel.port2.postMessage(undefined);
  },
  now: () => performance.now(),
});

function attach(token: string): void {
  link?.close();
  const place = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/`;
  link = openPageLink(place, token, {
    state(now) {
      if (now.is === 'refused') dropToken(storage);
      if (now.is === 'live') lostAt = undefined;
      else lostAt ??= performance.now();
      state = now;
      pace.ask();
    },
    clock(now) {
      clockThere = {at: now, here: performance.now()};
    },
    greeted({recording, now}) {
      takingIn.clear();
      taken = 0;
      hasAll = false;
      clockThere = now === undefined ? undefined : {at: now, here: performance.now()};
      // A monitor that was started anew says nothing of what all is well with.
      if (cutOffAt(feed.world()) !== undefined) feed.take([reader.said('ok', 'attached', 'Attached again.')]);
      return reader.meet(recording).after;
    },
    lines: text => takingIn.add(text),
  });
}

/** The World's time, ms: that of the newest observation, or what the monitor's clock has come to since; where nothing comes to the monitor, had come to then. */
function timeThere(): number {
  const world = feed.world();
  if (!clockThere) return world.now;
  const there = clockThere.at + (lostAt ?? performance.now()) - clockThere.here;
  return Math.max(world.now, Math.min(there, cutOffAt(world) ?? there));
}

function draw(): void {
  const world = feed.world();
  const shown = shownOf(world, wish, timeThere());
  const second = (at: number): string => clock(at).slice(0, 8);
  const asOf = world.seq === 0 ? '' : second(timeThere());
  const cutOff = cutOffAt(world);
  const standing = standingOf(state, {
    now: performance.now(),
    hasAll,
    asOf,
    cutOff: cutOff === undefined ? undefined : second(cutOff),
  });
  const id = shown.chosen?.taken.call.id;
  show(barPart(standing, shown), places.bar);
  show(noticePart(state, standing, shown.failing), places.notice);
  if (document.activeElement === document.body) document.getElementById('token')?.focus();
  show(callsPart(shown, {id, isChosen: wish.call !== undefined, isWhole: hasAll}), places.calls);
  show(shown.chosen && callPart(shown.chosen, widthOf(places.call)), places.call);
  if (id !== shownCall) places.call.scrollTop = 0;
  shownCall = id;
  const isWell = standing.role === 'good' || standing.role === 'live';
  document.title = `${shown.up > 0 ? `${shown.up} up · ` : ''}${isWell ? '' : `${standing.word} · `}convo-monitor`;
  // What is taken in at first is history, which nobody wants to be read out.
  const said = state.is === 'live' && !hasAll ? undefined : announcer.next({link: standing.word, chosen: shown.chosen});
  if (said !== undefined) places.said.textContent = printable(said, 600);
}

/** px within the padding; the frame of a picture takes two. */
function widthOf(element: HTMLElement): number {
  const {paddingLeft, paddingRight} = getComputedStyle(element);
  return element.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight) - 2;
}

function wishFor(more: Partial<PageWish>): void {
  wish = {...wish, ...more};
  pace.ask(true);
}

/** Another call, from its newest events on; without one, whichever is the newest. */
const choose = (call: string | undefined): void => wishFor({call, events: EVENTS.first});

const acts: Readonly<Record<string, () => void>> = {
  follow: () => choose(undefined),
  older: () => wishFor({events: Math.min(EVENTS.most, wish.events + EVENTS.more)}),
  'more-calls': () => wishFor({calls: wish.calls + MORE_CALLS}),
  retry: () => link?.retry(),
  reload: () => location.reload(),
};

function chooseRow(row: HTMLElement | undefined): void {
  const index = Number(row?.dataset.call);
  const call = callsOf(feed.world()).find(each => each.index === index);
  if (call) choose(call.id);
}

document.addEventListener('click', event => {
  if (!(event.target instanceof Element)) return;
  const {target} = event;
  const row = target.closest<HTMLElement>('[data-call]');
  if (row) return chooseRow(row);
  const act = target.closest<HTMLElement>('[data-do]')?.dataset.do;
  if (act !== undefined && Object.hasOwn(acts, act)) return acts[act]?.();
  if (target.closest('.skip')) {
    // What stands behind # in the address is a token.
    event.preventDefault();
    places.call.focus();
  }
  const step = target.closest<SVGElement>('.step')?.dataset.event;
  if (step !== undefined) goTo(document.getElementById(step));
});

function goTo(element: HTMLElement | null): void {
  if (!element) return;
  element.tabIndex = -1;
  element.focus({preventScroll: true});
  element.scrollIntoView({block: 'center'});
}

places.calls.addEventListener('keydown', event => {
  const rows = [...places.calls.querySelectorAll<HTMLElement>('[data-call]')];
  const {activeElement} = document;
  const place = activeElement instanceof HTMLElement ? rows.indexOf(activeElement) : -1;
  const to = place < 0 ? undefined : placeByKey(event.key, place, rows.length);
  if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  rows[to]?.focus();
  chooseRow(rows[to]);
});

document.addEventListener('submit', event => {
  event.preventDefault();
  const field = document.getElementById('token');
  if (!(field instanceof HTMLInputElement) || field.value.trim() === '') return;
  const token = field.value.trim();
  field.value = '';
  keepToken(storage, token);
  attach(token);
});

/** Somebody who pastes the address with a token into this tab loads nothing. */
function begin(): void {
  const token = takeToken(location, history, storage);
  if (token !== undefined) attach(token);
  pace.ask(true);
}

addEventListener('hashchange', begin);
addEventListener('resize', () => pace.ask());
addEventListener('online', () => link?.retry());
document.addEventListener('visibilitychange', () => {
  // Timers of a tab that nobody sees are late.
  if (!document.hidden) link?.retry();
  pace.ask(true);
});
// What still goes on grows.
setInterval(() => pace.ask(), 1000);
begin();
