import type {HealthObservation} from '../call/observation.js';
import type {Tunnel} from './ngrok.js';
import {pageIn} from './pages.js';
import type {Probe} from './probe.js';

/** What is said of a tunnel. */
export type TunnelHealth = Pick<HealthObservation, 'state' | 'code' | 'text' | 'url'>;

/** A public URL that is to lead here, and who names it. */
export type Candidate = {url: string; by: 'given' | 'ngrok' | 'cloudflared'};

const names: Readonly<Record<Candidate['by'], string>> = {
  given: '--tunnel',
  ngrok: 'ngrok',
  cloudflared: 'cloudflared',
};

const commands: Readonly<Record<Candidate['by'], (port: number) => string>> = {
  given: port => `Let it lead to port ${port} of this machine.`,
  ngrok: port => `Run: ngrok http ${port}`,
  cloudflared: port => `Run: cloudflared tunnel --url http://localhost:${port}`,
};

/** What is to be said of the tunnels of ngrok's agent, when `before` is what led here last. */
export function tunnelsSay(
  tunnels: readonly Tunnel[],
  port: number,
  before?: Pick<Tunnel, 'url'>,
): TunnelHealth | undefined {
  const leading = tunnels.filter(tunnel => tunnel.port === port);
  const here = leading.find(({url}) => url === before?.url) ?? leading[0];
  const [other] = tunnels;
  if (here) return leadsHere({url: here.url, by: 'ngrok'}, before?.url);
  if (before) return gone({url: before.url, by: 'ngrok'}, port);
  if (!other) return undefined;
  const next = `${commands.ngrok(port)} — so that webhooks come here.`;
  return {
    state: 'waiting',
    code: 'elsewhere',
    text: `ngrok's tunnel ${other.url} leads to port ${other.port}, and the monitor listens on ${port}. ${next}`,
  };
}

/** That it leads here; with the URL of before, where that was another, since the application still has it. */
export function leadsHere({url, by}: Candidate, before = url): TunnelHealth {
  const changed = before === url ? '' : ` It was ${before} before: put the new URL into the application.`;
  return {state: 'ok', code: by, text: `${url} leads here (${names[by]}).${changed}`, url};
}

/** That what led here is there no more. */
export function gone({url, by}: Candidate, port: number): TunnelHealth {
  const next = `${commands[by](port)} — and if its URL is another then, put that into the application.`;
  const text = `${names[by]}'s tunnel ${url} is gone: Vonage cannot reach port ${port}. ${next}`;
  return {state: 'failing', code: 'gone', text};
}

type Here = {port: number; listener: string};

/** What a probe through it says; undefined where it arrived at this listener. */
export function probeSays({url, by}: Candidate, probe: Probe, {port, listener}: Here): TunnelHealth | undefined {
  const {arrived, answer, failure} = probe;
  const said = (code: string, text: string): TunnelHealth => ({
    state: 'failing',
    code,
    text,
    // The person says that it is the one: it is mended, and not another entered.
    ...(by === 'given' && {url}),
  });
  if (arrived?.listener === listener) return undefined;
  if (arrived) return said('elsewhere', `${url} leads to another convo-monitor. ${asSentence(commands[by](port))}`);
  if (!answer)
    return said(
      'unreachable',
      `Vonage cannot reach ${url}: ${failure}. Start the tunnel again, or give the one that is up: --tunnel https://….`,
    );
  const page = pageIn(answer, port);
  if (page)
    return said('page', `${url} does not lead here (${answer.status}): ${page.what}. ${asSentence(page.advice)}`);
  const text = `${url} leads to something else than this listener, which answered ${answer.status}.`;
  return said('elsewhere', `${text} ${asSentence(commands[by](port))}`);
}

const asSentence = (text: string): string => (text.endsWith('.') ? text : `${text} — so that webhooks come here.`);
