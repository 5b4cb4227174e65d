import type {Config} from '../config/resolve.js';
import type {Plan} from '../doctor/plan.js';
import {defaultRoutes} from '../intake/routes.js';
import {charsetOf} from '../terminal/abilities.js';
import {isDumb} from '../terminal/style.js';
import {cloudflaredMetrics} from '../tunnel/cloudflared.js';
import {answeringOf, listenerOf} from './listening.js';
import {recordingsFolder} from './recordings/folder.js';

/** What the doctor is to check, from the configuration as the monitor would have it. Throws `UsageError`. */
export function doctorPlanOf(config: Config): Plan {
  const {settings, errors, warnings} = config;
  const {applicationId, privateKey, apiKey, apiSecret, apiUrl, ngrokApi, tunnel, record} = settings;
  const {port, host, signatureSecret, requireSignature} = settings;
  return {
    machine: machine(),
    faults: errors.map(({about, message}) => ({about: about.setting, text: message})),
    warnings: warnings.map(({text}) => text),
    port: port?.value,
    host: host?.value ?? '127.0.0.1',
    routes: {...defaultRoutes, ...listenerOf(config).routes},
    answering: answeringOf(config),
    applicationId: applicationId?.value,
    privateKey: privateKey?.value.text,
    apiKey: apiKey?.value,
    apiSecret: apiSecret?.value,
    apiUrl: apiUrl?.value ?? '',
    signature: {secret: signatureSecret?.value[0], isRequired: requireSignature?.value === true},
    tunnel: tunnel?.value,
    // Who wants no agent asked means all of them.
    ...(ngrokApi?.value === 'off' ? {cloudflared: []} : {ngrokApi: ngrokApi?.value, cloudflared: cloudflaredMetrics}),
    recordings: {folder: recordingsFolder(), ...(record?.value && {file: record.value})},
  };
}

function machine(): Plan['machine'] {
  const {platform, arch, versions, stdout, env} = process;
  const about = {node: versions.node, system: `${platform} ${arch}`};
  if (!stdout.isTTY) return about;
  const {columns, rows} = stdout;
  return {...about, terminal: {columns, rows, isUtf8: charsetOf(env) !== 'other', isDumb: isDumb(env)}};
}
