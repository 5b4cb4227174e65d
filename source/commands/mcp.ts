import type {Run} from '../program/options.js';
import {readableRecordings} from '../run/mcp/readable-recordings.js';
import {serve} from '../run/mcp/serve.js';
import {createShelf} from '../run/mcp/shelf.js';
import {recordingsFolder} from '../run/recordings/folder.js';
import {displayOf, usableConfig} from '../run/start.js';

/**
 * Lets an assistant that speaks MCP look at recordings and check things, on standard input and output. Throws `FileError` for a recording that is not
 * there, and `UsageError`.
 */
export const run: Run<'mcp'> = async (given, {allowUrl = [], ...flags}) => {
  const {mask = false} = displayOf(usableConfig(flags, {needs: ['mask']}));
  const recordings = await readableRecordings(recordingsFolder(), given);
  if (process.stdin.isTTY) process.stderr.write(hello);
  const shelf = createShelf();
  const exit = await serve({recordings, shelf, flags, mask, allowed: allowUrl});
  if (exit === 0) await shelf.close();
  return exit;
};

const snippet = {mcpServers: {'convo-monitor': {command: 'convo-monitor', args: ['mcp', '--mask']}}};

/** For whoever starts this by hand: what it waits for, and how a client starts it. */
const hello = `This is a server for assistants that speak MCP. It waits for a client on standard
input and output; a client starts it by itself. Into its configuration goes:

${JSON.stringify(snippet, undefined, 2)}

--mask hides phone numbers. The flags of the monitor, such as --forward, say what
the doctor is to check. Ctrl-D ends it.
`;
