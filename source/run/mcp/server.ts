import {Server} from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type Tool as ToolEntry,
} from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import {maskNumbers} from '../../text/numbers.js';
import {printable} from '../../text/printable.js';
import {hideSecrets} from '../../text/secrets.js';
import {suggest} from '../../text/suggest.js';
import {version} from '../../version.js';
import {isForeseen} from '../exit.js';
import {DATA, resultOf} from './answer.js';
import type {Context, Tool} from './tool.js';
import {tools} from './tools.js';

/** What a client is told at the beginning. */
const instructions = [
  'convo-monitor records the calls of Vonage voice applications: webhooks, the Conversation API, legs, members, events, and why a call ended.',
  'Begin with list_recordings, then list_calls, then call_verdict; call_ladder and call_events show what happened, explain says what a word of Vonage’s means.',
  'Answers are short: what was left off is said, with the cursor to ask for it.',
  DATA,
].join(' ');

/** The server with all tools; `onCall` hears of each call that is being answered, `complain` of what nobody foresaw. */
export function createServer(
  context: Context,
  {onCall, complain}: {onCall: (call: Promise<unknown>) => void; complain: (text: string) => void},
): Server {
  const server = new Server(
    {name: 'convo-monitor', title: 'convo-monitor', version},
    {capabilities: {tools: {}}, instructions},
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({tools: tools.map(entryOf)}));
  server.setRequestHandler(CallToolRequestSchema, ({params}, {signal}) => {
    const found = tools.find(({name}) => name === params.name);
    if (!found) throw new McpError(ErrorCode.InvalidParams, noTool(params.name));
    const answered = callTool(found, params.arguments ?? {}, {context, signal, complain});
    onCall(answered);
    return answered;
  });
  server.onerror = error => complain(`A message could not be used: ${error.message}`);
  return server;
}

function entryOf({name, title, description, input, sends, isOpen}: Tool): ToolEntry {
  const schema = z.toJSONSchema(input, {io: 'input'});
  return {
    name,
    title,
    description,
    inputSchema: {...schema, type: 'object'} as ToolEntry['inputSchema'],
    annotations: {
      title,
      readOnlyHint: sends !== true,
      destructiveHint: false,
      idempotentHint: sends !== true,
      openWorldHint: isOpen === true || sends === true,
    },
  };
}

function noTool(name: string): string {
  const names = tools.map(each => each.name);
  const meant = suggest(name, names);
  return `There is no tool ${printable(name, 100)}. ${meant ? `Did you mean ${meant}?` : `There are: ${names.join(', ')}.`}`;
}

type Calling = {context: Context; signal: AbortSignal; complain: (text: string) => void};

/** Never rejects: what went wrong is an answer, too. */
async function callTool(tool: Tool, input: unknown, {context, signal, complain}: Calling): Promise<CallToolResult> {
  try {
    const {answer, paging} = await tool.run(input, context, signal);
    return resultOf(answer, paging, context.mask);
  } catch (error) {
    const isExpected = error instanceof z.ZodError || isForeseen(error);
    if (!isExpected) complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return {content: [{type: 'text', text: whatWentWrong(tool, error, isExpected, context.mask)}], isError: true};
  }
}

/** Characters of what is said of an error. */
const LONGEST = 1500;

function whatWentWrong(tool: Tool, error: unknown, isExpected: boolean, mask: boolean): string {
  const said = error instanceof Error ? error.message : String(error);
  const text =
    error instanceof z.ZodError
      ? wrongInput(tool, error)
      : isExpected
        ? said
        : `Something went wrong in ${tool.name} that nobody foresaw: ${said}. The log of this server, on standard error, has more.`;
  const shown = hideSecrets(text);
  return printable(mask ? maskNumbers(shown) : shown, LONGEST);
}

/** `call_events: limit: Too big: expected number to be <=200.` */
function wrongInput({name, input}: Tool, {issues}: z.ZodError): string {
  const known = Object.keys(input.shape);
  const said = issues.map(issue => {
    if (issue.code !== 'unrecognized_keys') return `${issue.path.join('.') || 'the arguments'}: ${issue.message}`;
    const meant = issue.keys.map(key => suggest(key, known)).find(each => each !== undefined);
    return `there is no ${issue.keys.join(', ')}${meant ? `, did you mean ${meant}?` : ''}`;
  });
  return `${name} cannot be asked like that: ${said.join('; ')}. It takes ${known.join(', ')}.`;
}
