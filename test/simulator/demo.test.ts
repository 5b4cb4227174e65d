import {describe, expect, it} from 'vitest';
import {startDemoApplication} from '../../source/run/demo-application.js';
import {findScenario} from '../../source/simulator/index.js';
import {start} from './start.js';

/** A simulator whose calls are answered by the demonstration's application. */
async function startDemo() {
  const application = await startDemoApplication(uuid => vonage.scenarioOf(uuid));
  const {vonage, server} = await start(() => ({}), {answerUrl: `${application.url}/webhooks/answer`});
  return {vonage, server, application};
}

describe('the application of the demonstration', () => {
  it('answers each of several calls at once with what its own scenario is about', async () => {
    const {vonage, server, application} = await startDemo();
    const [busy, ivr] = await Promise.all(['busy', 'ivr'].map(name => vonage.place(name)));
    const told = (uuid = '') => server.events().filter(event => event.uuid === uuid);
    expect(busy?.legs.map(({statuses}) => statuses.at(-2)?.status)).toEqual(['ringing', 'busy']);
    expect(told(ivr?.uuid).filter(({dtmf}) => dtmf)).toHaveLength(2);
    await vonage.close();
    await Promise.all([application.close(), server.close()]);
  });

  it('fails where the scenario says so, and says nothing about calls that it does not know', async () => {
    const {vonage, server, application} = await startDemo();
    const {deliveries} = await vonage.place('fallback');
    expect(deliveries.find(({kind}) => kind === 'answer')?.failure?.text).toBe('HTTP status 500.');
    expect(findScenario('fallback').answerStatus).toBe(500);
    const response = await fetch(`${application.url}/webhooks/answer?uuid=nobody`);
    expect([response.status, await response.text()]).toEqual([200, '']);
    await vonage.close();
    await Promise.all([application.close(), server.close()]);
  });
});
