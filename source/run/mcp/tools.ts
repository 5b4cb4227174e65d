import type {Tool} from './tool.js';
import {callLadder, callLegs, callVerdict} from './tools/call.js';
import {listCalls} from './tools/calls.js';
import {doctor} from './tools/doctor.js';
import {callEvents, eventPayload} from './tools/events.js';
import {listRecordings} from './tools/recordings.js';
import {simulate} from './tools/simulate.js';
import {checkAnswer, explainWord} from './tools/words.js';

/** All that an assistant can ask for. */
export const tools: readonly Tool[] = [
  listRecordings,
  listCalls,
  callVerdict,
  callLegs,
  callLadder,
  callEvents,
  eventPayload,
  explainWord,
  checkAnswer,
  doctor,
  simulate,
];
