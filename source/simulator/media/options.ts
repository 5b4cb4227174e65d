import type {Random} from '../random.js';

/** How a caller takes turns with an agent, ms. */
export type Manners = {
  /** Silence of the agent's after which it has finished; 900 by default. */
  pauseMs: number;
  /** How long an agent may take to greet, before the caller speaks first (2000); and to answer, before the caller goes on (10,000). */
  greetingMs: number;
  patienceMs: number;
};

/** What is as the simulator's user wants it, on every WebSocket. */
export type MediaOptions = {
  /** Take frames of any size; Vonage ends the leg on a wrong one (public reports: close code 1006 at the application). */
  lenientFrames?: boolean;
  /** How callers take turns. */
  manners?: Partial<Manners>;
};

/** What goes wrong on WebSockets. */
export type MediaFaults = {
  /** Share of the caller's frames that are late, and hold up those behind them. */
  lateFrames?: number;
  /** The connection is lost after this time, simulated ms. */
  loseSocketMs?: number;
  /** What the application sends is read a tenth of the time, so that it waits at its side. */
  slowReader?: boolean;
};

/** What goes wrong with audio, of all that does, with the dice that say when. */
export const mediaFaultsOf = ({lateFrames, loseSocketMs, slowReader}: MediaFaults = {}, dice: Random) => ({
  lateFrames,
  loseSocketMs,
  slowReader,
  dice,
});
