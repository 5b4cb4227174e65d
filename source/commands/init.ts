import {OURS} from '../config/files.js';
import type {Run} from '../program/options.js';
import {exitOf} from '../run/exit.js';
import {usualPorts} from '../run/init/listening-ports.js';
import {type Proposal, propose} from '../run/init/proposal.js';
import {differences, settingsThere, type There} from '../run/init/there.js';
import {schemaFor, settingsText, writeSettings} from '../run/init/write.js';
import {streamsFor} from '../run/masked-streams.js';
import {canAsk, isYes} from '../run/recordings/ask.js';
import {configInput} from '../run/start.js';
import {warningLine} from '../run/warn.js';
import {counted} from '../text/counted.js';
import {fit, printable, widthOf} from '../text/printable.js';
import {cloudflaredMetrics} from '../tunnel/cloudflared.js';

/** Writes the settings file of this folder from what is found. What is said goes to standard error. Throws `ConfigError` and `WriteError`. */
export const run: Run<'init'> = async (_, {dryRun, yes, ...flags}) => {
  const {out, err} = streamsFor(flags);
  const input = configInput(flags);
  const there = settingsThere(input);
  const proposal = await propose(input, {cloudflared: cloudflaredMetrics, ports: usualPorts});
  for (const text of proposal.warnings) err(warningLine(text));
  err(proposalText(proposal));
  const $schema = schemaFor(input);
  const text = settingsText($schema, proposal.settings);
  if (dryRun) {
    out(text);
    return 0;
  }
  if (there) return leaveAlone(there, differences(there, proposal.settings, input), $schema, err);
  if (!yes && canAsk()) {
    if (!(await isYes(`Write ${counted(proposal.settings.length, 'setting')} to ./${OURS}?`))) {
      err('Nothing was written.\n');
      return 0;
    }
  }
  const written = await writeSettings(input, text, $schema);
  err(`Written: ${written.join(', ')}. Start with: convo-monitor. To check every hop: convo-monitor doctor.\n`);
  return 0;
};

/** A line for each finding: what, and who says so. */
function proposalText({settings, notes}: Proposal): string {
  const rows = settings.map(({name, value, from}) => [name, value, from].map(each => printable(each, 300)));
  const widths = [0, 1].map(column => Math.max(0, ...rows.map(row => widthOf(row[column] ?? printable('')))));
  const lines = rows.map(row => row.map((cell, column) => fit(cell, widths[column] ?? widthOf(cell))).join('  '));
  return [...lines, ...notes.map(note => printable(note, 600))].map(line => `${line.trimEnd()}\n`).join('');
}

function leaveAlone(
  {shown, errors, warnings, hasSchema}: There,
  all: readonly string[],
  $schema: string,
  err: (text: string) => void,
): number {
  for (const text of warnings) err(warningLine(text));
  for (const {message} of errors) err(`Error: ${printable(message, 600)}\n`);
  const differing = errors.length > 0 ? [] : all;
  for (const text of differing) err(`${printable(text, 600)}\n`);
  const left = `${printable(shown, 1000)} exists, and is left alone`;
  if (errors.length > 0 || differing.length > 0) err(`${left}: change it yourself, or move it away.\n`);
  else err(`${left}: it says all of that.\n`);
  if (!hasSchema && errors.length === 0)
    err(`For an editor to complete it, add "$schema": "${printable($schema, 1000)}".\n`);
  return Math.max(differing.length > 0 ? 3 : 0, ...errors.map(exitOf));
}
