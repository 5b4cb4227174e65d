import {defaultOf} from './commander.js';
import {options} from './options.js';

type Row = {
  flag: string;
  takes?: string;
  help: string;
  verbs: readonly string[];
  env?: readonly string[];
  default?: unknown;
  otherwise?: string;
  not?: string;
};

/** The flags of the verbs that listen as a table in Markdown, with where else each can be given: the README's list. */
export function optionTable(): string {
  const rows = (options as readonly Row[]).filter(({verbs}) => verbs.includes('monitor') || verbs.includes('demo'));
  return [
    '| flag | environment | file key | default | what it does |',
    '|---|---|---|---|---|',
    ...rows.map(row => `| ${cellsOf(row).join(' | ')} |`),
    '',
  ].join('\n');
}

function cellsOf(row: Row): string[] {
  const {flag, takes, env, help, not} = row;
  const written = code(takes === undefined ? flag : `${flag} ${takes}`);
  const usual = defaultOf(row) ?? '';
  return [
    not === undefined ? written : `${written}, ${code(flag.replace('--', '--no-'))}`,
    env?.[0] === undefined ? '' : code(env[0]),
    env === undefined ? '' : code(flag.slice(2).replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())),
    usual,
    not === undefined ? help : `${help}; or ${not}`,
  ].map(cell => cell.replaceAll('|', '\\|'));
}

function code(text: string): string {
  return `\`${text}\``;
}
