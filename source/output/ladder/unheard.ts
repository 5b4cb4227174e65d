import {type Print, printable, type Safe, safe} from '../../text/printable.js';
import type {LadderStep} from '../../world/read/ladder.js';
import {socketName} from '../socket-name.js';
import {agreementSigns} from './agreement.js';

/** What stands behind the name of an event of which no webhook told the application: the WebSocket that it is of, that only the API knows of it, its signs. */
export function unheardText(step: LadderStep, print: Print = printable): Safe {
  const {socket, apiOnly} = step;
  return safe`${socket ? safe` · of ${print(socketName(socket), 120)}` : safe``}${apiOnly ? safe` · API only` : safe``}${agreementSigns(step)}`;
}
