import {type Answering, askAnswering} from './evidence/answering.js';
import {lookAtPort, type PortSeen} from './evidence/port.js';
import type {Plan} from './plan.js';

/** All that was seen: what hops are judged from. */
export type Evidence = {
  port: PortSeen;
  answering?: Answering;
};

/** Asks everything there is to ask, at once where nothing has to be known first. Never rejects for what is broken. */
export async function gather(plan: Plan): Promise<Evidence> {
  const port = await lookAtPort(plan);
  try {
    const answering = await askAnswering(plan, 'GET');
    return {port: port.seen, answering};
  } finally {
    await port.close();
  }
}
