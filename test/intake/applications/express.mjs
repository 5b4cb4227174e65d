// Applications as Vonage's samples and tutorials write them with Express.
import express from 'express';

const talk = text => ({action: 'talk', text});
const digit = eventUrl => ({action: 'input', type: ['dtmf'], dtmf: {maxDigits: 1}, eventUrl: [eventUrl]});

function application(...settings) {
  const app = express();
  for (const [name, value] of settings) app.set(name, value);
  return app.use(express.json());
}

/** A menu that is offered again after every key; its addresses are made of `req.get('host')`. */
export function loopingMenu() {
  const app = application();
  const menu = request => [
    {...talk('Press a key.'), bargeIn: true},
    digit(`https://${request.get('host')}/webhooks/dtmf`),
  ];
  app.get('/webhooks/answer', (request, response) => response.json(menu(request)));
  app.post('/webhooks/dtmf', (request, response) => {
    const {digits} = request.body.dtmf;
    response.json(digits === '9' ? [talk('Goodbye.')] : [talk(`You pressed ${digits}.`), ...menu(request)]);
  });
  app.post('/webhooks/event', (_request, response) => response.sendStatus(204));
  return app;
}

/** `address(request)` is how the application knows its own public address. */
function hostInNcco(address, ...settings) {
  const app = application(...settings);
  app.get('/webhooks/answer', (request, response) => {
    response.json([talk('Enter a digit.'), digit(`${address(request)}/webhooks/dtmf`)]);
  });
  app.post('/webhooks/dtmf', (_request, response) => response.json([talk('Thank you.')]));
  app.post('/webhooks/event', (_request, response) => response.status(200).end());
  return app;
}

export const hostByHeader = () => hostInNcco(request => `${request.protocol}://${request.get('host')}`);
export const hostByName = () => hostInNcco(request => `https://${request.hostname}`);
export const hostByProxy = () => hostInNcco(request => `${request.protocol}://${request.host}`, ['trust proxy', true]);
export const hostByHeaders = () =>
  hostInNcco(({headers}) => `${headers['x-forwarded-proto']}://${headers['x-forwarded-host'] ?? headers.host}`);

/** Knows answers and nothing else: Express answers events 404. */
export function noEvents() {
  const app = application();
  app.get('/webhooks/answer', (_request, response) => response.json([talk('Thank you for calling.')]));
  return app;
}

/** Has its routes below a folder, with names of its own. */
export function routesElsewhere() {
  const router = express.Router();
  router.get('/incoming-call', (request, response) => {
    response.json([talk('Enter a digit.'), digit(`https://${request.get('host')}${request.baseUrl}/typed`)]);
  });
  router.post('/typed', (request, response) => response.json([talk(`It was ${request.body.dtmf.digits}.`)]));
  router.post('/call-status', (_request, response) => response.end());
  return application().use('/api/v2/voice', router);
}
