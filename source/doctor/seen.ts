import {readApplication, type VonageApplication} from '../vonage/application.js';
import type {ApiSeen} from './evidence/api.js';

/** The application as the Application API shows it; undefined where it was not asked, or did not say. */
export function applicationIn({application}: Pick<ApiSeen, 'application'>): VonageApplication | undefined {
  const {answer} = application ?? {};
  const read = answer?.status === 200 ? readApplication(answer.json) : undefined;
  return read?.id === undefined ? undefined : read;
}
