import {describe, expect, it} from 'vitest';
import {resolveConfig} from '../../source/config/resolve.js';
import {settingNames, settings} from '../../source/config/settings.js';
import {bytesOf} from '../../source/config/values.js';
import {id, machine, otherId, pem, sample} from './machine.js';

/** Each setting's value and origin, such as `4000 (flag --port)`. */
function resolved(...args: Parameters<typeof machine>) {
  const config = resolveConfig(machine(...args));
  const said = settingNames.flatMap(name => {
    const sourced = config.settings[name];
    return sourced && sourced.layer !== 'default'
      ? [[name, `${JSON.stringify(sourced.value)} (${sourced.origin})`]]
      : [];
  });
  return {...Object.fromEntries(said), problems: [...config.errors, ...config.warnings].map(({code}) => code)};
}

describe('the order of sources', () => {
  it('is the defaults when nothing is given', () => {
    const {settings: all, errors, warnings} = resolveConfig(machine({}));
    expect([errors, warnings]).toEqual([[], []]);
    expect(all).toEqual({
      port: {value: 3000, origin: 'default', layer: 'default'},
      host: {value: '127.0.0.1', origin: 'default', layer: 'default'},
      apiUrl: {value: 'https://api.nexmo.com', origin: 'default', layer: 'default'},
      requireSignature: {value: false, origin: 'default', layer: 'default'},
      forwardHost: {value: 'pass', origin: 'default', layer: 'default'},
      forwardErrors: {value: 'speak', origin: 'default', layer: 'default'},
      slowAnswer: {value: '60%', origin: 'default', layer: 'default'},
      mediaSlow: {value: '1.5s', origin: 'default', layer: 'default'},
      socketMax: {value: 256, origin: 'default', layer: 'default'},
      strict: {value: false, origin: 'default', layer: 'default'},
      pollIdle: {value: 15, origin: 'default', layer: 'default'},
      ngrokApi: {value: 'http://127.0.0.1:4040', origin: 'default', layer: 'default'},
      allowControl: {value: false, origin: 'default', layer: 'default'},
      otlpNumbers: {value: false, origin: 'default', layer: 'default'},
      recordMax: {value: '200MB', origin: 'default', layer: 'default'},
    });
  });

  const everywhere = [
    ['flag --api-key', {flags: {apiKey: 'of-flag'}}],
    ['environment VONAGE_API_KEY', {env: {VONAGE_API_KEY: 'of-env'}}],
    ['environment NEXMO_API_KEY', {env: {NEXMO_API_KEY: 'of-old-env'}}],
    ['file ./convo-monitor.json', {files: {'/project/convo-monitor.json': '{"apiKey": "a"}'}}],
    ['file ./.vonagerc (Vonage CLI 3)', {files: {'/project/.vonagerc': '{"api-key": "b"}'}}],
    ['file ./vonage_app.json (Vonage CLI 2)', {files: {'/project/vonage_app.json': '{"API_KEY": "c"}'}}],
    ['file ./.nexmorc (Nexmo CLI)', {files: {'/project/.nexmorc': '[credentials]\napi_key=d'}}],
    [
      'file ~/.config/convo-monitor/config.json',
      {files: {'/home/anna/.config/convo-monitor/config.json': '{"apiKey": "e"}'}},
    ],
    ['file ~/.vonage/config.json (Vonage CLI 3)', {files: {'/home/anna/.vonage/config.json': '{"apiKey": "f"}'}}],
    [
      'file ~/.config/@vonage/cli/vonage.config.json (Vonage CLI 1)',
      {files: {'/home/anna/.config/@vonage/cli/vonage.config.json': '{"apiKey": "g"}'}},
    ],
    ['file ~/.nexmorc (Nexmo CLI)', {files: {'/home/anna/.nexmorc': '[credentials]\napi_key=h'}}],
  ] as const;

  it.each(everywhere.map(([origin], index) => [origin, index] as const))(
    'takes %s before all that follow',
    (origin, index) => {
      const rest: Parameters<typeof machine>[0][] = everywhere.slice(index).map(([, one]) => one);
      const all = {
        flags: Object.assign({}, ...rest.map(({flags}) => flags)),
        env: Object.assign({}, ...rest.map(({env}) => env)),
        files: Object.assign({}, ...rest.map(({files}) => files)),
      };
      expect(resolveConfig(machine(all)).settings.apiKey?.origin).toBe(origin);
    },
  );

  it('takes each setting from its own strongest source', () => {
    const files = {'/project/convo-monitor.json': '{"port": 4000, "host": "0.0.0.0"}'};
    expect(resolved({flags: {port: '5000'}, files})).toEqual({
      port: '5000 (flag --port)',
      host: '"0.0.0.0" (file ./convo-monitor.json)',
      problems: [],
    });
  });

  it('finds our file from a folder within the project, and none above the project', () => {
    const ours = {'/project/convo-monitor.json': '{"mask": true, "fps": 5, "record": false}'};
    const within = (files: Record<string, string>) => resolved({files, cwd: '/project/app/calls'});
    expect(within({...ours, '/project/.git': ''})).toMatchObject({
      mask: 'true (file /project/convo-monitor.json)',
      fps: '5 (file /project/convo-monitor.json)',
      record: 'false (file /project/convo-monitor.json)',
    });
    expect(within({...ours, '/project/package.json': '{}'})).toHaveProperty('mask');
    expect(within({...ours, '/project/app/.git': ''})).not.toHaveProperty('mask');
    expect(within(ours)).not.toHaveProperty('mask');
  });

  it('lets the strongest source decide how it is drawn, and one source not say both', () => {
    const both = (flags: Record<string, boolean>, env: Record<string, string>) => {
      const {settings, errors} = resolveConfig(machine({flags, env}));
      return [settings.ascii?.value, settings.unicode?.value, errors.map(({message}) => message)];
    };
    expect(both({unicode: true}, {CONVO_MONITOR_ASCII: '1'})).toEqual([undefined, true, []]);
    expect(both({ascii: true}, {CONVO_MONITOR_UNICODE: '1'})).toEqual([true, undefined, []]);
    expect(both({ascii: true, unicode: false}, {})).toEqual([true, false, []]);
    expect(both({ascii: true, unicode: true}, {})[2]).toEqual([
      'ascii (flag --ascii) and unicode (flag --unicode) say the opposite of each other: leave one of them out.',
    ]);
  });

  it('takes an empty variable for one that is not set', () => {
    expect(resolved({env: {VONAGE_API_KEY: ' ', NEXMO_API_KEY: 'a'}})).toMatchObject({
      apiKey: '"a" (environment NEXMO_API_KEY)',
    });
  });

  const flags = [
    'durable',
    'plain',
    'quiet',
    'ascii',
    'unicode',
    'screenReader',
    'mouse',
    'mask',
    'busInsecure',
    'busMask',
  ];
  it.each(settingNames)('tries the variables of %s in the documented order', name => {
    const {env} = settings[name];
    const values: Partial<Record<string, string>> = {
      ...{
        port: '1',
        to: '447700900000',
        from: '447700900001',
        allowControl: 'true',
        otlpNumbers: 'true',
        requireSignature: 'true',
        strict: 'yes',
        theme: 'light',
        ngrokApi: 'off',
        pollIdle: '60',
        memory: '2GB',
        recordMax: 'off',
        recordAge: '1d',
        socketMax: '8',
        mediaSlow: '800ms',
        media: 'echo',
        bus: 'nats://127.0.0.1',
        team: 'qa',
        listener: 'lab',
        busCreds: '/project/key',
        busNkey: '/project/key',
      },
      ...{forwardHost: 'rewrite', forwardErrors: 'pass', slowAnswer: '3s', privateKey: pem, format: 'ndjson', fps: '5'},
      ...{answerPath: '/a', eventPath: '/a', fallbackPath: '/a', rtcPath: '/a'},
      ...Object.fromEntries(flags.map(flag => [flag, 'true'])),
    };
    const text = values[name] ?? 'https://api.nexmo.com';
    for (const [index, variable] of env.entries()) {
      const set = Object.fromEntries(env.slice(index).map(one => [one, text]));
      const files = {'/project/key': 'a seed'};
      expect(resolveConfig(machine({env: set, files})).settings[name]?.origin).toBe(`environment ${variable}`);
    }
  });

  it('lets the strongest way to answer a call put the others aside', () => {
    const files = {'/project/convo-monitor.json': '{"forward": "http://localhost:4000/", "ncco": "a.json"}'};
    expect(resolved({files})).toEqual({
      forward: '"http://localhost:4000" (file ./convo-monitor.json)',
      ncco: '"/project/a.json" (file ./convo-monitor.json)',
      problems: [],
    });
    expect(resolved({flags: {to: '+44 7700 900000'}, files})).toEqual({
      to: '"447700900000" (flag --to)',
      problems: [],
    });
  });
});

describe("the Vonage CLI's files", () => {
  it('reads the published file of CLI 3', () => {
    expect(resolved({files: {'/project/.vonagerc': sample('cli-v3-vonagerc')}})).toEqual({
      applicationId: '"your-application-id" (file ./.vonagerc (Vonage CLI 3))',
      apiKey: '"your-api-key" (file ./.vonagerc (Vonage CLI 3))',
      apiSecret: '"your-api-secret" (file ./.vonagerc (Vonage CLI 3))',
      problems: ['key-not-a-key', 'odd-value'],
    });
  });

  it('prefers the camelCase twin, as CLI 3 does', () => {
    const file = JSON.stringify({'api-key': 'a', apiKey: 'b', 'app-id': otherId, appId: id, privateKey: pem});
    expect(resolveConfig(machine({files: {'/home/anna/.vonage/config.json': file}})).settings).toMatchObject({
      apiKey: {value: 'b'},
      applicationId: {value: id},
      privateKey: {value: {bits: 2048}, origin: 'file ~/.vonage/config.json (Vonage CLI 3)'},
    });
  });

  it('reads the published global file of CLI 2, whose key is a path', () => {
    const files = {
      '/home/anna/.config/@vonage/cli/vonage.config.json': sample('cli-v2-global'),
      '/path/to/private.key': pem,
    };
    const origin = 'file ~/.config/@vonage/cli/vonage.config.json (Vonage CLI 2)';
    expect(resolveConfig(machine({files}))).toMatchObject({
      settings: {
        applicationId: {value: id, origin},
        privateKey: {value: {path: '/path/to/private.key', text: pem}, origin},
        apiKey: {value: 'abcd1234', origin},
        apiSecret: {value: 'placeholder', origin},
      },
      errors: [],
      warnings: [],
    });
  });

  it.each([
    [
      'Vonage CLI 3',
      '.vonagerc',
      '.vonage/config.json',
      '{"api-key": "mine"}',
      '{"api-key": "b", "api-secret": "theirs"}',
    ],
    ['Vonage CLI 3', '.vonagerc', '.vonage/config.json', `{"app-id": "${id}"}`, JSON.stringify({'private-key': pem})],
    ['Nexmo CLI', '.nexmorc', '.nexmorc', 'api_key=mine', 'api_secret=theirs'],
  ])('mixes no two files of %s into one account: %s and ~/%s', (owner, near, far, mine, theirs) => {
    const files = {[`/project/${near}`]: mine, [`/home/anna/${far}`]: theirs};
    const {settings: found, files: read} = resolveConfig(machine({files}));
    const origins = Object.values(found).flatMap(({origin, layer}) => (layer === 'default' ? [] : [origin]));
    expect(origins).toEqual([`file ./${near} (${owner})`]);
    expect(read).toContainEqual({path: `~/${far}`, state: 'aside', owner, for: `./${near}`});
  });

  it('looks at the global file where the project’s says nothing, and beside other programs’ files', () => {
    const global = {'/home/anna/.vonage/config.json': '{"api-key": "theirs"}'};
    const of = (files: Record<string, string>) =>
      resolveConfig(machine({files: {...global, ...files}})).settings.apiKey?.value;
    expect(of({})).toBe('theirs');
    expect(of({'/project/.vonagerc': '{}'})).toBe('theirs');
    expect(of({'/project/.vonagerc': '{'})).toBe('theirs');
    expect(of({'/project/vonage_app.json': '{"API_SECRET": "x"}'})).toBe('theirs');
  });

  it('takes each variable of CLI 2 by itself, as CLI 2 does', () => {
    const files = {
      '/project/vonage_app.json': '{"API_KEY": "mine"}',
      '/home/anna/.config/@vonage/cli/vonage.config.json': '{"API_KEY": "b", "API_SECRET": "theirs"}',
    };
    const {apiKey, apiSecret} = resolveConfig(machine({files})).settings;
    expect([apiKey?.value, apiSecret?.value]).toEqual(['mine', 'theirs']);
  });

  it('reads the published global file of CLI 1', () => {
    const files = {'/home/anna/.config/@vonage/cli/vonage.config.json': sample('cli-v2-old-global')};
    const origin = 'file ~/.config/@vonage/cli/vonage.config.json (Vonage CLI 1)';
    expect(resolved({files})).toEqual({
      apiKey: `"abcd1234" (${origin})`,
      apiSecret: `"placeholder" (${origin})`,
      problems: [],
    });
  });

  it('tells the two schemas of vonage_app.json apart', () => {
    const first = JSON.stringify({application_name: 'demo', application_id: id, private_key: pem});
    const second = JSON.stringify({APPLICATION_ID: id, PRIVATE_KEY: 'app.key', CONFIG_SCHEMA_VERSION: '2023-03-30'});
    const [a, b] = [first, second].map(text => {
      return resolveConfig(machine({files: {'/project/vonage_app.json': text, '/project/app.key': pem}})).settings;
    });
    expect(a).toMatchObject({applicationId: {value: id, origin: 'file ./vonage_app.json (Vonage CLI 1)'}});
    expect(b).toMatchObject({applicationId: {value: id, origin: 'file ./vonage_app.json (Vonage CLI 2)'}});
    expect([a?.privateKey?.value.bits, b?.privateKey?.value.path]).toEqual([2048, '/project/app.key']);
  });

  it('looks for the global file where XDG_CONFIG_HOME says', () => {
    const files = {'/xdg/@vonage/cli/vonage.config.json': '{"API_KEY": "a"}'};
    expect(resolved({env: {XDG_CONFIG_HOME: '/xdg'}, files})).toMatchObject({
      apiKey: '"a" (file /xdg/@vonage/cli/vonage.config.json (Vonage CLI 2))',
    });
  });

  it.each([
    ['as it is written', '[credentials]\napi_key=abcd1234\napi_secret=placeholder\n'],
    [
      'with blanks, comments and quotes',
      '; mine\r\n[credentials]\r\n api_key = "abcd1234"\r\n# old\r\napi_secret = placeholder\r\n',
    ],
    [
      'among other sections',
      '[other]\napi_key=x\n[credentials]\napi_key=abcd1234\napi_secret=placeholder\n[more]\napi_key=y\n',
    ],
  ])("reads the Nexmo CLI's .nexmorc %s", (_, text) => {
    expect(resolved({files: {'/home/anna/.nexmorc': text}})).toEqual({
      apiKey: '"abcd1234" (file ~/.nexmorc (Nexmo CLI))',
      apiSecret: '"placeholder" (file ~/.nexmorc (Nexmo CLI))',
      problems: [],
    });
  });

  it('keeps a secret with an equals sign whole', () => {
    const text = '[credentials]\napi_secret=a=b==\n';
    expect(resolved({files: {'/home/anna/.nexmorc': text}})).toMatchObject({
      apiSecret: '"a=b==" (file ~/.nexmorc (Nexmo CLI))',
    });
  });

  it('passes over a broken one with a warning that says where', () => {
    const {errors, warnings} = resolveConfig(machine({files: {'/project/.vonagerc': '{\n  "api-key": "a",\n}'}}));
    expect(errors).toEqual([]);
    expect(warnings).toEqual([
      {
        code: 'file-broken',
        text:
          'The configuration file ./.vonagerc:2:17 is broken. Remove this comma: JSON allows none before a closing }. ' +
          'It was passed over.',
      },
    ]);
  });

  it('is read once when the project is the home folder', () => {
    const input = {...machine({files: {'/home/anna/.nexmorc': '[credentials]\napi_key=a'}}), cwd: '/home/anna'};
    expect(resolveConfig(input).files.filter(({path}) => path.endsWith('.nexmorc'))).toHaveLength(1);
  });
});

describe('our own files', () => {
  const project = (text: string) => resolveConfig(machine({files: {'/project/convo-monitor.json': text}}));

  it('hold every setting by its name', () => {
    const all = {
      applicationId: id,
      signatureSecrets: {abcd1234: 's'.repeat(32)},
      requireSignature: true,
      forwardHost: 'rewrite',
      forwardErrors: 'pass',
      slowAnswer: '80%',
      mediaSlow: 1200,
      forwardSocket: ['/agent=5001', 'ws://localhost:5002/'],
      socketMax: 8,
      media: 'echo',
      strict: true,
      theme: 'mono',
      apiKey: 'abcd1234',
      apiSecret: 'x',
      apiUrl: 'https://api-eu-3.vonage.com/',
      port: 4000,
      host: '::1',
      pollIdle: 30,
      tunnel: 'https://abc.example.com/',
      ngrokApi: 'http://localhost:4041',
      recordMax: '1GB',
      recordAge: '7d',
      to: 447700900000,
      from: '+44 7700 900001',
    };
    const {settings: read, errors, warnings} = project(JSON.stringify({$schema: './schema.json', ...all}));
    expect([errors, warnings]).toEqual([[], []]);
    expect(Object.fromEntries(Object.entries(read).map(([name, {value}]) => [name, value]))).toEqual({
      applicationId: id,
      signatureSecret: [{apiKey: 'abcd1234', secret: 's'.repeat(32)}],
      requireSignature: true,
      forwardHost: 'rewrite',
      forwardErrors: 'pass',
      slowAnswer: '80%',
      mediaSlow: '1200',
      forwardSocket: ['/agent=http://localhost:5001', 'http://localhost:5002'],
      socketMax: 8,
      media: 'echo',
      strict: true,
      theme: 'mono',
      apiKey: 'abcd1234',
      apiSecret: 'x',
      apiUrl: 'https://api-eu-3.vonage.com',
      port: 4000,
      host: '::1',
      pollIdle: 30,
      tunnel: 'https://abc.example.com',
      ngrokApi: 'http://localhost:4041',
      recordMax: '1GB',
      recordAge: '7d',
      to: '447700900000',
      from: '447700900001',
      allowControl: false,
      otlpNumbers: false,
    });
  });

  it.each([
    ['{\n  "port": 3000,\n}', './convo-monitor.json:2:15 is broken. Remove this comma'],
    ["{'port': 3000}", './convo-monitor.json:1:2 is broken. Texts and names stand in double quotes'],
    ['', './convo-monitor.json:1:1 is broken. There is nothing here'],
    ['[]', './convo-monitor.json:1:1 is broken. The file must hold one object'],
  ])('are an error with line and column when they are broken: %j', (text, said) => {
    const {errors} = project(text);
    expect(errors.map(({code}) => code)).toEqual(['file-broken']);
    expect(errors[0]?.message).toContain(said);
  });

  it('are an error when they may not be read', () => {
    const {errors} = resolveConfig(machine({files: {'/project/convo-monitor.json': {refused: 'you may not read it'}}}));
    expect(errors[0]?.message).toBe(
      'The configuration file ./convo-monitor.json cannot be read: you may not read it. Make it readable, or move it away.',
    );
  });

  it('warn of a key that nobody knows, and of what it was meant to be', () => {
    expect(project('{"prot": 3000, "colour": "x"}').warnings.map(({text}) => text)).toEqual([
      './convo-monitor.json:1:2 has an unknown key "prot": did you mean "port"?',
      `./convo-monitor.json:1:16 has an unknown key "colour": known are ${settingNames.join(', ')}.`,
    ]);
  });

  it.each([
    ['{\n  "port": "x"\n}', '(file ./convo-monitor.json:2:11) must be a whole number from 0 to 65535'],
    [
      '{"theme": "darc"}',
      '(file ./convo-monitor.json:1:11) must be one of dark, light, high-contrast, mono, color-blind: did you mean dark?',
    ],
    ['{"strict": 3}', '(file ./convo-monitor.json:1:12) must be true or false'],
    ['{"port": 1, "strict": true,\n"port": []}', '(file ./convo-monitor.json:2:9) must be a whole number'],
  ])('say where a value stands that cannot be used: %j', (text, said) => {
    expect(project(text).errors.map(({message}) => message)).toEqual([expect.stringContaining(said)]);
  });

  it('name the file of a value that can be used, whatever its line', () => {
    expect(project('{\n\n"port": 4000}').settings.port?.origin).toBe('file ./convo-monitor.json');
  });

  it('name no command to run: that may have come with somebody else’s project', () => {
    const [warning] = project('{"exec": "touch x"}').warnings;
    expect(warning?.text).toMatch(
      /^\.\/convo-monitor\.json:1:2 has the key "exec", which is left out: .* Write --exec yourself\.$/,
    );
  });

  it('let nobody place calls: a file of the person’s own may', () => {
    const said = '{\n  "allowControl": true\n}';
    const own = '/home/anna/.config/convo-monitor/config.json';
    const {settings, warnings, errors} = project(said);
    expect([settings.allowControl, errors]).toEqual([{value: false, origin: 'default', layer: 'default'}, []]);
    expect(warnings.map(({text}) => text)).toEqual([
      './convo-monitor.json:2:3 has the key "allowControl", which is left out: a file may have come with somebody else’s project, and must ' +
        'not let calls be placed that you pay for. Give --allow-control or CONVO_MONITOR_ALLOW_CONTROL yourself, or write it into your own file.',
    ]);
    const both = resolveConfig(
      machine({files: {'/project/convo-monitor.json': '{"allowControl": false}', [own]: said}}),
    );
    expect(both.settings.allowControl).toMatchObject({value: true, layer: 'user'});
    const flag = resolveConfig(machine({files: {'/project/convo-monitor.json': said}, flags: {allowControl: true}}));
    expect(flag.settings.allowControl?.layer).toBe('flag');
  });

  it('are not fooled by names that every object has', () => {
    expect(project('{"__proto__": {"port": 1}, "constructor": 2}').warnings).toHaveLength(2);
  });
});

describe('an error', () => {
  const key = '/home/anna/.vonage/config.json';

  it.each([
    ['a flag', {flags: {port: 'x'}}, {setting: 'port', layer: 'flag'}],
    ['the environment', {env: {VONAGE_PRIVATE_KEY: './none'}}, {setting: 'privateKey', layer: 'environment'}],
    [
      'a project file of ours',
      {files: {'/project/convo-monitor.json': '{"port": "x"}'}},
      {setting: 'port', layer: 'project'},
    ],
    [
      "a file of Vonage's CLI",
      {files: {[key]: '{"privateKey": "-----BEGIN nonsense"}'}},
      {setting: 'privateKey', layer: 'user', owner: 'Vonage CLI 3'},
    ],
    ['a file that is broken as a whole', {files: {'/project/convo-monitor.json': '{'}}, {}],
  ])('of %s says which setting it is about, and whose file', (_, given, about) => {
    expect(resolveConfig(machine(given)).errors.map(error => error.about)).toEqual([about]);
  });
});

describe('a run that goes by its flags and by taste alone', () => {
  it('is the same whatever the environment and the files say', () => {
    const disturbed = machine({
      flags: {port: '4000', signatureSecret: '@secret'},
      env: {CONVO_MONITOR_TO: '447700900000', CONVO_MONITOR_PORT: 'x', VONAGE_PRIVATE_KEY: 'none'},
      files: {'/project/convo-monitor.json': '{', '/project/.vonagerc': `{"appId": "${id}"}`, '/project/secret': pem},
    });
    const {settings: read, files, errors, warnings} = resolveConfig({...disturbed, tasteOnly: true});
    const layers = Object.entries(read).map(([name, {layer}]) => `${name} ${layer}`);
    expect(layers.sort()).toEqual([
      'allowControl default',
      'apiUrl default',
      'forwardErrors default',
      'forwardHost default',
      'host default',
      'mediaSlow default',
      'ngrokApi default',
      'otlpNumbers default',
      'pollIdle default',
      'port flag',
      'recordMax default',
      'requireSignature default',
      'signatureSecret flag',
      'slowAnswer default',
      'socketMax default',
      'strict default',
    ]);
    expect([files, errors, warnings]).toEqual([[], [], []]);
  });

  it('has the colours and the keys that the person chose', () => {
    const files = {'/project/convo-monitor.json': '{"theme": "light", "port": 4000, "keys": {"copy": "w"}}'};
    const {settings: read, keys} = resolveConfig({...machine({files}), tasteOnly: true});
    expect([read.theme?.value, read.port?.value, keys.choices.length]).toEqual(['light', 3000, 1]);
  });
});

describe('a required signature', () => {
  const secret = 's'.repeat(32);
  const codes = (given: Parameters<typeof machine>[0]) =>
    resolveConfig(machine(given)).errors.map(({code, about}) => [code, about.setting]);

  it('needs a secret to check it with', () => {
    expect(codes({flags: {requireSignature: true}})).toEqual([['missing-secret', 'requireSignature']]);
    expect(codes({flags: {requireSignature: true}, env: {VONAGE_SIGNATURE_SECRET: secret}})).toEqual([]);
  });

  it('is not complained of when the secret itself cannot be used', () => {
    expect(codes({flags: {requireSignature: true, signatureSecret: '@none'}})).toEqual([
      ['missing-file', 'signatureSecret'],
    ]);
  });
});

describe('values', () => {
  const refused = (flags: Record<string, unknown>) =>
    resolveConfig(machine({flags})).errors.map(({message}) => message);

  it.each([
    [{port: '80a'}, 'The port (flag --port) must be a whole number from 0 to 65535: change it.'],
    [{port: '65536'}, 'The port (flag --port) must be a whole number from 0 to 65535: change it.'],
    [{port: ''}, 'The port (flag --port) must be a whole number from 0 to 65535: change it.'],
    [{host: ' '}, 'The address to listen on (flag --host) must be a text that is not empty: change it.'],
    [
      {requireSignature: 'maybe'},
      'Whether a signature is required (flag --require-signature) must be true or false: change it.',
    ],
    [
      {forward: 'localhost'},
      'The application to forward to (flag --forward) must be a URL that begins with http:// or https://: change it.',
    ],
    ...['0', 'localhost:0', 'http://127.0.0.1:00/a'].map((forward): [Record<string, unknown>, string] => [
      {forward},
      'The application to forward to (flag --forward) has port 0, at which nothing can listen: give its own.',
    ]),
    [
      {apiUrl: 'ftp://api.nexmo.com'},
      'The API URL (flag --api-url) must be a URL that begins with http:// or https://: change it.',
    ],
    [
      {apiUrl: 'https://a:b@api.nexmo.com'},
      'The API URL (flag --api-url) must be a scheme, a host and a path: remove the rest.',
    ],
    [
      {tunnel: 'https://abc.example.com/webhooks/answer'},
      'The public URL (flag --tunnel) must be a scheme and a host, such as https://abc.example.com: remove the rest.',
    ],
    [
      {ngrokApi: 'http://ngrok.example:4040'},
      'The address of ngrok’s agent (flag --ngrok-api) must be on this machine, or be off: change it.',
    ],
    [
      {to: '07700900000'},
      'The number to call (flag --to) must have 7 to 15 digits that begin with the country code, such as 447700900000: change it.',
    ],
  ])('refuses %j with what to do', (flags, message) => {
    expect(refused(flags)).toEqual([message]);
  });

  it.each([
    ['api-us-3.vonage.com', 'https://api-us-3.vonage.com'],
    ['https://api.nexmo.com/', 'https://api.nexmo.com'],
    ['http://127.0.0.1:4010/base/', 'http://127.0.0.1:4010/base'],
  ])('reads the API host %s as %s', (written, url) => {
    const {settings: read, warnings} = resolveConfig(machine({env: {VONAGE_API_HOST: written}}));
    expect([read.apiUrl?.value, warnings]).toEqual([url, []]);
  });

  it('warns when tokens would travel in the open', () => {
    expect(resolved({flags: {apiUrl: 'http://vonage.example'}})).toMatchObject({problems: ['plain-http']});
  });

  it("sends no token to a host that only a project's file names", () => {
    const files = {'/project/convo-monitor.json': '{"apiUrl": "https://api.nexmo.com.evil.example"}'};
    const {settings: read, errors} = resolveConfig(machine({files}));
    expect(errors.map(({code}) => code)).toEqual(['untrusted-api-url']);
    expect(read.apiUrl).toBeUndefined();
    const apiUrl = 'https://proxy.example';
    expect(resolveConfig(machine({flags: {apiUrl}, files})).settings.apiUrl?.value).toBe(apiUrl);
  });

  it("lets a project's file name this machine, where a simulator listens", () => {
    const files = {'/project/convo-monitor.json': '{"apiUrl": "http://localhost:4010"}'};
    expect(resolved({files})).toMatchObject({
      apiUrl: '"http://localhost:4010" (file ./convo-monitor.json)',
      problems: [],
    });
  });

  it('warns when the two halves of a credential were not meant for each other', () => {
    const file = JSON.stringify({appId: id, privateKey: pem});
    const files = {'/home/anna/.vonage/config.json': file};
    expect(resolveConfig(machine({flags: {applicationId: otherId}, files})).warnings).toEqual([
      {
        code: 'mixed-pair',
        text:
          'The private key is from file ~/.vonage/config.json (Vonage CLI 3) and was meant for another application id than ' +
          'that from flag --application-id: unless the two belong together, Vonage answers 401. Give both in one place.',
      },
    ]);
    expect(resolveConfig(machine({flags: {applicationId: id}, files})).warnings).toEqual([]);
    expect(resolveConfig(machine({env: {VONAGE_PRIVATE_KEY: pem}, flags: {applicationId: id}})).warnings).toEqual([]);
  });
});

it.each(['10s', '7', 'week', '0d', ''])('refuses %j as the age of a recording', recordAge => {
  const {errors} = resolveConfig(machine({flags: {recordAge}}));
  const due = 'must be a time of at least a minute, such as 12h or 7d: change it.';
  expect(errors.map(({message}) => message)).toEqual([`How long a recording goes on (flag --record-age) ${due}`]);
});

it.each(['100KB', '512', 'much', ''])('refuses %j as the size of a recording', recordMax => {
  const {errors} = resolveConfig(machine({flags: {recordMax}}));
  const due = 'must be a size of at least 1 MB, such as 512MB or 2GB: change it.';
  expect(errors.map(({message}) => message)).toEqual([`How large a recording may become (flag --record-max) ${due}`]);
});

it.each(['100MB', '512', '2TB', 'much', '-2GB', ''])('refuses %j as a size of memory', memory => {
  const {errors} = resolveConfig(machine({flags: {memory}}));
  const due = 'must be a size of at least 192 MB, such as 512MB or 2GB: change it.';
  expect(errors.map(({message}) => message)).toEqual([`The most memory to take (flag --memory) ${due}`]);
});

it.each([
  ['192MB', 192e6],
  ['2GB', 2e9],
  ['1.5 gb', 1.5e9],
  ['512m', 512e6],
  ['400000 KB', 400e6],
])('reads %s as so many bytes', (size, bytes) => {
  expect(bytesOf(size)).toBe(bytes);
});
