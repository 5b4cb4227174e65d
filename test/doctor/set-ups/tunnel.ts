import {freePort} from '../../../source/run/ports.js';
import type {World} from '../rig.js';
import {type Broken, html} from './shared.js';

const page = (said: World['page']) => (world: World) => {
  world.page = said;
};
const pageAgain = (world: World) => {
  world.page = undefined;
};

/** The way from the world to the listener. */
export const tunnel: readonly Broken[] = [
  {
    name: 'no tunnel',
    breaks: world => {
      world.told = undefined;
      world.leadsTo = undefined;
    },
    hop: 'tunnel',
    seen: /^none leads here/,
    advice: /^Run: ngrok http (\d+) — and put its URL into the application/,
    mends: (world, [, port]) => {
      world.told = Number(port);
      world.leadsTo = Number(port);
    },
  },
  {
    name: 'a tunnel to another port',
    breaks: async world => {
      world.told = await world.taken();
      world.leadsTo = world.told;
    },
    hop: 'tunnel',
    seen: /leads to port \d+, and the monitor listens on \d+/,
    advice: /^Run: ngrok http (\d+)/,
    mends: (world, [, port]) => {
      world.told = Number(port);
      world.leadsTo = Number(port);
    },
  },
  {
    name: 'a tunnel that has gone, of which the agent still tells',
    breaks: page({status: 404, headers: {'ngrok-error-code': 'ERR_NGROK_3200'}, body: 'The endpoint is offline.'}),
    hop: 'probe',
    seen: /no tunnel of that name is up/,
    advice: /^Start it again: ngrok http \d+/,
    mends: pageAgain,
  },
  {
    name: 'a tunnel to where nothing answers',
    breaks: page(html(502, '<pre>ERR_NGROK_8012</pre>')),
    hop: 'probe',
    seen: /nothing answers where it leads to/,
    advice: /^Let the tunnel lead to port \d+/,
    mends: pageAgain,
  },
  {
    name: 'a warning page of ngrok',
    breaks: page(html(200, '<html data-error="ERR_NGROK_6024">You are about to visit</html>')),
    hop: 'probe',
    seen: /shows a warning page/,
    advice: /use another domain/,
    mends: pageAgain,
  },
  {
    name: 'a reminder page of localtunnel',
    breaks: page(html(511, '<title>Tunnel website ahead!</title>')),
    hop: 'probe',
    seen: /reminder page/,
    advice: /^Use another tunnel/,
    mends: pageAgain,
  },
  {
    name: 'a tunnel with a password',
    breaks: page({status: 401, headers: {'www-authenticate': 'Basic'}, body: ''}),
    hop: 'probe',
    seen: /asks for a login/,
    advice: /^Make the port public/,
    mends: pageAgain,
  },
  {
    name: 'a tunnel that leads to another program',
    breaks: async world => {
      world.leadsTo = await world.taken();
    },
    hop: 'probe',
    seen: /leads to something else than this listener/,
    advice: /^Let the tunnel lead to port (\d+)/,
    mends: (world, [, port]) => {
      world.leadsTo = Number(port);
    },
  },
  {
    name: 'a tunnel that leads to another monitor',
    breaks: async world => {
      const first = world.monitor;
      await world.startSecondMonitor();
      world.leadsTo = world.monitor;
      world.monitor = first;
      world.flags.port = first;
      world.told = first;
    },
    hop: 'probe',
    seen: /arrived at another convo-monitor/,
    advice: /^Let the tunnel lead to port (\d+)/,
    mends: (world, [, port]) => {
      world.leadsTo = Number(port);
    },
  },
  {
    name: 'a public URL given by hand that is not up',
    breaks: async world => {
      world.flags.tunnel = `http://127.0.0.1:${await freePort()}`;
    },
    hop: 'probe',
    seen: /^nothing listens at/,
    advice: /give the one that is up: --tunnel/,
    mends: world => {
      world.flags.tunnel = world.tunnel;
    },
  },
];
