import {duration} from '../../call/duration.js';
import {inOrder, sides} from '../../call/sides.js';
import {statuses} from '../../call/status.js';
import {witnessesOf} from '../fold/enter.js';
import {barePath, type Socket} from '../socket.js';
import type {Leg, World} from '../world.js';
import {echoOf} from './echo.js';
import {labelOf} from './event-view.js';
import {historyOf, legsOf} from './history.js';
import {timingsOf} from './timings.js';

/** As in `Problem`. */
type Found = {at: number; row?: number; text: string; advice?: string};

/** A rule about the WebSocket of a leg: where it is so, in which words, and what to do next. */
type Rule = {
  code: string;
  severity: 'error' | 'warning' | 'info';
  find(socket: Socket, world: World): Found | undefined;
};

/** How long a side may be silent from the beginning, ms. */
const AGENT_WITHIN = 5000;
const CALLER_WITHIN = 3000;
/** A turn that takes longer is talked over (ms), and an interruption that goes on for longer was one. */
const SLOW_TURN = 1500;

/** From when on a turn is slow, ms: as the run was told, or longer than people wait. */
export const slowTurn = ({setup}: World): number => setup?.slowTurn ?? SLOW_TURN;

const TALKED_OVER = 700;
/** What is cut off at the end is heard to be missing, ms. */
const CUT_OFF = 300;

/** Whoever is up for so long after a socket was closed waits for something, ms. */
const GOES_ON = 3000;

export const socketRules = [
  {
    code: 'socket-refused',
    severity: 'error',
    find: ({refused}) =>
      refused
        ? {
            at: refused.seenAt,
            row: refused.row,
            text: `Vonage could not open the WebSocket ${barePath(refused.path)}: ${refused.text}`,
            advice: 'Vonage tells of this only where connect has eventType synchronous: as failed, or unanswered.',
          }
        : undefined,
  },
  {
    code: 'frame-size',
    severity: 'error',
    find: ({figures, openedAt = 0, contentType}) => {
      const {odd = 0, firstOdd, frames = 0} = figures?.application ?? {};
      if (!firstOdd) return undefined;
      const {size, due, at, looksLike} = firstOdd;
      const rate = contentType ?? 'its audio';
      const which = `Of ${frames} ${frames === 1 ? 'frame' : 'frames'} of the application ${odd} ${odd === 1 ? 'is' : 'are'}`;
      const look = looksLike ? `, and ${odd === 1 ? '' : 'the first '}looks like ${looksLike}` : '';
      const other = rateOf[size];
      const samples = 'Send raw samples, 16 bits, little-endian';
      return size === due
        ? {
            at: openedAt + at,
            text: `${which} no samples of ${rate}${look}.`,
            advice: `${samples}: a header or a text among them is heard as noise.`,
          }
        : {
            at: openedAt + at,
            text: `${which} no 20 ms of ${rate}: ${size} bytes where ${due} are due${look || (other ? `, as 20 ms at ${other / 1000} kHz have` : '')}.`,
            advice:
              other && !look
                ? `Send the rate that the NCCO says, or have it say rate=${other}: Vonage ends the leg (1006) on another size.`
                : `${samples}, in messages of ${due} bytes: Vonage ends the leg (1006) on another size.`,
          };
    },
  },
  {
    code: 'no-agent-audio',
    severity: 'warning',
    // Where the monitor itself is the far end, it does what it was told.
    find: ({figures, unreadable, openedAt = 0, to}) =>
      figures && !unreadable && to !== undefined && figures.at >= AGENT_WITHIN && figures.application.frames === 0
        ? {
            at: openedAt + AGENT_WITHIN,
            text: `The application has sent no audio in ${duration(figures.at)}.`,
            advice: 'Send binary messages: text is never played. Does it wait for something that does not come?',
          }
        : undefined,
  },
  {
    code: 'no-caller-audio',
    severity: 'warning',
    find: ({figures, unreadable, openedAt = 0}) =>
      figures && !unreadable && figures.at >= CALLER_WITHIN && figures.vonage.frames === 0
        ? {
            at: openedAt + CALLER_WITHIN,
            text: `No audio has come from Vonage in ${duration(figures.at)}.`,
            advice: 'Is anybody else in the conversation? An NCCO that ends after connect leaves nobody to hear.',
          }
        : undefined,
  },
  {
    code: 'caller-silent',
    severity: 'warning',
    find: ({figures, unreadable, openedAt = 0}) =>
      figures &&
      !unreadable &&
      figures.at >= 2 * AGENT_WITHIN &&
      figures.vonage.frames > 0 &&
      figures.vonage.silent > 0.995
        ? {
            at: openedAt + 2 * AGENT_WITHIN,
            text: `Nothing but silence has come from Vonage in ${duration(figures.at)}.`,
            advice: 'Is the caller muted, or the audio one-way? Look at the members, and at who can hear whom.',
          }
        : undefined,
  },
  {
    code: 'early-audio',
    severity: 'warning',
    find: ({figures, openedAt, connectedAt}) => {
      const first = figures?.application.firstAt;
      if (first === undefined || openedAt === undefined || connectedAt === undefined) return undefined;
      if (openedAt + first >= connectedAt - 1) return undefined;
      return {
        at: openedAt + first,
        text: 'The application sent audio before websocket:connected had come.',
        advice: 'Wait for that message: it says in which rate audio is due.',
      };
    },
  },
  {
    code: 'buffer-over',
    severity: 'error',
    find: ({figures, openedAt = 0}) =>
      figures && figures.queue.lost > 0
        ? {
            at: openedAt + figures.at,
            text: `Vonage keeps 3,072 messages, about a minute, and lost what came beyond: ${figures.queue.lost} of them.`,
            advice: 'Send no further ahead than a few seconds, or ask with notify when what was sent has been played.',
          }
        : undefined,
  },
  {
    code: 'underrun',
    severity: 'warning',
    find: ({figures, openedAt = 0}) =>
      figures && figures.queue.underruns > 0
        ? {
            at: openedAt + figures.at,
            text: `The agent's speech broke off ${times(figures.queue.underruns)} for want of audio, ${duration(figures.queue.starved)} in all.`,
            advice:
              'Send a little ahead of time: a timer of 20 ms fires late. Send what is due by the clock, not one frame a tick.',
          }
        : undefined,
  },
  {
    code: 'slow-turn',
    severity: 'warning',
    find: ({turns, openedAt = 0}, world) => {
      const limit = slowTurn(world);
      const slow = turns.filter(({latency}) => latency > limit);
      const worst = slow.reduce((most, each) => (each.latency > (most?.latency ?? 0) ? each : most), slow[0]);
      if (!worst) return undefined;
      const {latency, inApplication, inQueue, heardAt, row} = worst;
      const where = inQueue > inApplication ? 'mostly behind older audio at Vonage' : 'mostly in the application';
      return {
        at: openedAt + heardAt,
        row,
        text: `${slow.length} of ${turns.length} ${turns.length === 1 ? 'turn' : 'turns'} took longer than ${duration(limit)}; the longest ${duration(latency)}, ${where}.`,
        advice:
          inQueue > inApplication
            ? 'Send clear when the caller speaks, and less audio ahead.'
            : 'Callers talk over silence beyond a second: say something at once, and stream the answer.',
      };
    },
  },
  {
    code: 'no-clear',
    severity: 'warning',
    find: ({bargeIns, openedAt = 0}) => {
      const all = bargeIns.filter(({clearAt, at, silentAt}) => clearAt === undefined && silentAt - at > TALKED_OVER);
      const [first] = all;
      return first
        ? {
            at: openedAt + first.at,
            row: first.row,
            text: `The caller spoke over the agent ${times(all.length)}, and no clear was sent: the agent was heard for ${duration(first.silentAt - first.at)} more.`,
            advice: 'Send {"action":"clear"} as soon as the caller speaks, and drop what has not been sent yet.',
          }
        : undefined;
    },
  },
  {
    code: 'clear-unasked',
    severity: 'info',
    find: ({figures, openedAt = 0}) =>
      figures && figures.queue.unasked > 0
        ? {
            at: openedAt + figures.at,
            text: `clear threw audio away ${times(figures.queue.unasked)} though nobody had spoken.`,
            advice: 'Noise may be taken for speech: ask for a longer or louder one before you clear.',
          }
        : undefined,
  },
  {
    code: 'echo',
    severity: 'warning',
    // Where the monitor itself is the far end, it may have been told to say back what it hears.
    find(socket) {
      const echo = socket.to === undefined ? undefined : echoOf(socket);
      if (!echo) return undefined;
      const after = echo.after === 0 ? 'at once' : `${duration(echo.after)} later`;
      const at = socket.firstSeenAt;
      return echo.of === 'vonage'
        ? {
            at,
            text: `What the application sends is as loud as what it hears, ${after}: it says back what the caller says.`,
            advice: 'Is it meant to? An agent that is fed its own input, or a sample that echoes, sounds like this.',
          }
        : {
            at,
            text: `What comes from Vonage is as loud as what the agent says, ${after}: it may hear itself.`,
            advice:
              'Do not take that for the caller: cancel the echo, or ask for louder speech while the agent speaks.',
          };
    },
  },
  {
    code: 'cut-off',
    severity: 'warning',
    find: ({closed}) =>
      closed?.unplayed !== undefined && closed.unplayed > CUT_OFF
        ? {
            at: closed.seenAt,
            row: closed.row,
            text: `${duration(closed.unplayed)} of the agent's audio was never heard: the socket closed before.`,
            advice: 'Send notify behind the last audio, and hang up when it comes back.',
          }
        : undefined,
  },
  {
    code: 'socket-lost',
    severity: 'error',
    find: ({closed}) =>
      closed && closed.by !== 'monitor' && !inOrder.has(closed.code ?? 1006)
        ? {
            at: closed.seenAt,
            row: closed.row,
            text: `The WebSocket was closed by ${sides[closed.by]} with ${closed.code ?? '1006 (no close frame)'}${closed.reason ? `: ${closed.reason}` : ''}.`,
            advice: adviceOnClose(closed),
          }
        : undefined,
  },
  {
    code: 'socket-closed-early',
    severity: 'info',
    find({closed, leg: id}, world) {
      const leg = id === undefined ? undefined : world.legs.get(id);
      if (closed?.by !== 'application' || !inOrder.has(closed.code ?? 0)) return undefined;
      if (leg?.status !== 'disconnected' && (!leg?.status || statuses[leg.status].phase === 'ended')) return undefined;
      return {
        at: closed.seenAt,
        row: closed.row,
        text: 'The application closed the WebSocket while the leg was up.',
        advice:
          'Vonage asks at the eventUrl (disconnected) how the call goes on; without an NCCO there, the flow ends. To end the call, hang up by REST.',
      };
    },
  },
  {
    code: 'disconnected-unanswered',
    severity: 'warning',
    find({leg: id, conversation}, world) {
      const leg = id === undefined ? undefined : world.legs.get(id);
      const told = leg && historyOf(world, leg).find(({status}) => status === 'disconnected');
      if (!leg || !told) return undefined;
      const rows = witnessesOf(world, told.row);
      const isTaken = rows.some(
        row => (world.log.replyStatus[row] ?? 0) >= 200 && (world.log.replyStatus[row] ?? 0) < 300,
      );
      if (!isTaken || rows.some(row => world.log.nccos.has(row))) return undefined;
      const call = world.conversations.get(conversation);
      const waiting =
        call && legsOf(world, call).find(each => each !== leg && upUntil(world, each) - told.arrivedAt > GOES_ON);
      if (!waiting) return undefined;
      return {
        at: told.at,
        row: told.row,
        text: `The disconnected webhook was answered with no NCCO, and ${labelOf(waiting)} was up for ${duration(GOES_ON)} and more after it.`,
        advice: 'Answer disconnected with the NCCO that the call goes on with; to end the call, hang up by REST.',
      };
    },
  },
  {
    code: 'text-unknown',
    severity: 'warning',
    find({unknown, firstSeenAt}) {
      if (!unknown) return undefined;
      const {count, from, isJson, row} = unknown;
      const [messages, say, are] = count === 1 ? ['message', 'says', 'is'] : ['messages', 'say', 'are'];
      return {
        at: firstSeenAt,
        row,
        text: `${count} text ${messages} of ${sides[from]} ${isJson ? `${say} nothing that the platform knows` : `${are} no JSON`}.`,
        advice:
          from === 'application'
            ? 'Vonage takes {"action":"clear"} and {"action":"notify","payload":…}. Audio is sent as binary messages, not in JSON or base64 as other platforms want it.'
            : undefined,
      };
    },
  },
  {
    code: 'socket-unclear',
    severity: 'info',
    find: ({among, conversation, firstSeenAt}) =>
      among && conversation === ''
        ? {
            at: firstSeenAt,
            text: `A WebSocket may be of any of ${among.length} calls: they have the same uri.`,
            advice: 'Put "headers": {"uuid": …} into the NCCO’s endpoint, or ?uuid=… into its uri.',
          }
        : undefined,
  },
  {
    code: 'audio-not-written',
    severity: 'warning',
    find: ({audio, firstSeenAt}) =>
      audio?.stopped === undefined
        ? undefined
        : {
            at: firstSeenAt,
            text: `${audio.stopped}.`,
            advice: 'Each leg is tried anew: with room, and rights, in that folder the next one is recorded.',
          },
  },
  {
    code: 'socket-unreadable',
    severity: 'info',
    find: ({unreadable}) => unreadable && {at: unreadable.seenAt, row: unreadable.row, text: unreadable.text},
  },
] as const satisfies readonly Rule[];

export function problemsOfSocket(world: World, socket: Socket) {
  return socketRules.flatMap(({code, severity, find}) => {
    const found: Found | undefined = find(socket, world);
    if (!found) return [];
    return [{code, severity, leg: socket.leg, key: `${code} ${socket.id}`, ...found, text: placed(socket, found)}];
  });
}

/** What was found, with the place of the WebSocket where no leg is known that it could be called by. */
function placed({leg, path}: Socket, {text}: Found): string {
  if (leg !== undefined || path === undefined || text.includes(barePath(path))) return text;
  return `On ${barePath(path)}: ${text}`;
}

/** At which rate so many bytes are 20 ms, Hz (Vonage's guide to WebSockets). */
const rateOf: Readonly<Record<number, number>> = {320: 8000, 640: 16_000, 960: 24_000};

/** What Vonage minds in what an application sends, by the code with which it closes (RFC 6455, 7.4.1). */
const minded: Readonly<Record<number, string>> = {
  1002: 'The application broke the WebSocket protocol: use a library, and look for a proxy between that changes frames.',
  1003: 'The application sent what Vonage does not take: audio goes as binary messages, commands as text.',
  1007: 'The application sent a text that is no UTF-8: audio goes as binary messages.',
  1006: 'Look at the frames before it: a wrong size ends a leg so.',
  1009: 'The application sent too large a message: send audio in messages of 20 ms.',
};

function adviceOnClose({by, code}: NonNullable<Socket['closed']>): string {
  if (by === 'application') return 'Look into its log. Vonage does not come back: a lost socket is a lost leg.';
  const why = minded[code ?? 1006] ?? `What the code means: convo-monitor explain ${code}.`;
  return `${why} Vonage does not come back.`;
}

/** Until when a leg was up that somebody answered, ms since the epoch. */
function upUntil(world: World, leg: Leg): number {
  const {answeredAt, endedAt = world.now} = timingsOf(world, leg);
  return answeredAt === undefined ? 0 : endedAt;
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);
