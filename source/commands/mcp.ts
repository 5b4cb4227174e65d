import type {Run} from '../program/options.js';
import {hello} from '../run/mcp/hello.js';
import {reachOf} from '../run/mcp/reach.js';
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
  const reach = await reachOf(recordingsFolder(), given);
  if (process.stdin.isTTY) process.stderr.write(hello);
  const shelf = createShelf();
  const exit = await serve({reach, shelf, flags, mask, allowed: allowUrl});
  if (exit === 0) await shelf.close();
  return exit;
};
