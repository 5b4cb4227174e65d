import {type SettingName, settingNames, settingOf} from './settings.js';

/** The JSON Schema (draft 2020-12) of `convo-monitor.json`, for editors. */
export function settingsSchema(): Record<string, unknown> {
  const properties = Object.fromEntries(
    settingNames.map(name => [name, {...typeOf(name), description: settingOf(name).help}]),
  );
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'The settings of convo-monitor',
    type: 'object',
    properties: {
      $schema: {type: 'string'},
      ...properties,
      keys: {
        type: 'object',
        description: 'keys of the screen, by command; see convo-monitor keys',
        additionalProperties: true,
      },
    },
    additionalProperties: false,
  };
}

function typeOf(name: SettingName): object {
  const {takes, several, json, default: usual} = settingOf(name);
  const type = json ?? {type: takes === undefined ? 'boolean' : 'string'};
  const one = usual === undefined ? type : {...type, default: usual};
  return several ? {anyOf: [one, {type: 'array', items: one}]} : one;
}
