import {maskValue} from '../output/mask.js';
import {summariesTable} from '../output/summaries-table.js';
import type {Run} from '../program/options.js';
import {addressedBus} from '../run/bus/access.js';
import {busNeeds} from '../run/bus/asked.js';
import {displayOf, usableConfig} from '../run/start.js';
import {streams} from '../run/streams.js';
import {filterOf} from '../run/typed-filter.js';
import {busAddressText} from '../text/bus-address.js';
import {jsonText} from '../text/json.js';
import {printable} from '../text/printable.js';

/** Lists the calls of a team's bus, by the summaries that workers publish. Throws `UsageError` and `BusError`. */
export const run: Run<'calls'> = async ([address], {json, since, application, listener, ...flags}) => {
  const config = usableConfig(flags, {needs: ['bus', 'mask', 'filter', ...busNeeds]});
  const access = addressedBus(config, address);
  const {mask, filter: asked} = displayOf(config);
  const filter = asked === undefined ? undefined : await filterOf(asked);
  const {listCalls, MOST_LISTED} = await import('../run/worker/list.js');
  if (filter) (await import('../run/worker/summary-subject.js')).checkFilter(filter);
  // A team that nobody has named is no choice: all that may be seen is.
  const {team} = config.settings;
  const wanted = {team: team?.layer === 'default' ? undefined : team?.value, application, listener, since, filter};
  let refused = 0;
  const {calls, isAll} = await listCalls(access, wanted, text => {
    refused += 1;
    if (refused <= MOST_TOLD) streams.err(`${printable(text, 1000)}\n`);
  });
  if (refused > MOST_TOLD) streams.err(`${refused - MOST_TOLD} more messages are no summaries, and are left out.\n`);
  const shown = mask ? maskValue(calls) : calls;
  if (json) streams.out(`${jsonText(shown, 2)}\n`);
  else if (shown.length > 0)
    streams.out(summariesTable(shown, process.stdout.isTTY ? process.stdout.columns : undefined));
  if (!isAll) streams.err(`Only the newest ${MOST_LISTED} are listed: ask for fewer (--since, --filter, --team).\n`);
  const url = busAddressText(access.address);
  const isChoice = Object.values(wanted).some(each => each !== undefined);
  if (calls.length === 0)
    streams.err(
      isChoice
        ? `No call at ${url} is as you asked.\n`
        : `There is no summary of a call at ${url} yet: convo-monitor worker ${url} publishes them.\n`,
    );
  return 0;
};

/** Messages that are told of one by one. */
const MOST_TOLD = 5;
