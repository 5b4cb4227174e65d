import {type LastWebhooks, lastWebhooks} from '../recording/last-webhooks.js';
import {asHttpUrl} from '../text/url.js';
import {quickTunnels} from '../tunnel/cloudflared.js';
import {ngrokTunnels, type Tunnel} from '../tunnel/ngrok.js';
import type {VonageApplication} from '../vonage/application.js';
import {type Answering, askAnswering} from './evidence/answering.js';
import {type ApiSeen, askApplication, askConversations, askNumbers} from './evidence/api.js';
import {lookAtPort, type PortSeen} from './evidence/port.js';
import {askProbe, type ProbeSeen} from './evidence/probe.js';
import type {Plan} from './plan.js';
import {type PublicUrl, publicUrlsOf} from './public-url.js';
import {applicationIn} from './seen.js';

/** All that was seen: what hops are judged from. */
export type Evidence = ApiSeen & {
  port: PortSeen;
  answering: Answering;
  /** Of ngrok's agent; absent where none answers. */
  tunnels?: readonly Tunnel[];
  /** Absent where no public URL is known. */
  probe?: ProbeSeen;
  webhooks: LastWebhooks;
};

/** Asks everything there is to ask, at once where nothing has to be known first. Never rejects for what is broken. */
export async function gather(plan: Plan): Promise<Evidence> {
  const port = await lookAtPort(plan);
  try {
    const asking = askApplication(plan);
    const knowing = asking.then(asked => applicationIn({application: asked}));
    const looking = plan.ngrokApi === undefined ? undefined : ngrokTunnels(plan.ngrokApi);
    const [conversations, application, numbers, tunnels, answering, probe, webhooks] = await Promise.all([
      askConversations(plan),
      asking,
      askNumbers(plan),
      looking,
      knowing.then(known => askAnswering(plan, asAskedBy(known, plan))),
      Promise.all([looking, quickTunnels(plan.cloudflared), knowing]).then(([tunnels, quick, application]) =>
        probeThrough(publicUrlsOf(plan, {tunnels, quick, application})),
      ),
      lastWebhooks(plan.recordings),
    ]);
    return {port: port.seen, conversations, application, numbers, tunnels, answering, probe, webhooks};
  } finally {
    await port.close();
  }
}

/** Tries every public URL: what counts is the one through which a probe arrives, else the likeliest. */
async function probeThrough(urls: readonly PublicUrl[]): Promise<ProbeSeen | undefined> {
  const probes = await Promise.all(urls.map(askProbe));
  return probes.find(({arrived}) => arrived !== undefined) ?? probes[0];
}

/** How Vonage asks for an answer, and where: as the application has it, else as it does where nobody says. */
function asAskedBy(application: VonageApplication | undefined, {routes, answering}: Plan) {
  const {answer, event} = application?.voice ?? {};
  const pathOf = (address = '') => (answering.kind === 'forward' ? asHttpUrl(address)?.pathname : undefined);
  return {
    method: answer?.method === 'POST' ? ('POST' as const) : ('GET' as const),
    answer: pathOf(answer?.address) ?? routes.answer,
    event: pathOf(event?.address) ?? routes.event,
  };
}
