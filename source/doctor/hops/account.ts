import {counted} from '../../text/counted.js';
import {readOwnedNumbers} from '../../vonage/owned-numbers.js';
import type {Evidence} from '../evidence.js';
import {broken, type Hop, type HopResult, odd, ok, unknown} from '../hop.js';
import {faultOf, type Plan} from '../plan.js';
import {refusalOf, saidOf, unasked} from '../refusals.js';
import {applicationIn} from '../seen.js';

const settingsPage = "Vonage's dashboard → API settings";

/** The account, its application and its number. */
export const accountHops: readonly Hop[] = [
  {id: 'account', title: 'account', judge: judgeAccount},
  {id: 'application', title: 'application', judge: judgeApplication},
  {id: 'number', title: 'number', judge: judgeNumber},
];

function judgeAccount(plan: Plan, {application}: Evidence): HopResult {
  const fault = faultOf(plan, 'apiKey', 'apiSecret');
  if (fault) return broken(fault, `Copy key and secret from ${settingsPage}.`);
  const {apiKey, apiSecret} = plan;
  if (apiKey === undefined || apiSecret === undefined) {
    const what =
      apiKey === undefined ? (apiSecret === undefined ? 'neither API key nor secret' : 'no API key') : 'no API secret';
    const give = 'Set VONAGE_API_KEY and VONAGE_API_SECRET, or give --api-key and --api-secret @FILE';
    return unknown(`there is ${what}, so application, number and URLs are not looked at`, `${give} (${settingsPage}).`);
  }
  if (!application) return unknown('it was not asked', 'Run the doctor again.');
  if (!application.answer) return unasked(application);
  const {asked, answer} = application;
  const besides = {asked, ms: answer.ms};
  if (answer.status === 401) {
    const seen = `${saidOf(answer)}: key ${apiKey} and the secret do not belong together`;
    return broken(seen, `Copy both anew from ${settingsPage}; the signature secret is another one.`, besides);
  }
  // Whoever is told that there is no such application has been let in.
  if (answer.status === 200 || answer.status === 404) return ok(`key ${apiKey} and its secret are taken`, besides);
  return refusalOf({asked, answer});
}

function judgeApplication(plan: Plan, evidence: Evidence): HopResult {
  const {applicationId} = plan;
  if (applicationId === undefined)
    return unknown('its id is not known', 'Give --application-id, or set VONAGE_APPLICATION_ID.');
  const {application} = evidence;
  if (!application?.answer || ![200, 404].includes(application.answer.status)) return afterAccount;
  const {asked, answer} = application;
  const besides = {asked, ms: answer.ms};
  if (answer.status === 404) {
    const seen = `the account of ${plan.apiKey} has no application ${applicationId} (404)`;
    return broken(
      seen,
      "Copy its id from Vonage's dashboard → Applications, or give key and secret of the account that has it.",
      besides,
    );
  }
  const found = applicationIn(evidence);
  if (!found) return broken('what answers is no application', 'Check --api-url.', besides);
  const name = `“${found.name ?? applicationId}”`;
  if (found.voice) return ok(`${name} takes calls`, besides);
  const seen = `${name} has no voice capability, so no call reaches it`;
  return broken(seen, "Switch Voice on and save: Vonage's dashboard → Applications → Edit → Capabilities.", besides);
}

function judgeNumber(plan: Plan, {numbers}: Evidence): HopResult {
  if (!numbers) return afterAccount;
  const {linked, all} = numbers;
  if (!linked.answer) return unasked(linked);
  const {asked, answer} = linked;
  const besides = {asked, ms: answer.ms};
  if (answer.status !== 200) return answer.status === 401 ? afterAccount : refusalOf({asked, answer});
  const mine = readOwnedNumbers(answer.json);
  if (!mine) return broken('what answers is no list of numbers', 'Check --api-url.', besides);
  const [first] = mine.numbers;
  if (!first) return noneLinked(plan, all?.answer && readOwnedNumbers(all.answer.json)?.count, besides);
  const past = mine.numbers.find(({forwardedTo}) => forwardedTo !== undefined);
  if (past) {
    const seen = `${past.number} is forwarded to ${past.forwardedTo}, past the application`;
    const advice = `Remove the forwarding: Vonage's dashboard → Numbers → ${past.number} → Edit.`;
    return (mine.numbers.every(({forwardedTo}) => forwardedTo !== undefined) ? broken : odd)(seen, advice, besides);
  }
  const isMute = (features: readonly string[]) => features.length > 0 && !features.includes('VOICE');
  if (mine.numbers.every(({features}) => isMute(features))) {
    const advice = "Link one that has VOICE: Vonage's dashboard → Numbers.";
    return broken(`${first.number} takes no calls (${first.features.join(', ')})`, advice, besides);
  }
  const more = mine.count > 1 ? ` and ${counted(mine.count - 1, 'other number')}` : '';
  return ok(`${first.number}${more} ${mine.count > 1 ? 'are' : 'is'} linked to it`, besides);
}

function noneLinked({applicationId}: Plan, owned: number | undefined, besides: {asked: string; ms: number}): HopResult {
  const link = `vonage apps numbers link ${applicationId} NUMBER, or Vonage's dashboard → Applications → Link`;
  if (owned === 0) {
    const seen = 'the account has no number, so nobody can call by phone';
    return broken(seen, `Rent one (Vonage's dashboard → Numbers → Buy), and link it: ${link}.`, besides);
  }
  const has = owned === undefined ? '' : `, of ${counted(owned, 'number')} that the account has`;
  return broken(`none is linked to the application${has}`, `Link one: ${link}.`, besides);
}

const afterAccount = unknown('not asked, or not told', 'See account.');
