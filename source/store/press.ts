import {commandOf} from './commands/bindings.js';
import {type CommandResult, runCommand, say} from './commands/command.js';
import {keyFor, keyName} from './commands/key-names.js';
import type {Model} from './model.js';
import {isPrompt, isQuestion, modeOf} from './modes.js';
import {typedBy} from './typing/line.js';
import {type} from './typing/typing-commands.js';

/** What a key does now. What the key before it had said goes. */
export function press(model: Model, key: string): CommandResult {
  if (model.view.message === undefined) return pressed(model, key);
  const view = {...model.view, message: undefined};
  return {view, ...pressed({...model, view}, key)};
}

/** It types a character where a line is typed, else it carries out what it is bound to in this mode. */
function pressed(model: Model, key: string): CommandResult {
  const mode = modeOf(model.view);
  const text = isPrompt(mode) ? typedBy(key) : undefined;
  if (text !== undefined) return type(model, text);
  const command = commandOf(model, key);
  if (command) return runCommand(model, command);
  if (isQuestion(mode)) return {view: {...model.view, overlay: undefined}};
  const where = isPrompt(mode)
    ? `while a line is typed: ${keyFor(model, 'cancel')} leaves it.`
    : `here: ${keyFor(model, 'help')} shows the keys.`;
  return say(model, `${keyName(key)} does nothing ${where}`);
}

/** Pasted text goes where text is being typed, and nowhere else: it never presses keys. */
export function paste(model: Model, text: string): CommandResult {
  if (isPrompt(modeOf(model.view))) return type(model, text);
  const [filter, palette] = [keyFor(model, 'filter'), keyFor(model, 'palette')];
  return say(
    model,
    `What was pasted is ignored: paste behind ${filter} for a filter, or behind ${palette} for a command.`,
  );
}
