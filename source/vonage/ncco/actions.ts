import {suggest} from '../../text/suggest.js';
import {asAmount, asText} from '../loose.js';
import {isPlaceholder} from './remark.js';
import {fields, given, isObject, type NccoField, type Shape} from './rules.js';
import {voiceRules} from './voices.js';

/*
 * The documented actions: the NCCO reference, where it is silent the Voice API's OpenAPI description, and where both are,
 * what the official SDKs send. A new action or field is a row here.
 */

const eventUrl: NccoField = {is: 'urls'};
const eventMethod: NccoField = {is: 'choice', of: ['POST', 'GET']};
const language: NccoField = {
  is: 'text',
  pattern: {like: /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i, says: 'a language tag such as en-US', severity: 'warning'},
};
const legs: NccoField = {is: 'list', of: {is: 'text', id: true}};
const level: NccoField = {is: 'number', range: [-1, 1]};
const loop: NccoField = {is: 'number', range: [0, Number.MAX_SAFE_INTEGER], whole: true};
const provider: Record<string, NccoField> = {provider: {is: 'text'}, providerOptions: {is: 'map'}};

/** 30 s is the OpenAPI description's lower end, 45 s the SDKs'. */
const beepTimeout: NccoField = {
  is: 'number',
  range: [30, 120],
  usual: [45, 120],
  whole: true,
  unit: 's',
  by: 'the OpenAPI description',
};

/** .NET and Ruby spell it with underscores. */
const machineDetection: NccoField = {
  is: 'object',
  fields: fields({
    behavior: {is: 'choice', of: ['continue', 'hangup']},
    mode: {is: 'choice', of: ['default', 'detect', 'detect_beep']},
    beep_timeout: beepTimeout,
    beepTimeout,
  }),
};

const transcription: NccoField = {
  is: 'object',
  fields: fields({language, eventUrl, eventMethod, sentimentAnalysis: {is: 'flag'}}),
};

const moved = 'write it inside `dtmf`';

const record: Shape = {
  fields: fields({
    format: {is: 'choice', of: ['mp3', 'wav', 'ogg']},
    split: {is: 'choice', of: ['conversation']},
    channels: {is: 'number', range: [1, 32], whole: true},
    endOnSilence: {is: 'number', range: [3, 10], unit: 's'},
    endOnKey: {is: 'text', pattern: {like: /^[0-9*#]$/, says: 'one of 0-9, * and #', severity: 'error'}},
    timeOut: {is: 'number', range: [3, 7200], unit: 's'},
    beepStart: {is: 'flag'},
    eventUrl,
    eventMethod,
    transcription,
  }),
  cross: [
    {
      when: action => (asAmount(action.channels) ?? 0) > 1 && !given(action.split),
      at: 'channels',
      severity: 'error',
      code: 'needs-field',
      text: 'The NCCO reference has `channels` only with `split`: add "split": "conversation", or remove `channels`.',
    },
    {
      when: action => (asAmount(action.channels) ?? 0) > 2 && given(action.format) && action.format !== 'wav',
      at: 'format',
      severity: 'warning',
      code: 'ignored',
      text: 'With more than two channels the recording is a wav whatever `format` says: write "wav".',
    },
  ],
};

const conversation: Shape = {
  fields: fields({
    name: {is: 'text', id: true, required: true},
    musicOnHoldUrl: {is: 'urls', text: true, audio: true},
    startOnEnter: {is: 'flag'},
    endOnExit: {is: 'flag'},
    record: {is: 'flag'},
    canSpeak: legs,
    canHear: legs,
    mute: {is: 'flag'},
    transcription,
    eventUrl,
    eventMethod,
  }),
  cross: [
    {
      when: action => given(action.mute) && given(action.canSpeak),
      at: 'mute',
      severity: 'error',
      code: 'exclusive',
      text: '`mute` cannot stand beside `canSpeak`: keep one (an empty `canSpeak` mutes towards everybody).',
    },
  ],
};

const connect: Shape = {
  fields: fields({
    endpoint: {is: 'endpoints', required: true},
    from: {is: 'text', id: true},
    randomFromNumber: {is: 'flag'},
    eventType: {is: 'choice', of: ['synchronous']},
    timeout: {is: 'number', range: [1, 7200], usual: [3, 7200], whole: true, unit: 's', by: 'the Java SDK'},
    limit: {is: 'number', range: [0, 7200], usual: [1, 7200], whole: true, unit: 's'},
    machineDetection: {is: 'choice', of: ['continue', 'hangup']},
    advancedMachineDetection: machineDetection,
    advanced_machine_detection: machineDetection,
    eventUrl,
    eventMethod,
    // A text by the NCCO reference, an array by the Python SDK.
    ringbackTone: {is: 'urls', text: true},
  }),
  cross: [
    {
      when: action => given(action.from) && given(action.randomFromNumber),
      at: 'randomFromNumber',
      severity: 'error',
      code: 'exclusive',
      text: '`randomFromNumber` cannot stand beside `from`: keep one.',
    },
    {
      when: action =>
        given(action.machineDetection) &&
        (given(action.advancedMachineDetection) || given(action.advanced_machine_detection)),
      at: 'machineDetection',
      severity: 'warning',
      code: 'exclusive',
      text: '`advancedMachineDetection` overrides `machineDetection`: keep one.',
    },
    {
      when: action => callsPhone(action) && action.from === undefined && !given(action.randomFromNumber),
      at: 'from',
      severity: 'warning',
      code: 'no-caller',
      text: 'Without `from` the callee sees an unknown caller, and some carriers refuse the call: add "from" with one of your Vonage numbers, or "randomFromNumber": true.',
    },
    {
      when: action =>
        callsPhone(action) &&
        typeof action.from === 'string' &&
        /[^\d+]/.test(action.from.trim()) &&
        !isPlaceholder(action.from, true),
      at: 'from',
      severity: 'warning',
      code: 'not-a-number',
      text: '`from` is no number: the callee sees an unknown caller, or the carrier refuses. Give one of your Vonage numbers.',
    },
  ],
};

const talk: Shape = {
  fields: fields({
    text: {is: 'text', max: 1500, spoken: true, required: true},
    bargeIn: {is: 'flag'},
    loop,
    level,
    language,
    style: {is: 'number', range: [0, 1000], whole: true},
    premium: {is: 'flag'},
    voiceName: {is: 'text', deprecated: 'choose the voice by `language` and `style`'},
    ...provider,
  }),
  cross: voiceRules,
};

const stream: Shape = {
  fields: fields({
    streamUrl: {is: 'urls', audio: true, required: true},
    level,
    bargeIn: {is: 'flag'},
    loop,
  }),
};

const input: Shape = {
  fields: fields({
    type: {is: 'list', of: {is: 'choice', of: ['dtmf', 'speech']}, required: 'usually', filled: '"dtmf" or "speech"'},
    dtmf: {
      is: 'object',
      fields: fields({
        timeOut: {is: 'number', range: [0, 10], unit: 's'},
        maxDigits: {is: 'number', range: [0, 22], usual: [1, 20], whole: true},
        submitOnHash: {is: 'flag'},
      }),
    },
    speech: {
      is: 'object',
      fields: fields({
        uuid: {is: 'list', of: {is: 'text', id: true}, usual: 1, alone: true},
        endOnSilence: {is: 'number', range: [0.4, 10], unit: 's'},
        language,
        context: {is: 'list', of: {is: 'text'}},
        startTimeout: {is: 'number', range: [1, 60], unit: 's'},
        maxDuration: {is: 'number', range: [1, 60], unit: 's'},
        saveAudio: {is: 'flag'},
        sensitivity: {is: 'number', range: [0, 100], usual: [10, 100]},
        ...provider,
      }),
    },
    mode: {is: 'choice', of: ['synchronous', 'asynchronous']},
    eventUrl,
    eventMethod,
    timeOut: {is: 'number', range: [0, 10], unit: 's', deprecated: moved},
    maxDigits: {is: 'number', range: [0, 22], usual: [1, 20], whole: true, deprecated: moved},
    submitOnHash: {is: 'flag', deprecated: moved},
  }),
  cross: [
    {
      when: action => action.mode === 'asynchronous' && isObject(action.dtmf) && Object.keys(action.dtmf).length > 0,
      at: 'dtmf',
      severity: 'warning',
      code: 'exclusive',
      text: 'Asynchronous input takes no `dtmf` settings, each digit comes as its own event: remove them.',
    },
    ...(['dtmf', 'speech'] as const).map(kind => ({
      when: (action: Record<string, unknown>) =>
        given(action[kind]) &&
        Array.isArray(action.type) &&
        !action.type.some(type => asText(type)?.toLowerCase() === kind),
      at: kind,
      severity: 'warning' as const,
      code: 'ignored',
      text: `\`${kind}\` settings without "${kind}" in \`type\` do nothing: add it to \`type\`, or remove them.`,
    })),
  ],
};

const transfer: Shape = {
  fields: fields({
    conversationId: {
      is: 'text',
      id: true,
      required: true,
      also: 'conversation_id',
      pattern: {like: /^CON-/, says: 'a conversation id, CON-…', severity: 'error'},
    },
    canHear: legs,
    canSpeak: legs,
    mute: {is: 'flag'},
  }),
};

const pay: Shape = {
  deprecated: 'Payments were a preview that has ended, and the call may end here: remove the action.',
  fields: fields({
    amount: {is: 'number', range: [0, Number.MAX_SAFE_INTEGER]},
    currency: {is: 'text'},
    eventUrl: {is: 'urls', text: true},
    eventMethod,
    voice: {is: 'map'},
    prompts: {is: 'anything'},
  }),
};

export const actions: ReadonlyMap<string, Shape> = new Map(
  Object.entries({
    talk,
    stream,
    input,
    connect,
    conversation,
    record,
    notify: {
      fields: fields({payload: {is: 'map', required: true}, eventUrl: {...eventUrl, required: true}, eventMethod}),
    },
    wait: {fields: fields({timeout: {is: 'number', range: [0.1, 7200], unit: 's', clamped: true}})},
    transfer,
    pay,
  }),
);

/** What people write for an action that has another name. */
const actionsByOtherName: ReadonlyMap<string, string> = new Map([
  ['say', 'talk'],
  ['speak', 'talk'],
  ['tts', 'talk'],
  ['play', 'stream'],
  ['audio', 'stream'],
  ['dial', 'connect'],
  ['call', 'connect'],
  ['gather', 'input'],
  ['dtmf', 'input'],
  ['asr', 'input'],
  ['conference', 'conversation'],
  ['pause', 'wait'],
  ['sleep', 'wait'],
]);

function callsPhone(action: Record<string, unknown>): boolean {
  return Array.isArray(action.endpoint) && isObject(action.endpoint[0]) && action.endpoint[0].type === 'phone';
}

/** The action that a name means which is none: of another platform, or mistyped. */
export function meantAction(name: unknown): string | undefined {
  if (typeof name !== 'string') return undefined;
  return actionsByOtherName.get(name.toLowerCase()) ?? suggest(name, currentActions);
}

/** Whether a text is an action's name, or another platform's for one. */
export function isActionWord(word: unknown): word is string {
  return typeof word === 'string' && (actions.has(word.toLowerCase()) || actionsByOtherName.has(word.toLowerCase()));
}

/** Those to use, without what has ended. */
export const currentActions = [...actions].filter(([, shape]) => !shape.deprecated).map(([action]) => action);
