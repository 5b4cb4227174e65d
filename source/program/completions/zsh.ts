import {shellQuoted} from '../../text/shell.js';
import type {CompletedFlag, CompletedVerb, CompletionValue} from './command-line.js';

/** In a description of _arguments. */
const described = (text: string) => text.replace(/[[\]\\:]/g, String.raw`\$&`);

function action({name, words, isFile}: CompletionValue): string {
  const offers = words ? `(${words.join(' ')})` : isFile ? '_files' : ' ';
  const both = words && isFile ? `{_alternative 'word:word:${offers}' 'file:file:_files'}` : offers;
  return `:${described(name)}:${both}`;
}

function spec({flag, help, value, isRepeated}: CompletedFlag): string {
  const optional = value ? action(value) : '';
  return shellQuoted(`${isRepeated ? '*' : ''}${flag}${value ? '=' : ''}[${described(help)}]${optional}`);
}

/** Completion for zsh: sourced, or as the file `_convo-monitor` in a folder of `fpath`. */
export function zsh(line: readonly CompletedVerb[]): string {
  const names = line.flatMap(({name}) => name || []);
  const verbs = line.flatMap(({name, help}) => (name ? [`      ${shellQuoted(`${name}:${described(help)}`)}`] : []));
  const cases = line.map(({name, flags, value}) => {
    const words =
      name === '' ? ["'1: :_convo_monitor_verbs'"] : ["'1: :'", ...(value ? [shellQuoted(`*${action(value)}`)] : [])];
    const specs = [...words, ...flags.map(spec)].map(each => `        ${each}`);
    return `    (${name || "''"})\n      _arguments -S \\\n${specs.join(' \\\n')} ;;`;
  });
  return `#compdef convo-monitor
# zsh completion for convo-monitor. To have it in every shell: convo-monitor completions zsh > a file _convo-monitor in a folder of $fpath
_convo_monitor_verbs() {
  local -a verbs
  verbs=(
${verbs.join('\n')}
  )
  _describe -t verbs 'verb' verbs
}

_convo_monitor() {
  local verb i
  for ((i = 2; i < CURRENT; i++)); do
    case $words[i] in
      (${names.join('|')}) verb=$words[i]; break ;;
    esac
  done
  case $verb in
${cases.join('\n')}
  esac
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _convo_monitor "$@"
else
  compdef _convo_monitor convo-monitor
fi
`;
}
