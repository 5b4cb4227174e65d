import {shellQuoted} from '../../text/shell.js';
import type {CompletedVerb, CompletionValue} from './command-line.js';

function offer({words, isFile}: CompletionValue): string {
  const offers = [...(words ? [`words=${shellQuoted(words.join(' '))}`] : []), ...(isFile ? ['files=1'] : [])];
  return offers.join('; ') || ':';
}

/** Completion for bash, from 3.2 on, which macOS still has. */
export function bash(line: readonly CompletedVerb[]): string {
  const names = line.flatMap(({name}) => name || []);
  const values = line.flatMap(({name, flags}) =>
    flags.flatMap(({flag, value}) => (value ? [`    ${name},${flag}) ${offer(value)} ;;`] : [])),
  );
  const places = line.map(({name, flags, value}) => {
    const written = flags.map(({flag}) => flag).join(' ');
    const other = name === '' ? `words=${shellQuoted(names.join(' '))}` : value ? offer(value) : ':';
    return `        ${name || "''"}) if [[ $cur == -* ]]; then words=${shellQuoted(written)}; else ${other}; fi ;;`;
  });
  return `# bash completion for convo-monitor. To have it in every shell: convo-monitor completions bash >> ~/.bashrc
_convo_monitor() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} verb='' words='' files='' i
  local IFS=$' \\t\\n'
  COMPREPLY=()
  # bash takes --flag=value apart.
  if [[ $cur == '=' ]]; then cur=''
  elif [[ $prev == '=' && COMP_CWORD -gt 2 ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      ${names.join('|')}) verb=\${COMP_WORDS[i]}; break ;;
    esac
  done
  case $verb,$prev in
${values.join('\n')}
    *)
      case $verb in
${places.join('\n')}
      esac ;;
  esac
  [[ -n $words ]] && COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if [[ -n $files ]]; then
    compopt -o filenames 2>/dev/null
    IFS=$'\\n'
    COMPREPLY+=($(compgen -f -- "$cur"))
  fi
}
complete -F _convo_monitor convo-monitor
`;
}
