// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

// What the script sends: an ExportLogsServiceRequest in JSON as Claude Code writes it. Free of k6, so that node can run it.
// Every value is invented.

const PROMPTS = [
  'Please read customers.csv and tell me which accounts are overdue by more than thirty days.',
  'Write to Jane Example <jane.doe@example.com>, her card 4111 1111 1111 1111 was declined twice.',
  'The deployment fails with a timeout. Look at the last hundred lines of the log and find out why.',
];

const RESPONSE = 'The quick answer is that the totals agree with the ledger of last month. '.repeat(4).trim();

/** The attributes of an event of each kind; turn by turn. */
const EVENTS = [
  ['user_prompt', (turn) => ({
    prompt: PROMPTS[turn % PROMPTS.length],
    prompt_text: PROMPTS[turn % PROMPTS.length],
    prompt_length: String(PROMPTS[turn % PROMPTS.length].length),
  })],
  ['api_request', (turn) => ({
    model: 'claude-opus-5-5', input_tokens: 1200 + turn, output_tokens: 57, cache_read_tokens: 4500,
    cost_usd: 0.00834, duration_ms: 900 + turn, speed: 'normal',
  })],
  ['tool_decision', (turn) => ({
    tool_name: 'Bash', tool_use_id: `toolu_k6${String(turn).padStart(20, '0')}`, decision: 'accept', source: 'config',
    tool_parameters: '{"full_command":"rm -rf /home/jane/docs/out"}',
  })],
  ['tool_result', (turn) => ({
    tool_name: 'Bash', tool_use_id: `toolu_k6${String(turn).padStart(20, '0')}`, success: 'true', duration_ms: '12',
    tool_input: '{"command":"rm -rf /home/jane/docs/out"}',
  })],
  ['assistant_response', () => ({
    response: RESPONSE, response_length: RESPONSE.length, model: 'claude-opus-5-5',
  })],
];

const COMMON = {
  'user.id': 'c43e4a37e4c9d1c22db1bec33f18525cae0e8d62725fb03d3b06c209ae82184a',
  'organization.id': '22222222-2222-4222-8222-222222222222',
  'user.email': 'jane.doe@example.com',
  'terminal.type': 'xterm-256color',
};

function value(of) {
  if (typeof of === 'string') return { stringValue: of };
  return Number.isInteger(of) ? { intValue: of } : { doubleValue: of };
}

function attributes(pairs) {
  return Object.entries(pairs).map(([key, of]) => ({ key, value: value(of) }));
}

/**
 * The body of a request.
 *
 * @param session id that no other request has
 * @param count of events
 * @param millis when they happened, in milliseconds since 1970
 */
export function body(session, count, millis) {
  const nanos = `${millis}000000`;
  const stamp = new Date(millis).toISOString();
  const logRecords = [];
  for (let sequence = 0; sequence < count; sequence++) {
    const [name, own] = EVENTS[sequence % EVENTS.length];
    logRecords.push({
      timeUnixNano: nanos,
      observedTimeUnixNano: nanos,
      body: { stringValue: `claude_code.${name}` },
      attributes: attributes({
        ...COMMON,
        'session.id': session,
        'event.name': name,
        'event.timestamp': stamp,
        'event.sequence': sequence,
        ...own(Math.floor(sequence / EVENTS.length)),
      }),
      droppedAttributesCount: 0,
    });
  }
  return JSON.stringify({
    resourceLogs: [{
      resource: {
        attributes: attributes({ 'service.name': 'claude-code', 'service.version': '2.1.329', 'os.type': 'linux' }),
        droppedAttributesCount: 0,
      },
      scopeLogs: [{ scope: { name: 'com.anthropic.claude_code.events', version: '2.1.329' }, logRecords }],
    }],
  });
}
