import {asList, asRecord, asText} from '../loose.js';
import {type NccoRemarks, warning} from './remark.js';

/** What people who connect to WebSockets find out in calls. */
export function* checkSocketConnects(ncco: readonly unknown[]): NccoRemarks {
  const seen = new Map<string, boolean>();
  for (const [index, value] of ncco.entries()) {
    const action = asRecord(value);
    if (action?.action !== 'connect') continue;
    const endpoints = asList(action.endpoint).map(asRecord);
    if (!endpoints.some(endpoint => endpoint?.type === 'websocket')) continue;
    if (index < ncco.length - 1) {
      // HybridAIOne/hybridclaw issue 1458: callers heard the good-bye behind connect at the beginning.
      const text =
        'This action starts as soon as the WebSocket before it is open, and does not wait for its end: let `connect` stand last, and answer its `disconnected` event with what comes then.';
      yield warning({path: [index + 1, 'action']}, 'starts-at-once', text);
    }
    if (action.eventType === undefined) {
      const text =
        'Without "eventType": "synchronous" Vonage does not tell when the WebSocket cannot be opened, nor asks what to do then: add it.';
      yield warning({path: [index]}, 'socket-silent', text);
    }
    for (const [place, endpoint] of endpoints.entries()) {
      const uri = endpoint?.type === 'websocket' ? asText(endpoint.uri) : undefined;
      if (uri === undefined) continue;
      const isNamed = endpoint?.headers !== undefined;
      if (seen.get(uri) === false && !isNamed) {
        const text =
          'Another endpoint has this `uri`, and neither has `headers`: the application cannot tell the two apart. Give each its own "headers".';
        yield warning({path: [index, 'endpoint', place, 'uri']}, 'same-socket', text);
      }
      seen.set(uri, isNamed || seen.get(uri) === true);
    }
  }
}
