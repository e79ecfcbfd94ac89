import { describe, expect, it } from 'vitest';
import { boundedDiff } from './bounded-diff';

const part = (name: string, lines: number): string =>
  `diff --git a/${name} b/${name}\n--- a/${name}\n+++ b/${name}\n@@ -0,0 +1,${lines} @@\n${'+0123456789012345678\n'.repeat(lines)}`;

describe('boundedDiff', () => {
  it('leaves a small diff as it is', () => {
    const diff = part('a', 100);
    expect(boundedDiff(diff)).toBe(diff);
  });

  it('cuts the largest file, keeps the small ones whole, and says so', () => {
    const small = part('small', 50);
    const bounded = boundedDiff(`${part('large', 20_000)}${small}`);
    expect(bounded).toContain(small);
    expect(bounded.length).toBeLessThan(60_200);
    expect(bounded).toMatch(/\[\.\.\. \d+ characters of this file's diff left out/);
  });

  it('points to where a cut file goes on, by its last line that is shown', () => {
    const [before = '', pointer = ''] = boundedDiff(part('large', 20_000)).split('[... ');
    const shown = before.split('\n').filter((line) => line.startsWith('+0')).length;
    expect(pointer).toContain(`read_file large from line ${shown + 1} on`);
    expect(pointer).toContain('git_show');
  });

  it('shares the room among several large files', () => {
    const bounded = boundedDiff(part('a', 10_000) + part('b', 10_000));
    const [, first = '', second = ''] = bounded.split('diff --git ');
    expect(first.length).toBeGreaterThan(29_000);
    expect(second.length).toBeGreaterThan(29_000);
  });

  it('takes no content for the head of a file', () => {
    const hostile = part('a', 4_000).replace(
      '+0123',
      '+x\rdiff --git a/small b/small\u2028diff --git a/x b/x',
    );
    expect(boundedDiff(hostile).match(/left out/g)).toHaveLength(1);
  });
});
