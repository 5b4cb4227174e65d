import type {WebSocket} from 'ws';

/** Who has said nothing for so long (ms) is asked whether it is there, and given up when it has not answered after as long again. */
export const ASK_AFTER = 15_000;

/**
 * Gives up a connection of which nothing comes any more, not even an answer: a tunnel or a network that is gone without a word closes nothing, and what is shown
 * would stay as it is for ever. `gone` is called before.
 */
export function watchSilence(socket: WebSocket, gone: () => void): void {
  let heard = true;
  let isAsked = false;
  const hear = (): void => {
    heard = true;
    isAsked = false;
  };
  const give = (): void => {
    if (heard) return;
    gone();
    socket.terminate();
  };
  const timer = setInterval(() => {
    // What waits here is not read, and so no answer either.
    if (heard || socket.isPaused) {
      heard = false;
      return;
    }
    // After this machine has slept there may be an answer that nobody has read yet.
    if (isAsked) return void setImmediate(give);
    isAsked = true;
    socket.ping();
  }, ASK_AFTER).unref();
  for (const event of ['message', 'ping', 'pong'] as const) socket.on(event, hear);
  socket.once('close', () => clearInterval(timer));
}
