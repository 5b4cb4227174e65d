import * as z from 'zod';
import type {Paging, ToolAnswer} from './answer.js';
import {ROWS} from './bounds.js';
import type {ReadableRecordings} from './readable-recordings.js';
import type {Shelf} from './shelf.js';

/** What the tools work with. */
export type Context = {
  recordings: ReadableRecordings;
  shelf: Shelf;
  /** The flags of the command line that are settings: files and environment are read again each time. */
  flags: object;
  /** Hides the middle of phone numbers. */
  mask: boolean;
  /** Origins that simulated calls may go to besides this machine. */
  allowed: readonly string[];
};

/** One thing that an assistant can ask for. */
export type Tool = {
  name: string;
  title: string;
  description: string;
  input: z.ZodObject;
  /** It sends something to an application. */
  sends?: true;
  /** It asks others than this machine. */
  isOpen?: true;
  run(input: unknown, context: Context, signal: AbortSignal): Promise<{answer: ToolAnswer; paging: Paging}>;
};

type Row<Input extends z.ZodObject> = Omit<Tool, 'run' | 'input'> & {
  input: Input;
  run(input: z.infer<Input>, context: Context, signal: AbortSignal): ToolAnswer | Promise<ToolAnswer>;
};

/** A tool whose input has been looked at before it runs. */
export function tool<Input extends z.ZodObject>({run, ...row}: Row<Input>): Tool {
  return {
    ...row,
    async run(input, context, signal) {
      const read = row.input.parse(input);
      const {cursor, limit} = z.object(paging).parse(read);
      return {answer: await run(read, context, signal), paging: {cursor, limit}};
    },
  };
}

/** Inputs of each tool that has rows. */
export const paging = {
  cursor: z.string().max(20).optional().describe('where the answer before said to go on'),
  limit: z.int().min(1).max(ROWS.most).optional().describe(`rows at most; ${ROWS.usual} where nothing is said`),
};

/** Which recording. */
export const recording = z.string().min(1).max(1000).describe('the name of a recording, as list_recordings has it');

/** Which call of it. */
export const call = z
  .union([z.string().max(200), z.int().min(1)])
  .optional()
  .describe(
    'its number, or the beginning of the id of its conversation or of a leg; left out where there is one call only',
  );
