import {span} from '../../text/time.js';
import {pageIn} from '../../tunnel/pages.js';
import type {Evidence} from '../evidence.js';
import {broken, type Hop, type HopResult, ok, unknown} from '../hop.js';
import {faultOf, type Plan} from '../plan.js';

/** The way from the world to the listener: who says where it begins, and whether a probe of ours gets through. */
export const tunnelHops: readonly Hop[] = [
  {id: 'tunnel', title: 'tunnel', judge: judgeTunnel},
  {id: 'probe', title: 'probe', judge: judgeProbe},
];

function judgeTunnel(plan: Plan, evidence: Evidence): HopResult {
  const fault = faultOf(plan, 'tunnel', 'ngrokApi');
  if (fault) return broken(fault, 'Give the public URL that leads here: --tunnel https://….');
  const {port = 3000, tunnel, ngrokApi} = plan;
  const {tunnels, probe} = evidence;
  if (tunnel !== undefined) return ok(`${tunnel}, as --tunnel says`);
  const asked = ngrokApi === undefined ? {} : {asked: `GET ${ngrokApi}/api/tunnels`};
  const here = tunnels?.find(each => each.port === port);
  if (here) return ok(`ngrok’s ${here.url} leads to port ${port}`, asked);
  if (probe && hasArrived(evidence))
    return ok(
      probe.to.by === 'cloudflared'
        ? `cloudflared’s ${probe.to.url} leads here`
        : `${probe.to.url}, which the application has, leads here`,
    );
  const run = `Run: ngrok http ${port} — and put its URL into the application`;
  const [other] = tunnels ?? [];
  if (other) {
    const seen = `ngrok’s ${other.url} leads to port ${other.port}, and the monitor listens on ${port}`;
    return broken(seen, `Run: ngrok http ${port} — or listen where it leads to: --port ${other.port}.`, asked);
  }
  const looked = ngrokApi === undefined ? 'agents are not asked (--ngrok-api off)' : 'ngrok’s agent does not run here';
  if (probe?.to.by === 'cloudflared') {
    const seen = `cloudflared’s ${probe.to.url} does not lead here`;
    return broken(
      seen,
      `Run: cloudflared tunnel --url http://localhost:${port} — and put its URL into the application.`,
      asked,
    );
  }
  if (probe)
    return broken(
      `none leads here: ${looked}, and ${probe.to.url} of the answer URL does not either`,
      `${run}.`,
      asked,
    );
  return unknown(
    `none was found: ${looked}`,
    `${run}; or give the public URL of another tunnel: --tunnel https://….`,
    asked,
  );
}

/** Whether the probe came to the listener on our port, and to no other. */
export function hasArrived({probe, port}: Evidence): boolean {
  return probe?.arrived !== undefined && 'listener' in port && probe.arrived.listener === port.listener;
}

function judgeProbe(_: Plan, evidence: Evidence): HopResult {
  const {probe, port} = evidence;
  if (!probe) return unknown('no public URL is known to send it through', 'See tunnel.');
  if (!('listener' in port)) return unknown('nothing of ours listens to see it arrive', 'See port.');
  const {asked, answer, failure, arrived, to} = probe;
  const lead = `Let the tunnel lead to port ${port.port}: ngrok http ${port.port}`;
  if (!answer)
    return broken(failure ?? '', `Start the tunnel again, or give the one that is up: --tunnel https://….`, {asked});
  const besides = {asked, ms: answer.ms};
  if (hasArrived(evidence)) {
    const there = Math.max(0, (arrived?.at ?? answer.sentAt) - answer.sentAt);
    return ok(
      `it arrived here in ${span(there)}, and its answer came back in ${span(Math.max(0, answer.ms - there))}`,
      besides,
    );
  }
  if (arrived) return broken('it arrived at another convo-monitor', `${lead}, or stop the other.`, besides);
  const page = pageIn(answer, port.port);
  if (page) return broken(`${answer.status}: ${page.what}`, page.advice, besides);
  return broken(`${answer.status}: ${to.url} leads to something else than this listener`, `${lead}.`, besides);
}
