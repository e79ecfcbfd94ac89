import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offeredNames } from './offered-names';

const TOOL_NAME = /^[a-z][a-z0-9_]{0,63}$/;
const nameOf = (tool: string, ...others: string[]): string =>
  offeredNames('docs', [...others, tool]).get(tool) ?? '';

describe('offeredNames', () => {
  it.each([
    ['ask', 'docs__ask'],
    ['get_user', 'docs__get_user'],
    ['get-user', 'docs__get_user'],
    ['getUser', 'docs__get_user'],
    ['HTTPGet', 'docs__http_get'],
    ['repos/list.all', 'docs__repos_list_all'],
    ['--', 'docs__tool'],
  ])('makes of %s the name %s', (tool, name) => expect(nameOf(tool)).toBe(name));

  it('leaves a name that fits alone, and marks those that would become the same', () => {
    const names = offeredNames('docs', ['getUser', 'get_user', 'get-user']);
    expect(names.get('get_user')).toBe('docs__get_user');
    expect(names.get('getUser')).toMatch(/^docs__get_user_[0-9a-f]{8}$/);
    expect(new Set(names.values()).size).toBe(3);
  });

  it('does not depend on the order or on what else is there', () => {
    const [one, other] = [nameOf('getUser', 'get-user'), nameOf('getUser', 'x', 'get-user', 'y')];
    expect(one).toBe(other);
    expect(offeredNames('docs', ['getUser', 'get-user']).get('getUser')).toBe(one);
  });

  it('gives every tool of every server a name of its own that both vendors take', () => {
    const tool = fc.string({ minLength: 1, maxLength: 128 });
    const tools = fc.uniqueArray(fc.oneof(tool, fc.constantFrom('a', 'A', '_a', 'a_', '_', 'b__a', 'bA')));
    fc.assert(
      fc.property(tools, (list) => {
        const names = ['a', 'a_', 'a__b'].flatMap((server) => [...offeredNames(server, list).values()]);
        expect(new Set(names).size).toBe(3 * list.length);
        for (const name of names) expect(name).toMatch(TOOL_NAME);
      }),
    );
  });
});
