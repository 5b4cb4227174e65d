import {isVoice} from './route.js';

/** Requests a second that Vonage allows (troubleshooting guide): creating calls, and everything else of the Voice API. */
export type Limits = {creations: number; requests: number};

export const vonageLimits: Limits = {creations: 3, requests: 15};

/** Counts requests within the last second of real time; true means one too many. Nothing is queued. */
export function createLimiter(limits: Limits): (method: string, path: string) => boolean {
  const seen: Record<keyof Limits, number[]> = {creations: [], requests: []};
  return (method, path) => {
    // The Conversation API documents no limit.
    if (!isVoice(path)) return false;
    const kind = method === 'POST' ? 'creations' : 'requests';
    const now = performance.now();
    seen[kind] = seen[kind].filter(at => now - at < 1000);
    if (seen[kind].length >= limits[kind]) return true;
    seen[kind].push(now);
    return false;
  };
}
