import {StdioServerTransport} from '@modelcontextprotocol/sdk/server/stdio.js';
import {endedBy, endings} from '../../terminal/signals.js';
import {printable} from '../../text/printable.js';
import {hideSecrets} from '../../text/secrets.js';
import {whenOutputEnds} from '../standard-output.js';
import {createServer} from './server.js';
import type {Context} from './tool.js';

/**
 * Serves on standard input and output until the client closes them, or a signal comes. What was asked by then is still answered. Returns the exit
 * status.
 */
export async function serve(context: Context): Promise<number> {
  const underway = new Set<Promise<unknown>>();
  const server = createServer(context, {
    onCall(call) {
      underway.add(call);
      void call.then(() => underway.delete(call));
    },
    complain: text =>
      void process.stderr.write(
        `${text
          .split('\n')
          .map(line => printable(hideSecrets(line), 500))
          .join('\n')}\n`,
      ),
  });
  const ended = new Promise<number>(resolve => {
    process.stdin.once('end', () => resolve(0));
    process.stdin.once('close', () => resolve(0));
    // Too long a message is the end of the connection, for there is no telling where the next one begins.
    server.onclose = () => resolve(1);
    whenOutputEnds(resolve);
    for (const signal of endings) process.once(signal, () => resolve(endedBy[signal]));
  });
  await server.connect(new StdioServerTransport());
  const exit = await ended;
  if (exit === 0) await Promise.all(underway);
  // The answers themselves are written after the calls are over.
  await new Promise(resolve => setImmediate(resolve));
  server.onclose = undefined;
  await server.close();
  return exit;
}
