import {seedCall} from '../seed-call.js';
import type {Callee, Scenario} from './scenario.js';

/** The tutorial's NCCO: whoever calls is connected to Bob. */
export const connectToBob = [{action: 'connect', endpoint: [{type: 'phone', number: seedCall.bob}]}];

const unreached = (name: string, summary: string, callee: Callee): Scenario => ({
  name,
  summary,
  callees: [callee],
  ncco: connectToBob,
});

const withDetection = (name: string, summary: string, callee: Callee, asked: Record<string, unknown>): Scenario => ({
  name,
  summary,
  callees: [callee],
  ncco: [{...connectToBob[0], ...asked}],
});

/** Calls that differ in what the callee makes of them. */
export const calleeScenarios: Scenario[] = [
  {
    name: 'answered',
    summary: 'Alice calls, the application connects her to Bob, they talk, Bob hangs up',
    seedIds: true,
    ncco: connectToBob,
  },
  unreached('busy', 'Bob is on another call', {outcome: 'busy', afterMs: 1500}),
  unreached('rejected', 'Bob declines the call; no completed follows', {
    outcome: 'rejected',
    detail: 'declined',
    afterMs: 3000,
  }),
  unreached('rejected-invalid', 'Bob’s number does not exist', {
    outcome: 'rejected',
    detail: 'invalid_number',
    afterMs: 400,
  }),
  unreached('rejected-restricted', 'the carrier refuses the call', {
    outcome: 'rejected',
    detail: 'restricted',
    afterMs: 900,
  }),
  unreached('unanswered', 'Bob’s phone is off', {outcome: 'unanswered', detail: 'unavailable', afterMs: 4000}),
  unreached('unanswered-carrier', 'the carrier gives up before Vonage does', {
    outcome: 'unanswered',
    detail: 'timeout',
    afterMs: 30_000,
  }),
  unreached('timeout', 'Bob’s phone rings until Vonage’s ringing timer runs out', {outcome: 'timeout'}),
  {
    name: 'cancelled',
    summary: 'Alice gives up while Bob’s phone rings',
    caller: {hangUpAfterMs: 9000},
    ncco: connectToBob,
  },
  unreached('failed-route', 'the destination is not supported or blocked', {
    outcome: 'failed',
    detail: 'cannot_route',
    afterMs: 200,
  }),
  unreached('failed-number', 'Bob’s number is out of service', {
    outcome: 'failed',
    detail: 'number_out_of_service',
    afterMs: 600,
  }),
  unreached('failed-internal', 'something breaks on Vonage’s side', {
    outcome: 'failed',
    detail: 'internal_error',
    afterMs: 300,
  }),
  withDetection(
    'human',
    'machine detection hears Bob himself',
    {detected: 'human', talkMs: 20_000},
    {machineDetection: 'continue'},
  ),
  withDetection(
    'voicemail',
    'machine detection hears a machine, and Vonage hangs up',
    {detected: 'machine', talkMs: 30_000},
    {machineDetection: 'hangup'},
  ),
  withDetection(
    'beep',
    'machine detection waits for the beep of Bob’s mailbox',
    {detected: 'beep', talkMs: 30_000},
    {advancedMachineDetection: {behavior: 'continue', mode: 'detect_beep', beep_timeout: 45}},
  ),
  unreached('long-call', 'an hour on the phone', {talkMs: 3_600_000}),
];
