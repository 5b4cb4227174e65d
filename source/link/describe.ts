import {jsonText} from '../text/json.js';
import {printable} from '../text/printable.js';
import {hideSecrets} from '../text/secrets.js';
import type {DifferenceJson} from './difference-schema.js';
import {type Json, valueAt} from './json.js';
import type {ApplicationChange} from './link.js';
import {addressOf, methodOf, type WebhookRow, webhookRows} from './webhooks.js';

/** Cells of a webhook's name. */
const NAME = 15;

/** What stands in a webhook, without secrets; undefined where nothing does. */
function webhookAt(application: Json, {path}: WebhookRow): {address: string; method: string} | undefined {
  const webhook = valueAt(application, path);
  const address = addressOf(webhook);
  return address === '' ? undefined : {address: hideSecrets(address), method: methodOf(webhook)};
}

/** Each webhook on a row; one that changes on two, as a diff has them. */
export function differenceText({before, after}: Pick<ApplicationChange, 'before' | 'after'>): string {
  const said = (webhook: ReturnType<typeof webhookAt>) => (webhook ? `${webhook.method} ${webhook.address}` : 'none');
  return webhookRows
    .flatMap(row => {
      const [old, now] = [before, after].map(each => said(webhookAt(each, row)));
      const name = row.name.padEnd(NAME);
      if (old === now) return [`  ${name}  ${old}${old === 'none' ? '' : ' (stays)'}`];
      return [`  ${name}- ${old}`, `  ${' '.repeat(NAME)}+ ${now}`];
    })
    .map(line => `${printable(line, 1000)}\n`)
    .join('');
}

/** What became of an application, or would. */
export type LinkAction = DifferenceJson['action'];

type About = {applicationId: string; url?: string};

/** One JSON document, on a line: each webhook before and after, and each field that is another. No secret is in it. */
export function differenceJson(
  action: LinkAction,
  {name, before, after, changes}: ApplicationChange,
  about: About,
): string {
  const webhooks = webhookRows.map(row => ({
    webhook: row.route,
    path: row.path.join('.'),
    before: webhookAt(before, row) ?? null,
    after: webhookAt(after, row) ?? null,
  }));
  const json: DifferenceJson = {
    schema: 'convo-monitor/link@1',
    action,
    at: new Date().toISOString(),
    application: {id: about.applicationId, name: name ?? null},
    publicUrl: about.url ?? null,
    webhooks,
    changes: fieldsOf(changes),
  };
  return `${jsonText(json)}\n`;
}

/** Field by field, for a recording and for programs. */
export function fieldsOf(changes: ApplicationChange['changes']): {path: string; before: Json; after: Json}[] {
  return changes.map(({path, before, after}) => ({
    path: path.join('.'),
    before: withoutSecrets(before),
    after: withoutSecrets(after),
  }));
}

function withoutSecrets(value: Json): Json {
  if (value === undefined) return null;
  return typeof value === 'string' ? hideSecrets(value) : JSON.parse(hideSecrets(JSON.stringify(value)));
}

/** `“My app” (aaaaaaaa-…)`. */
export function applicationText(applicationId: string, name: string | undefined): string {
  return name === undefined ? applicationId : `“${name}” (${applicationId})`;
}
