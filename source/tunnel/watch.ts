import type {Draft, HealthObservation} from '../call/observation.js';
import {ngrokTunnels, type Tunnel} from './ngrok.js';

type Said = Pick<HealthObservation, 'state' | 'code' | 'text' | 'url'>;

type Options = {
  /** Base URL of ngrok's agent. */
  api: string;
  /** Where the monitor listens. */
  port: number;
  emit: (draft: Draft) => void;
  /** ms between two looks. */
  every?: number;
};

/** ms: a tunnel that drops is noticed before the next test call. */
const EVERY = 5000;

/**
 * Looks for an ngrok tunnel to the monitor and says what becomes of it: that it leads here, that it leads elsewhere, that it
 * has gone. Silent until it has seen one: there are other ways for Vonage to get here. Returns what ends it.
 */
export function watchTunnel({api, port, emit, every = EVERY}: Options): () => void {
  let here: Tunnel | undefined;
  let last = '';
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const look = async () => {
    const tunnels = (await ngrokTunnels(api)) ?? [];
    if (isOver) return;
    const said = judge(tunnels, port, here);
    here = tunnels.find(tunnel => tunnel.port === port) ?? here;
    if (said && said.text !== last) {
      last = said.text;
      emit({source: 'health', part: 'tunnel', ...said});
    }
    timer = setTimeout(look, every);
  };
  timer = setTimeout(look, Math.min(every, 500));
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

/** What is to be said of the tunnels there are, when `before` is the one that led here last. */
export function judge(tunnels: readonly Tunnel[], port: number, before?: Tunnel): Said | undefined {
  const leading = tunnels.filter(tunnel => tunnel.port === port);
  const here = leading.find(({url}) => url === before?.url) ?? leading[0];
  const [other] = tunnels;
  if (here) return {state: 'ok', code: 'ngrok', text: `${here.url} leads here (ngrok).`, url: here.url};
  if (before) {
    const next = `Run: ngrok http ${port} — and if its URL is another then, put that into the application.`;
    return {
      state: 'failing',
      code: 'gone',
      text: `ngrok's tunnel ${before.url} is gone: Vonage cannot reach port ${port}. ${next}`,
    };
  }
  if (!other) return undefined;
  const next = `Run: ngrok http ${port} — so that webhooks come here.`;
  return {
    state: 'waiting',
    code: 'elsewhere',
    text: `ngrok's tunnel ${other.url} leads to port ${other.port}, and the monitor listens on ${port}. ${next}`,
  };
}
