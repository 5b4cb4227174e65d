/** Ids as Vonage makes them; nothing else goes into a URL. */
const conversationId = /^CON-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Where Vonage's Voice Inspector shows a conversation with its legs, for whoever is logged in to the dashboard; undefined for what
 * is no id of Vonage's. It finds calls of the last 21 days (the Voice Inspector's page in the documentation). The address is the
 * one that Vonage's sample applications link to.
 */
export function inspectorUrl(conversation: string): string | undefined {
  if (!conversationId.test(conversation)) return undefined;
  return `https://tools.vonage.com/voice/inspector/?searchTab=2&conversationId=${conversation}`;
}
