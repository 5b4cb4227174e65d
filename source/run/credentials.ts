import type {Draft} from '../call/observation.js';
import type {Config} from '../config/resolve.js';
import type {ApiCredentials} from './observer/polling.js';

/** Both or none: without a private key an application id opens nothing. */
export function credentialsOf({settings}: Config): ApiCredentials | undefined {
  const {applicationId, privateKey, apiUrl} = settings;
  if (!applicationId || !privateKey || !apiUrl) return undefined;
  return {applicationId: applicationId.value, privateKey: privateKey.value.text, apiUrl: apiUrl.value};
}

type Health = Extract<Draft, {source: 'health'}>;

/** What is wrong with the credentials that were found; undefined when they are whole, and when there are none at all. */
export function credentialsHealth({settings, errors}: Config): Health | undefined {
  const {applicationId, privateKey} = settings;
  const failing = (code: string, text: string): Health => ({
    source: 'health',
    part: 'credentials',
    state: 'failing',
    code,
    text: `${text} Until then only webhooks are watched.`,
  });
  const error = errors.find(({about}) => about.setting === 'applicationId' || about.setting === 'privateKey');
  if (error) return failing(error.code, error.message);
  if (applicationId && !privateKey) {
    const advice = 'Give --private-key, or set VONAGE_PRIVATE_KEY.';
    return failing(
      'no-private-key',
      `There is an application id (${applicationId.origin}), but no private key. ${advice}`,
    );
  }
  if (privateKey && !applicationId) {
    const advice = 'Give --application-id, or set VONAGE_APPLICATION_ID.';
    return failing(
      'no-application-id',
      `There is a private key (${privateKey.origin}), but no application id. ${advice}`,
    );
  }
  return undefined;
}
