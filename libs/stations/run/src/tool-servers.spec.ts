import { afterEach, describe, expect, it } from 'vitest';
import { APPROVES, finish, GOOD } from '../test/run-script';
import { FILES, KNOWN_SECRET, openRun, type RunUnderTest } from '../test/run-under-test';

let world: RunUnderTest;
afterEach(() => world.close());

/** Writes down that it was there, for as long as it is. */
const SERVER = `
const { createInterface } = require('node:readline');
const results = ({ protocolVersion } = {}) => ({
  initialize: { protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'docs', version: '1' } },
  'tools/list': { tools: [{ name: 'ask', description: 'Knows.', inputSchema: { type: 'object' } }] },
  'tools/call': { content: [{ type: 'text', text: 'bills are whole cents; ${KNOWN_SECRET}' }] },
});
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (id !== undefined) console.log(JSON.stringify({ jsonrpc: '2.0', id, result: results(params)[method] }));
});
`;

describe("a template's servers of tools", () => {
  it('serve the agent, and one that cannot be used is told', { timeout: 60_000 }, async () => {
    world = await openRun(
      { coder: [{ tools: [{ name: 'docs__ask', input: {} }] }, GOOD, finish()], reviewer: [APPROVES] },
      {
        files: { ...FILES, 'docs-server.js': SERVER },
        route: {
          mcp: [
            { name: 'docs', command: ['node', 'docs-server.js'] },
            { name: 'gone', command: ['no-such-server'] },
            { name: 'far', url: 'https://far.example.com/mcp' },
          ],
        },
      },
    );
    expect(await world.run()).toMatchObject({ status: 'pr_opened', proof: { kind: 'red_green' } });
    const asked = JSON.stringify(world.models.exchanges[1]?.body);
    expect(asked).toContain('bills are whole cents');
    expect(asked).not.toContain(KNOWN_SECRET);
    const told = world.lines.join('\n');
    expect(told).toContain('the server gone is not used');
    expect(told).toContain('far.example.com is not among the hosts that egress allows');
  });
});
