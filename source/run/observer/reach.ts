import type {Draft, Observation} from '../../call/observation.js';
import type {Polls} from '../../store/vitals.js';
import type {TunnelSources} from '../../tunnel/watch.js';
import type {ApiCredentials} from './polling.js';

/** What is asked beside the listening. Plain data, because it travels to the observer's thread. */
export type ReachSetup = {
  /** Absent: the API is not asked. */
  credentials?: ApiCredentials;
  /** Conversations to ask for from the start. */
  conversations?: readonly string[];
  /** How far apart the questions about a silent call are, ms. */
  pollIdleMs?: number;
  /** Absent: no tunnel is watched. */
  tunnel?: TunnelSources;
};

/** What reaches out from beside the listener: the poller, and the watcher of a tunnel. */
export type Reach = {
  /** Learns of a conversation from the webhook itself: it waits neither for the World nor for a screen. */
  follow(observation: Observation): void;
  /** The main thread found in its World that these conversations have ended: a last look or two. */
  over(conversations: readonly string[]): void;
  /** How the asking goes; undefined where nothing is asked. */
  polls(): Polls | undefined;
  close(): Promise<void>;
};

/**
 * Loads the code that this set-up needs: the poller's takes a good part of a start, and most runs without credentials only look
 * for a tunnel. What it resolves to begins to ask; `here` is where the monitor listens, and who answers probes there. That throws `PrivateKeyError`, and TypeError
 * where the API's URL is none.
 */
export async function loadReach({credentials, conversations = [], pollIdleMs, tunnel}: ReachSetup) {
  const startPolling = credentials && (await import('./polling.js')).startPolling;
  const watchTunnel = tunnel && (await import('../../tunnel/watch.js')).watchTunnel;
  return (here: {port: number; listener: string}, emit: (draft: Draft) => void): Reach => {
    const poller = credentials && startPolling?.({credentials, conversations, idleMs: pollIdleMs, emit});
    const unwatch = tunnel && watchTunnel?.({...tunnel, ...here, emit});
    return {
      follow: observation => poller?.follow(observation),
      over: ids => poller?.over(ids),
      polls: () => poller?.polls(),
      async close() {
        unwatch?.();
        await poller?.close();
      },
    };
  };
}
