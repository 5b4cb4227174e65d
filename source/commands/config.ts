import type {ConfigInput} from '../config/candidates.js';
import {describeConfig} from '../config/describe.js';
import {type Config, resolveConfig} from '../config/resolve.js';
import {settingsSchema} from '../config/schema.js';
import {optionTable} from '../program/option-table.js';
import type {Flags, Run} from '../program/options.js';
import {exitOf} from '../run/exit.js';
import {formatAsked} from '../run/json-format.js';
import {streamsFor} from '../run/masked-streams.js';
import {configInput} from '../run/start.js';
import {warningLine} from '../run/warn.js';
import {jsonText} from '../text/json.js';
import {fit, printable, widthOf} from '../text/printable.js';

/** Where the table and the complaints go. */
type ConfigOutput = {out: (text: string) => void; err: (text: string) => void};

export const run: Run<'config'> = async (_, flags) =>
  printConfig({...flags, format: formatAsked(flags)}, configInput({...flags, format: undefined}), streamsFor(flags));

/**
 * Prints every setting with its value (secrets as their size) and, with `showOrigin`, where it comes from and which files
 * were looked at; as `markdown`, the table of flags; as `schema`, the JSON Schema of our file. Returns the exit status: 0, 2 when a value is wrong, 3 when a file cannot be used.
 */
export function printConfig(
  {format, showOrigin = false}: Flags<'config'>,
  input: ConfigInput,
  {out, err}: ConfigOutput,
): number {
  if (format === 'markdown') {
    out(optionTable());
    return 0;
  }
  if (format === 'schema') {
    out(`${jsonText(settingsSchema(), 2)}\n`);
    return 0;
  }
  const config = resolveConfig(input);
  out(format === 'json' ? toJson(config) : toText(config, showOrigin));
  for (const {text} of config.warnings) err(warningLine(text));
  for (const {message} of config.errors) err(`Error: ${printable(message, 600)}\n`);
  return Math.max(0, ...config.errors.map(exitOf));
}

function toText(config: Config, showOrigin: boolean): string {
  const rows = describeConfig(config).map(({name, value, origin}) => {
    const cells = [printable(name), printable(value ?? '–')];
    return showOrigin ? [...cells, printable(origin)] : cells;
  });
  const widths = [0, 1].map(column => Math.max(...rows.map(row => widthOf(row[column] ?? ''))));
  const lines = rows.map(row => row.map((cell, column) => fit(cell, widths[column] ?? widthOf(cell))).join('  '));
  const files = config.files.map(({path, state, owner, for: other}) => {
    const why = other === undefined ? '' : `: ${printable(other)} is taken whole`;
    return `${fit(printable(state), 10)}  ${printable(path)}${owner ? ` (${owner})` : ''}${why}`;
  });
  const parts = showOrigin ? [...lines, '', 'Files, the strongest first:', ...files] : lines;
  return parts.map(line => `${line.trimEnd()}\n`).join('');
}

function toJson(config: Config): string {
  const settings = Object.fromEntries(describeConfig(config).map(({name, ...row}) => [name, row]));
  const errors = config.errors.map(({code, message}) => ({code, text: message}));
  const {files, warnings} = config;
  return `${jsonText({settings, files, warnings, errors}, 2)}\n`;
}
