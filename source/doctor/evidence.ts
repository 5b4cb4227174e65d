import {type LastWebhooks, lastWebhooks} from '../recording/last-webhooks.js';
import {asHttpUrl} from '../text/url.js';
import {quickTunnels} from '../tunnel/cloudflared.js';
import {ngrokTunnels, type Tunnel} from '../tunnel/ngrok.js';
import {type Probe, sendProbe} from '../tunnel/probe.js';
import type {VonageApplication} from '../vonage/application.js';
import {type AnsweringEvidence, askAnswering} from './evidence/answering.js';
import {type ApiSeen, askApplication, askConversations, askNumbers} from './evidence/api.js';
import {lookAtPort, type PortSeen} from './evidence/port.js';
import type {Plan} from './plan.js';
import {type PublicUrl, publicUrlsOf} from './public-url.js';
import {applicationIn} from './seen.js';

/** All that was seen: what hops are judged from. */
export type Evidence = ApiSeen & {
  port: PortSeen;
  answering: AnsweringEvidence;
  /** Of ngrok's agent; absent where none answers. */
  tunnels?: readonly Tunnel[];
  /** Absent where no public URL is known. */
  probe?: ProbeSeen;
  webhooks: LastWebhooks;
};

/** Hears what is asked, by the names of hops, and when that is answered: somebody may wait. */
export type HopWatcher = (hop: string, answer: Promise<unknown>) => void;

/** Asks everything there is to ask, at once where nothing has to be known first. Never rejects for what is broken. */
export async function gatherEvidence(plan: Plan, watch: HopWatcher = () => undefined): Promise<Evidence> {
  const watched = <Answer>(hop: string, answer: Promise<Answer>): Promise<Answer> => {
    watch(hop, answer);
    return answer;
  };
  const port = await watched('port', lookAtPort(plan));
  try {
    const asking = watched('application', askApplication(plan));
    const knowing = asking.then(asked => applicationIn({application: asked}));
    const looking = plan.ngrokApi === undefined ? undefined : ngrokTunnels(plan.ngrokApi);
    const finding = watched('tunnel', Promise.all([looking, quickTunnels(plan.cloudflared)]));
    const [conversations, application, numbers, [tunnels], answering, probe, webhooks] = await Promise.all([
      watched('API', askConversations(plan)),
      asking,
      watched('number', askNumbers(plan)),
      finding,
      knowing.then(known => watched('answer', askAnswering(plan, asAskedBy(known, plan)))),
      Promise.all([finding, knowing]).then(([[tunnels, quick], application]) =>
        watched('probe', probeThrough(publicUrlsOf(plan, {tunnels, quick, application}))),
      ),
      watched('webhooks', lastWebhooks(plan.recordings)),
    ]);
    return {port: port.seen, conversations, application, numbers, tunnels, answering, probe, webhooks};
  } finally {
    await port.close();
  }
}

/** A probe through a public URL that somebody names. */
type ProbeSeen = Probe & {to: PublicUrl};

/** Sends a probe through a public URL. */
async function askProbe(to: PublicUrl): Promise<ProbeSeen> {
  return {...(await sendProbe(to.url)), to};
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
