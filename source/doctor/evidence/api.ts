import {ask, type Inquiry} from '../../tunnel/ask.js';
import {accountUrls} from '../../vonage/hosts.js';
import {createTokenSource} from '../../vonage/token.js';
import type {Plan} from '../plan.js';

/** Answers of the APIs; absent where what a question needs is not known. */
export type ApiSeen = {
  /** The Conversation API: with a token where there are an application id and a key, which `hasToken` says, and else just whether it is there. */
  conversations: Inquiry & {hasToken: boolean};
  application?: Inquiry;
  /** The numbers that are linked to the application; where there are none, those that the account has at all. */
  numbers?: {linked: Inquiry; all?: Inquiry};
};

/** ms that an API may take: a person waits for this. */
const PATIENCE = 5000;

/** Asks the Conversation API with a token of the application. */
export async function askConversations(plan: Plan): Promise<ApiSeen['conversations']> {
  const token = await tokenOf(plan);
  const url = `${plan.apiUrl}/v1/conversations?page_size=1`;
  const headers = token === undefined ? undefined : {authorization: `Bearer ${token}`};
  return {...(await ask(url, {headers, deadlineMs: PATIENCE})), hasToken: token !== undefined};
}

async function tokenOf({applicationId, privateKey}: Plan): Promise<string | undefined> {
  if (applicationId === undefined || privateKey === undefined) return undefined;
  // A key that cannot be read was told of where it was given.
  return createTokenSource({applicationId, privateKey, now: Date.now})
    .token()
    .catch(() => undefined);
}

/** Asks the Application API for the application; without its id, the account alone is asked for. */
export async function askApplication(plan: Plan): Promise<Inquiry | undefined> {
  const headers = basic(plan);
  if (!headers) return undefined;
  const {applications, numbers} = accountUrls(plan.apiUrl);
  const {applicationId} = plan;
  const url =
    applicationId === undefined ? `${numbers}?size=1` : `${applications}/${encodeURIComponent(applicationId)}`;
  return ask(url, {headers, deadlineMs: PATIENCE});
}

/** Asks the Numbers API. */
export async function askNumbers(plan: Plan): Promise<ApiSeen['numbers']> {
  const headers = basic(plan);
  const {applicationId} = plan;
  if (!headers || applicationId === undefined) return undefined;
  const {numbers} = accountUrls(plan.apiUrl);
  const [linked, all] = await Promise.all([
    ask(`${numbers}?application_id=${encodeURIComponent(applicationId)}&size=100`, {headers, deadlineMs: PATIENCE}),
    ask(`${numbers}?size=10`, {headers, deadlineMs: PATIENCE}),
  ]);
  return {linked, all};
}

/** In a header: what stands in a URL stands in logs as well. */
function basic({apiKey, apiSecret}: Plan): {authorization: string} | undefined {
  if (apiKey === undefined || apiSecret === undefined) return undefined;
  return {authorization: `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`};
}
