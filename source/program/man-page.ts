import {defaultOf} from './commander.js';
import {type Verb, type VerbRow, verbs} from './options.js';
import {rowsOf, type VerbOption} from './rows-of.js';

/** Text that roff takes for nothing but text. */
function roff(text: string): string {
  const plain = text.replaceAll('\\', String.raw`\e`).replaceAll('-', String.raw`\-`);
  return plain.replace(/^[.']/gm, String.raw`\&$&`);
}

const bold = (text: string) => String.raw`\fB${roff(text)}\fR`;

/** What stands in the SYNOPSIS and above each verb's flags. */
function usage(verb: Verb): string {
  const {takes}: VerbRow = verbs[verb];
  return [
    verb === 'monitor' ? 'convo-monitor' : `convo-monitor ${verb}`,
    '[options]',
    ...(takes ? [takes[0]] : []),
  ].join(' ');
}

function flagLines({flag, takes, help, not, env, ...row}: VerbOption): string[] {
  const usual = defaultOf(row);
  const says = [
    `${help}.`,
    ...(usual === undefined ? [] : [`Default: ${usual}.`]),
    ...(env?.[0] === undefined ? [] : [`Environment: ${env[0]}.`]),
  ];
  const written = `${bold(flag)}${takes === undefined ? '' : ` ${roff(takes)}`}`;
  const opposite = not === undefined ? [] : ['.TP', bold(flag.replace('--', '--no-')), roff(not)];
  return ['.TP', written, ...says.map(roff), ...opposite];
}

function verbLines(verb: Verb): string[] {
  const {help, examples}: VerbRow = verbs[verb];
  return [
    `.SS ${bold(usage(verb))}`,
    roff(help),
    ...rowsOf(verb).flatMap(flagLines),
    '.PP',
    'Examples:',
    '.nf',
    ...examples.map(example => `  ${roff(example)}`),
    '.fi',
  ];
}

const statuses: readonly (readonly [string, string])[] = [
  ['0', 'fine; with diff, the calls are alike'],
  ['1', 'what was waited for did not happen, a call failed, or calls differ'],
  ['2', 'wrong usage'],
  ['3', 'configuration, credentials, a file that is not there or holds something else, or a Node that is too old'],
  ['4', 'network, such as a port in use'],
  ['129, 130, 143', 'hung up, interrupted, terminated'],
  ['141', 'nobody reads the output any more'],
];

/** The manual page of section 1, which ships with the package. */
export function manPage(version: string): string {
  return `${[
    `.TH CONVO\\-MONITOR 1 "" "convo\\-monitor ${roff(version)}" "User Commands"`,
    '.SH NAME',
    roff('convo-monitor - watch Vonage voice calls live in one terminal'),
    '.SH SYNOPSIS',
    ...(Object.keys(verbs) as Verb[]).flatMap(verb => [roff(usage(verb)), '.br']),
    '.SH DESCRIPTION',
    roff(verbs.monitor.help),
    'On a terminal it draws the call; elsewhere it prints lines. Every observation is recorded.',
    'On the screen, ? shows the keys.',
    '.SH VERBS AND OPTIONS',
    ...(Object.keys(verbs) as Verb[]).flatMap(verbLines),
    '.SH EXIT STATUS',
    ...statuses.flatMap(([status, meaning]) => ['.TP', bold(status), roff(meaning)]),
    '.SH FILES',
    '.TP',
    bold('convo-monitor.json'),
    roff('Settings of a project, in its folder. convo-monitor config --show-origin lists every file that is read.'),
    '.TP',
    bold('~/.local/state/convo-monitor/recordings/'),
    roff('Recordings: convo-monitor recordings.'),
  ].join('\n')}\n`;
}
