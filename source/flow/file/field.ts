import * as z from 'zod';
import {statusNames} from '../../call/status.js';
import {suggest} from '../../text/suggest.js';
import {actions, currentActions, meantAction} from '../../vonage/ncco/actions.js';
import {problemCodes} from '../../world/read/problems.js';
import {type Bounds, readBounds, type Unit} from './bounds.js';
import {type Pattern, readPattern} from './pattern.js';
import {readSequence, type Sequence} from './sequence.js';
import {Wrong} from './wrong.js';

/** A field that `read` makes of what the file holds, and that editors know by a JSON Schema of its own. */
export function field<Value>(help: string, read: (given: unknown) => Value, schema: object) {
  return z
    .unknown()
    .transform((given, context): Value => {
      try {
        return read(given);
      } catch (error) {
        if (!(error instanceof Wrong)) throw error;
        context.addIssue({code: 'custom', message: error.message, path: error.item === undefined ? [] : [error.item]});
        return z.NEVER;
      }
    })
    .meta({...schema, description: help})
    .optional();
}

const textOrNumber = {type: ['string', 'number']};
const listOf = (items: object) => ({anyOf: [{type: 'string'}, {type: 'array', items}]});

/** Bounds of a number. */
export const bounds = (help: string, unit: Unit, examples: readonly string[]) =>
  field(
    help,
    (given): Bounds => {
      if (typeof given === 'string' || typeof given === 'number') return readBounds(String(given), unit);
      throw new Wrong(`Write bounds, such as ${examples.join(', or ')}.`);
    },
    {...textOrNumber, examples},
  );

/** A text that `*` may stand in. */
export const pattern = (help: string) => field(help, (given): Pattern => readPattern(given), textOrNumber);

/** One of some words. */
export const word = <Word extends string>(help: string, words: readonly Word[]) =>
  field(
    help,
    (given): Word => {
      const found = words.find(each => each === given);
      if (found !== undefined) return found;
      throw new Wrong(`${unknownText('value', given, words)}`);
    },
    {enum: words},
  );

/** Statuses in their order. */
export const statusSequence = (help: string) =>
  field(
    help,
    (given): Sequence =>
      readSequence(given, each => {
        if (!(statusNames as readonly string[]).includes(each))
          throw new Wrong(unknownText('status', each, statusNames));
      }),
    listOf({anyOf: [{enum: [...statusNames, '...']}, {type: 'string'}]}),
  );

/** Actions of NCCOs in their order: by name (`talk`), or in a few words (`connect phone *`). */
export const actionSequence = (help: string) =>
  field(
    help,
    (given): Sequence =>
      readSequence(given, each => {
        const [name = ''] = each.split(' ');
        // What no action is called may be expected as well: Vonage refuses it.
        const meant = name.includes('*') || actions.has(name) ? undefined : meantAction(name);
        if (meant !== undefined) throw new Wrong(`There is no action "${name}": did you mean ${meant}?`);
      }),
    listOf({anyOf: [{enum: [...currentActions, '...']}, {type: 'string'}]}),
  );

/** Texts in their order, or words of which each stands for itself. */
export const textSequence = (help: string) =>
  field(help, (given): Sequence => readSequence(given), listOf(textOrNumber));

/** `none`, or the codes of problems. */
export const problemList = (help: string) =>
  field(
    help,
    (given): Sequence =>
      readSequence(given, each => {
        const known: readonly string[] = problemCodes;
        if (!each.includes('*') && !known.includes(each)) throw new Wrong(unknownText('problem', each, known));
      }),
    listOf({anyOf: [{enum: problemCodes}, {type: 'string'}]}),
  );

/** That there is no such word, and which is probably meant. */
export function unknownText(what: string, given: unknown, known: readonly string[]): string {
  const text = typeof given === 'string' ? given : JSON.stringify(given);
  const meant = suggest(text, known);
  return `There is no ${what} "${text}": ${meant ? `did you mean ${meant}?` : `known are ${known.join(', ')}.`}`;
}
