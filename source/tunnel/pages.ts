import type {HttpAnswer} from './ask.js';

/** What a tunnel or a proxy says instead of the listener, and what to do about it; `port` is where the monitor listens. */
type Page = {is: (answer: HttpAnswer) => boolean; what: string; advice: (port: number) => string};

const ngrokCode = (...codes: number[]) => {
  const words = codes.map(code => `ERR_NGROK_${code}`);
  return ({headers, text}: HttpAnswer) =>
    words.some(word => headers['ngrok-error-code'] === word || text.includes(word));
};

const restart = (port: number) =>
  `Start it again: ngrok http ${port} — and if its URL is another then, put that into the application.`;
const toPort = (port: number) =>
  `Let the tunnel lead to port ${port} of this machine, and keep convo-monitor running there.`;

/** The most telling first. */
const pages: readonly Page[] = [
  {is: ngrokCode(3200, 3208), what: 'ngrok says that no tunnel of that name is up', advice: restart},
  {is: ngrokCode(8012, 3004), what: 'ngrok’s tunnel is up, and nothing answers where it leads to', advice: toPort},
  {
    is: ngrokCode(6024, 6030),
    what: 'ngrok shows a warning page instead, as it does to browsers',
    advice: () =>
      'Vonage is no browser and does not see it; if a webhook gets it all the same, use another domain of ngrok’s.',
  },
  {
    is: ngrokCode(725, 727, 734),
    what: 'ngrok lets no more through: the limit of your plan is reached',
    advice: () => 'Wait for the next month, or use another tunnel: --tunnel URL.',
  },
  {
    is: ({status, headers}) => status === 511 || 'bypass-tunnel-reminder' in headers,
    what: 'localtunnel shows a reminder page instead',
    advice: () => 'Use another tunnel (ngrok, cloudflared): Vonage cannot click it away.',
  },
  {
    is: ({status, text}) => status === 503 && /tunnel unavailable/i.test(text),
    what: 'localtunnel says that the tunnel is not up',
    advice: port => `Start it again: npx localtunnel --port ${port}`,
  },
  {
    is: ({status, text, headers}) =>
      'cf-ray' in headers && (status === 530 || /error code: 1033|Argo Tunnel error/i.test(text)),
    what: 'Cloudflare says that the tunnel is not up',
    advice: port => `Start it again: cloudflared tunnel --url http://localhost:${port}`,
  },
  {
    is: ({status, headers}) => 'cf-ray' in headers && status === 502,
    what: 'Cloudflare’s tunnel is up, and nothing answers where it leads to',
    advice: toPort,
  },
  {
    is: ({status, headers}) =>
      status === 401 ||
      status === 407 ||
      (status >= 300 && status < 400 && /login|auth|signin/i.test(headers.location ?? '')),
    what: 'it asks for a login, which Vonage has not',
    advice: () => 'Make the port public, without password or login.',
  },
];

/** Which page it is that came instead of an answer of the listener, where that is known. */
export function pageIn(answer: HttpAnswer, port: number): {what: string; advice: string} | undefined {
  const page = pages.find(({is}) => is(answer));
  return page && {what: page.what, advice: page.advice(port)};
}
