import {UsageError} from '../config/problem.js';
import {bash} from '../program/completions/bash.js';
import {commandLine} from '../program/completions/command-line.js';
import {fish} from '../program/completions/fish.js';
import {zsh} from '../program/completions/zsh.js';
import type {Run} from '../program/options.js';
import {streams} from '../run/streams.js';
import {scenarios} from '../simulator/index.js';
import {printable} from '../text/printable.js';
import {suggest} from '../text/suggest.js';

const shells = {bash, zsh, fish};

/** Prints what a shell needs to complete verbs, flags and their values. Throws `UsageError` where there is no such shell. */
export const run: Run<'completions'> = async ([shell = '']) => {
  const known = Object.keys(shells);
  if (!Object.hasOwn(shells, shell)) {
    const meant = suggest(shell, known);
    throw new UsageError(
      `completions takes bash, zsh or fish; it was "${printable(shell)}".${meant ? ` Did you mean ${meant}?` : ''}`,
    );
  }
  const names = scenarios.map(({name}) => name);
  const words = {demo: names, simulate: names, recordings: ['list', 'prune'], completions: known};
  streams.out(shells[shell as keyof typeof shells](commandLine(words)));
  return 0;
};
