import {generateKeyPair} from 'node:crypto';
import {promisify} from 'node:util';

/** What a Vonage application is to the simulator: its id and the two halves of its key, as PEM text. */
export type Application = {id: string; publicKey: string; privateKey: string};

const generate = promisify(generateKeyPair);

/** Makes an application that exists nowhere else: for a demonstration, where no real key may be asked for. */
export async function createApplication(id: string = crypto.randomUUID()): Promise<Application> {
  const pair = await generate('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: {type: 'spki', format: 'pem'},
    privateKeyEncoding: {type: 'pkcs8', format: 'pem'},
  });
  return {id, ...pair};
}
