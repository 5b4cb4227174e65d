import type {IncomingMessage} from 'node:http';

type ReadBody = {body: Buffer; cut?: number};

/**
 * Reads a request's body up to `limit` bytes and stops there: `cut` then says how many bytes were announced or seen.
 * Rejects when the sender goes away before the end.
 */
export function readBody(request: IncomingMessage, limit: number): Promise<ReadBody> {
  const announced = Number(request.headers['content-length'] ?? 0);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let seen = 0;
    const done = (cut?: number): void => {
      request.off('data', onData).off('end', onEnd).off('error', reject).off('close', onClose);
      const [only = Buffer.alloc(0)] = chunks;
      const body = chunks.length <= 1 ? only : Buffer.concat(chunks);
      resolve(cut === undefined ? {body} : {body: body.subarray(0, limit), cut});
    };
    const onData = (chunk: Buffer): void => {
      chunks.push(chunk);
      seen += chunk.length;
      if (seen <= limit) return;
      request.pause();
      done(Math.max(seen, announced));
    };
    const onEnd = (): void => done();
    const onClose = (): void => reject(new Error('the sender went away before the end of the body'));
    request.on('data', onData).on('end', onEnd).on('error', reject).on('close', onClose);
  });
}
