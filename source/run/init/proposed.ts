import type {SettingName} from '../../config/settings.js';

/** A setting for the file. */
export type Proposed = {
  name: SettingName;
  value: string | number;
  /** Who says so. */
  from: string;
  /** Nobody said so. */
  isAssumed?: true;
};
