import type {CompletedFlag, CompletedVerb, CompletionValue} from './command-line.js';

const quoted = (text: string) => `'${text.replace(/[\\']/g, String.raw`\$&`)}'`;

/** `-x`: a value is needed, and it is no file; `-r`: it may be one. */
function offer({words, isFile}: CompletionValue): string {
  const list = words ? ` -a ${quoted(words.join(' '))}` : '';
  return `${isFile ? ' -r -F' : ' -x'}${list}`;
}

const flagLine =
  (condition: string) =>
  ({flag, help, value}: CompletedFlag): string =>
    `complete -c convo-monitor -n ${quoted(condition)} -l ${flag.slice(2)}${value ? offer(value) : ''} -d ${quoted(help)}`;

/** Completion for fish. */
export function fish(line: readonly CompletedVerb[]): string {
  const names = line.flatMap(({name}) => name || []);
  const none = `not __fish_seen_subcommand_from ${names.join(' ')}`;
  const lines = line.flatMap(({name, help, value, flags}) => {
    if (name === '') return flags.map(flagLine(none));
    const here = `__fish_seen_subcommand_from ${name}`;
    const words = value?.words ? ` -a ${quoted(value.words.join(' '))}` : '';
    return [
      `complete -c convo-monitor -n ${quoted(none)} -a ${name} -d ${quoted(help)}`,
      ...(value ? [`complete -c convo-monitor -n ${quoted(here)}${value.isFile ? ' -F' : ''}${words}`] : []),
      ...flags.map(flagLine(here)),
    ];
  });
  return `# fish completion for convo-monitor. To have it in every shell: convo-monitor completions fish > ~/.config/fish/completions/convo-monitor.fish
complete -c convo-monitor -f
${lines.join('\n')}
`;
}
