import type {KeyChoices} from '../config/key-choices.js';
import {ConfigError} from '../config/problem.js';
import {type ChosenKeys, chooseKeys} from '../store/commands/choose-keys.js';
import type {Model} from '../store/model.js';

/** The keys that our configuration files choose; `problems` when they cannot be used. */
export function chosenKeys({choices, errors}: KeyChoices): ChosenKeys & {problems: readonly string[]} {
  const chosen = chooseKeys(choices);
  return {...chosen, problems: [...errors.map(({message}) => message), ...chosen.clashes]};
}

/** The keys to use on the screen; warns of what to know about them. Throws ConfigError when they clash. */
export function usableKeys(choices: KeyChoices, warn: (text: string) => void): Model['keys'] {
  const {keys, problems, remarks} = chosenKeys(choices);
  const [problem] = problems;
  if (problem !== undefined) throw new ConfigError('keys', problem);
  for (const remark of remarks) warn(remark);
  return keys;
}
