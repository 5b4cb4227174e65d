const snippet = {mcpServers: {'convo-monitor': {command: 'convo-monitor', args: ['mcp', '--mask']}}};

/** For whoever starts this by hand: what it waits for, and how a client starts it. */
export const hello = `This is a server for assistants that speak MCP. It waits for a client on standard
input and output; a client starts it by itself. Into its configuration goes:

${JSON.stringify(snippet, undefined, 2)}

--mask hides phone numbers. The flags of the monitor, such as --forward, say what
the doctor is to check. Ctrl-D ends it.
`;
