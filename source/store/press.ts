import {commandOf} from './commands/bindings.js';
import {type Change, runCommand} from './commands/command.js';
import type {Model} from './model.js';
import {isPrompt, isQuestion, modeOf} from './modes.js';
import {typedBy} from './typing/line.js';
import {type} from './typing/typing-commands.js';

/** What a key does now: it types a character where a line is typed, else it carries out what it is bound to in this mode. */
export function press(model: Model, key: string): Change {
  const mode = modeOf(model.view);
  const text = isPrompt(mode) ? typedBy(key) : undefined;
  if (text !== undefined) return type(model, text);
  const command = commandOf(model, key);
  if (command) return runCommand(model, command);
  return isQuestion(mode) ? {view: {...model.view, overlay: undefined}} : {};
}

/** Pasted text goes where text is being typed, and nowhere else: it never presses keys. */
export function paste(model: Model, text: string): Change {
  return type(model, text);
}
