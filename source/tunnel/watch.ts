import type {Draft} from '../call/observation.js';
import {quickTunnels} from './cloudflared.js';
import {ngrokTunnels} from './ngrok.js';
import {type Probe, sendProbe} from './probe.js';
import {type Candidate, gone, leadsHere, probeSays, type TunnelHealth, tunnelsSay} from './tunnel-health.js';

/** Where a tunnel is looked for. */
export type TunnelSources = {
  /** The public URL by hand: then no agent is asked. */
  given?: string;
  /** Base URL of ngrok's agent. */
  ngrokApi?: string;
  /** Where cloudflared may tell of itself. */
  cloudflared?: readonly string[];
};

type Options = TunnelSources & {
  /** Where the monitor listens, and who answers probes there. */
  port: number;
  listener: string;
  emit: (draft: Draft) => void;
  /** ms between two looks. */
  every?: number;
  /** ms that one probe may take. */
  probeWithin?: number;
  /** ms between two probes through a URL where each request counts, at least, as long as it is well. */
  meteredEvery?: number;
  /** How one is sent. */
  send?: typeof sendProbe;
};

/**
 * ms from one look to the next, and for a probe: a tunnel that hangs right after a look is known to hang at the end of the next one, within
 * 10 s, with a second for its agent to answer in.
 */
export const LOOK_EVERY = 5000;
export const PROBE_WITHIN = 4000;

/** ms: ngrok's free plan has 20,000 requests a month, which a probe a look would use up in a day. Its agent says itself when it goes. */
const METERED_EVERY = 300_000;

/** URLs of quick tunnels that are tried at a time. */
const MOST = 4;

/**
 * Looks for a tunnel to the monitor and says what becomes of it: that it leads here, that it leads elsewhere, shows a page instead, has another URL,
 * has gone. Silent until it has seen one: there are other ways for Vonage to get here. Returns what ends it.
 */
export function watchTunnel({
  port,
  listener,
  emit,
  every = LOOK_EVERY,
  probeWithin = PROBE_WITHIN,
  meteredEvery = METERED_EVERY,
  send = sendProbe,
  ...sources
}: Options) {
  const probing = prober({port, listener}, meteredEvery, url => send(url, probeWithin));
  const {given, ngrokApi, cloudflared = []} = sources;
  /** What led here last, and what did before that. */
  let here: Candidate | undefined;
  let before: string | undefined;
  let last = '';
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;

  const find = async (): Promise<{found: Candidate[]; otherwise?: TunnelHealth | undefined}> => {
    if (given !== undefined) return {found: [{url: given, by: 'given'}]};
    const [tunnels = [], quick] = await Promise.all([
      ngrokApi === undefined ? undefined : ngrokTunnels(ngrokApi),
      quickTunnels(cloudflared),
    ]);
    const leading = tunnels.filter(each => each.port === port);
    const found: Candidate[] = [
      ...leading.map(({url}) => ({url, by: 'ngrok'}) as const),
      ...quick.slice(0, MOST).map(url => ({url, by: 'cloudflared'}) as const),
    ];
    return {found, otherwise: here ? gone(here, port) : tunnelsSay(tunnels, port)};
  };

  const tryOut = async (to: Candidate): Promise<Tried> => ({to, wrong: await probing(to)});

  const look = async (): Promise<void> => {
    const {found, otherwise} = await find();
    const [first, ...rest] = ordered(found, here);
    const best = first && (await tryOut(first));
    // Others' tunnels are left in peace while one leads here.
    const others = best?.wrong ? await Promise.all(rest.map(tryOut)) : [];
    const tried = best ? [best, ...others] : [];
    if (isOver) return;
    const good = tried.find(({wrong}) => wrong === undefined);
    if (good) {
      if (here && here.url !== good.to.url) before = here.url;
      here = good.to;
    }
    const said = good ? leadsHere(good.to, before) : wrongOf(tried, here, otherwise);
    if (said && said.text !== last) {
      last = said.text;
      emit({source: 'health', part: 'tunnel', ...said});
    }
  };
  const go = async (): Promise<void> => {
    const began = performance.now();
    await look();
    if (!isOver) timer = setTimeout(go, Math.max(0, every - (performance.now() - began)));
  };
  timer = setTimeout(go, given === undefined ? Math.min(every, 500) : 0);
  return (): void => {
    isOver = true;
    clearTimeout(timer);
  };
}

/** What led here first; else what is known to lead here: the one by hand, or ngrok's first, whose agent says where it leads. */
function ordered(found: readonly Candidate[], here: Candidate | undefined): Candidate[] {
  const kept = found.find(({url}) => url === here?.url);
  const known = found.find(({by}) => by !== 'cloudflared');
  const first = kept ?? known;
  const rest = found.filter(each => each !== first && each.by === 'cloudflared');
  return first ? [first, ...rest] : rest;
}

type Tried = {to: Candidate; wrong: TunnelHealth | undefined};

/** What is wrong with the one that led here; of others, of which nobody knows what they are for, without alarm. */
function wrongOf(
  tried: readonly Tried[],
  here: Candidate | undefined,
  otherwise: TunnelHealth | undefined,
): TunnelHealth | undefined {
  const known = tried.find(({to}) => to.by !== 'cloudflared' || to.url === here?.url);
  if (known) return known.wrong;
  if (otherwise) return otherwise;
  const [first] = tried;
  return first?.wrong && {...first.wrong, state: 'waiting'};
}

/** Probes URLs, those where each request counts no more often than they may be; in between what was said last holds. */
function prober(here: {port: number; listener: string}, meteredEvery: number, send: (url: string) => Promise<Probe>) {
  const probed = new Map<string, {at: number; wrong: TunnelHealth | undefined}>();
  return async (to: Candidate): Promise<TunnelHealth | undefined> => {
    const last = probed.get(to.url);
    const at = performance.now();
    if (last && !last.wrong && isMetered(to) && at - last.at < meteredEvery) return undefined;
    const wrong = probeSays(to, await send(to.url), here);
    // Of names that come and go nothing is kept.
    if (probed.size > 20) probed.clear();
    probed.set(to.url, {at, wrong});
    return wrong;
  };
}

function isMetered({url, by}: Candidate): boolean {
  return by === 'ngrok' || /\.ngrok(-free)?\.\w+$/.test(url);
}
