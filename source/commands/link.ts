import {applicationApi} from '../link/api.js';
import {applicationText, differenceJson, differenceText} from '../link/describe.js';
import {openLink} from '../link/link.js';
import type {Run} from '../program/options.js';
import {accountOf, applicationIdOf, destinationOf, linksFolder, needed} from '../run/link/account.js';
import {agree} from '../run/link/agree.js';
import {anotherUrl, doubtsOf, findUrl} from '../run/link/find-url.js';
import {holdLink, type Say} from '../run/link/hold.js';
import {stayUntilSignalled} from '../run/link/signalled.js';
import {streamsFor} from '../run/masked-streams.js';
import {usableConfig} from '../run/start.js';
import {warningLine} from '../run/warn.js';
import {printable} from '../text/printable.js';
import {version} from '../version.js';

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
  const show: Say['show'] = (action, difference, url) => {
    if (json) out(differenceJson(action, difference, {applicationId, url}));
    else if (action !== 'linked') err(differenceText(difference));
  };
  try {
    if (link.journal()) err('An earlier link was never put back: what is kept are the URLs from before that.\n');
    const planned = await link.plan(destinationOf(config, found.url));
    if (planned.changes.length === 0 && !link.journal()) {
      err(`The application's webhook URLs lead to ${printable(found.url, 300)} already: there is nothing to set.\n`);
      return 0;
    }
    for (const doubt of doubtsOf(found)) err(warningLine(doubt));
    err(`${printable(applicationText(applicationId, planned.name), 300)}:\n`);
    if (dryRun || !json) show('plan', planned, found.url);
    const asking = dryRun ? false : agree(QUESTION, {yes, isDry: '--dry-run to see what would be'});
    const agreed = await Promise.race([asking, signalled]);
    if (agreed !== true) {
      err('Nothing was changed.\n');
      return agreed === false ? 0 : agreed;
    }
    const another = (than: string) => anotherUrl(config, than);
    const planFor = (url: string) => link.plan(destinationOf(config, url));
    return await holdLink(link, planned, {applicationId, signalled, err, show, another, planFor});
  } finally {
    letGo();
    await link.release();
  }
};

const QUESTION = 'Set these URLs until this ends, and put the old ones back then?';
