import {applicationApi} from '../link/api.js';
import {applicationText, differenceJson, differenceText, type LinkAction} from '../link/describe.js';
import {type Difference, type Link, leftToRestore, openLink, type Planned} from '../link/link.js';
import type {Run} from '../program/options.js';
import {exitStatusOf} from '../run/exit.js';
import {accountOf, applicationIdOf, destinationOf, linksFolder, needed} from '../run/link/account.js';
import {agree} from '../run/link/agree.js';
import {type FoundUrl, findUrl} from '../run/link/find-url.js';
import {stayUntilSignalled} from '../run/link/signalled.js';
import {streamsFor} from '../run/masked-streams.js';
import {usableConfig} from '../run/start.js';
import {printable} from '../text/printable.js';
import {version} from '../version.js';

/** Tries to put back where the API is busy or cannot be reached. */
const TRIES = 3;

/** What the verb says, and where. */
type Say = {err: (text: string) => void; show: (action: LinkAction, difference: Difference) => void};

/**
 * Sets the application's webhook URLs to the public URL that leads here, stays until a signal comes, and puts the old ones back. Throws `ConfigError`,
 * `UsageError`, `LinkError` and `WriteError`.
 */
export const run: Run<'link'> = async (_, {yes, json, dryRun, ...flags}) => {
  const {out, err} = streamsFor(flags);
  const config = usableConfig(flags, {needs: [...needed, 'tunnel', 'port', 'host', 'ngrokApi']});
  const account = accountOf(config, 'convo-monitor link');
  const applicationId = applicationIdOf(config, 'convo-monitor link');
  const found = await findUrl(config);
  const {apiUrl} = account;
  const api = applicationApi(account, applicationId);
  const link = await openLink({api, applicationId, apiUrl, folder: linksFolder(), version});
  const {signalled, letGo} = stayUntilSignalled(err);
  const show = (action: LinkAction, difference: Difference) => {
    if (json) out(differenceJson(action, difference, {applicationId, url: found.url}));
    else if (action !== 'linked') err(differenceText(difference));
  };
  try {
    if (link.left()) err('An earlier link was never put back: what is kept are the URLs from before that.\n');
    const planned = await link.plan(destinationOf(config, found.url));
    err(aboutText(found, applicationText(applicationId, planned.name)));
    if (dryRun || !json) show('plan', planned);
    const asking = dryRun ? false : agree(QUESTION, {yes, isDry: '--dry-run to see what would be'});
    const agreed = await Promise.race([asking, signalled]);
    if (agreed !== true) {
      err('Nothing was changed.\n');
      return agreed === false ? 0 : agreed;
    }
    return await hold(link, planned, {applicationId, signalled, err, show});
  } finally {
    letGo();
    await link.release();
  }
};

const QUESTION = 'Set these URLs until this ends, and put the old ones back then?';

function aboutText({url, arrives}: FoundUrl, application: string): string {
  const lines = [`${application}:`];
  if (!arrives)
    lines.unshift(
      `Warning: no convo-monitor answers through ${url} yet. Start it with the same flags, or calls go to whatever listens there.`,
    );
  return lines.map(line => `${printable(line, 600)}\n`).join('');
}

type Hold = Say & {applicationId: string; signalled: Promise<number>};

/** Sets, waits for a signal, and puts back. Returns the exit status: that of what went wrong says more than that of the signal. */
async function hold(link: Link, planned: Planned, {applicationId, signalled, err, show}: Hold): Promise<number> {
  let exit: number;
  try {
    show('linked', await link.set(planned));
    err('Linked. The old URLs are put back when this ends (Ctrl-C).\n');
    exit = await signalled;
  } catch (error) {
    // How far it came is not known: whatever came through is put back.
    exit = exitStatusOf(error);
  }
  try {
    const restored = await link.restore({tries: TRIES});
    if (restored) show('restored', restored);
    err('The old URLs are back.\n');
    return exit;
  } catch (error) {
    if (error instanceof Error) error.message = leftToRestore(error, applicationId);
    throw error;
  }
}
