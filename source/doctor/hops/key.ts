import {broken, type Hop, ok, unknown} from '../hop.js';
import {faultOf} from '../plan.js';

const dashboard = "Vonage's dashboard → Applications";

/** The application's id and private key as they are written: whether they belong together is the API's to say. */
export const keyHops: readonly Hop[] = [
  {
    id: 'key',
    title: 'key',
    judge(plan) {
      const fault = faultOf(plan, 'privateKey', 'applicationId');
      if (fault) return broken(fault, `Give --application-id and --private-key as ${dashboard} has them.`);
      const {applicationId, privateKey} = plan;
      const give = 'Give --application-id and --private-key, or set VONAGE_APPLICATION_ID and VONAGE_PRIVATE_KEY';
      if (applicationId === undefined && privateKey === undefined)
        return unknown('there is neither an application id nor a private key', `${give} (${dashboard}).`);
      if (applicationId === undefined)
        return unknown(
          'there is a private key, but no application id',
          'Give --application-id, or set VONAGE_APPLICATION_ID.',
        );
      if (privateKey === undefined)
        return unknown(
          'there is an application id, but no private key',
          'Give --private-key, or set VONAGE_PRIVATE_KEY.',
        );
      return ok(`application ${applicationId}, with an RSA key`);
    },
  },
];
