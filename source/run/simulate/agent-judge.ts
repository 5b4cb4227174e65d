import {duration} from '../../call/duration.js';
import type {MediaOutcome} from '../../simulator/index.js';

/** What is expected of an agent, ms. */
export type AgentLimits = {
  /** From the connection to the first that is heard. */
  firstWithin?: number;
  /** Each turn: from the caller's end to the agent's beginning. */
  within?: number;
  /** Each interruption: from the caller's beginning to silence. */
  silentWithin?: number;
};

/** One expectation, and what was otherwise. */
export type AgentVerdict = {text: string; ok: boolean; note?: string};

/** Holds what agents did against what is expected of them, on each WebSocket that was called. */
export function judgeAgents(limits: AgentLimits, media: readonly MediaOutcome[]): AgentVerdict[] {
  return (Object.keys(kinds) as (keyof AgentLimits)[]).flatMap(kind => {
    const limit = limits[kind];
    if (limit === undefined) return [];
    const {name, wrong} = kinds[kind];
    const note = media.length === 0 ? 'no WebSocket was called' : wrong(media, limit);
    return {text: `${name} within ${duration(limit)}`, ok: note === undefined, ...(note !== undefined && {note})};
  });
}

type Kind = {name: string; wrong(media: readonly MediaOutcome[], limit: number): string | undefined};

const kinds: Record<keyof AgentLimits, Kind> = {
  firstWithin: {
    name: 'first audio',
    wrong: (media, limit) =>
      first(media, ({firstAudioMs}) =>
        firstAudioMs === undefined
          ? 'nothing was heard'
          : firstAudioMs > limit
            ? `it came after ${duration(firstAudioMs)}`
            : undefined,
      ),
  },
  within: {
    name: 'turns',
    wrong(media, limit) {
      const all = media.flatMap(({turns}) => turns.map(({latencyMs}, i) => ({latencyMs, number: i + 1})));
      if (all.length === 0) return 'the caller had no turn';
      return first(all, ({latencyMs, number}) =>
        latencyMs === undefined
          ? `turn ${number} was not answered`
          : latencyMs > limit
            ? `turn ${number} took ${duration(latencyMs)}`
            : undefined,
      );
    },
  },
  silentWithin: {
    name: 'barge-in silent',
    wrong(media, limit) {
      const all = media.flatMap(({turns}) =>
        turns.flatMap(({bargeIn}, i) => (bargeIn ? {...bargeIn, number: i + 1} : [])),
      );
      if (all.length === 0)
        return 'the caller never spoke over the agent: let it speak for longer, or give a shorter --barge-in';
      return first(all, ({silentMs, number}) =>
        silentMs > limit ? `it took ${duration(silentMs)} in turn ${number}` : undefined,
      );
    },
  },
};

/** The first complaint. */
function first<T>(items: readonly T[], complaint: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = complaint(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
