import {noteOn, startNote} from '../typing/note-line.js';
import type {Command} from './command.js';

export const noteCommands: readonly Command[] = [
  {
    id: 'note',
    keys: ['w'],
    label: 'write a note on the event, which is kept in the recording; an empty one takes it away',
    panes: ['events', 'detail'],
    idle: 'That is what is noted already.',
    argument: {name: '[TEXT]', run: noteOn},
    run: startNote,
  },
];
