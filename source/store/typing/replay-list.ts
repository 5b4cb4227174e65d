import type {Command, CommandResult} from '../commands/command.js';
import {replayed} from '../commands/replay.js';
import type {Model} from '../model.js';
import {replaySpeeds} from '../replayed/speeds.js';

/** What holds in the list of paces, and while a call is sent again. */
export const replayListCommands: readonly Command[] = [
  {
    id: 'replay-chosen',
    keys: ['Enter'],
    label: 'send the call again at the pace in front',
    modes: {replay: ['replay', 0]},
    run: model => replayed({...model, view: {...model.view, overlay: undefined}}, chosenSpeed(model)),
  },
  {
    id: 'replay-next',
    keys: ['Enter'],
    label: 'step by step: send the next webhook; when all is over: close',
    modes: {replaying: [({replaying}) => (replaying?.ended ? 'close' : isAsked(replaying) ? 'send' : ''), 0]},
    idle: 'It goes on by itself.',
    run: model => {
      if (model.replaying?.ended) return closed(model);
      return isAsked(model.replaying) ? {effect: {type: 'replay-turn', turn: 'send'}} : {};
    },
  },
  {
    id: 'replay-skip',
    keys: ['s'],
    label: 'step by step: pass the next webhook over',
    modes: {replaying: [({replaying}) => (isAsked(replaying) ? 'pass over' : ''), 1]},
    idle: 'It goes on by itself.',
    run: ({replaying}) => (isAsked(replaying) ? {effect: {type: 'replay-turn', turn: 'skip'}} : {}),
  },
  {
    id: 'replay-stop',
    keys: ['Esc', 'q'],
    label: 'stop sending; when all is over: close',
    modes: {replaying: [({replaying}) => (replaying?.ended ? 'close' : 'stop'), 2]},
    run: stopReplay,
  },
];

/** Stops what is under way; what is over is closed. */
function stopReplay(model: Model): CommandResult {
  return model.replaying && !model.replaying.ended ? {effect: {type: 'replay-turn', turn: 'end'}} : closed(model);
}

function closed({view}: Model): CommandResult {
  return {view: {...view, overlay: undefined, scroll: 0}};
}

const isAsked = (replaying: Model['replaying']): boolean => replaying?.speed === 'step' && replaying.next !== undefined;

function chosenSpeed({view}: Model) {
  return (replaySpeeds[view.replayAt] ?? replaySpeeds[0])?.speed ?? 'max';
}
