import type {Config} from '../../config/resolve.js';
import type {TargetOptions} from './target.js';

/** The application that webhooks are sent to again, and with what they are signed; undefined where it is not said. `to` comes before `--forward`. */
export function targetOf({settings}: Config, to?: string): TargetOptions | undefined {
  const {forward, forwardHost, signatureSecret, apiKey} = settings;
  const url = to ?? forward?.value;
  if (url === undefined) return undefined;
  const secrets = signatureSecret?.value.map(each => ({apiKey: apiKey?.value, ...each}));
  return {url, host: forwardHost?.value, flag: to === undefined ? '--forward' : '--to', secrets};
}
