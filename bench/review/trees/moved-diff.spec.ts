import { expect, it } from 'vitest';
import { movedDown, splitByFolder } from './moved-diff';

/** The second file has content that looks like heads. */
const DIFF = `diff --git a/x.py b/x.py
--- a/x.py
+++ b/x.py
@@ -1 +1 @@
-a
+b
diff --git a/y b/y
deleted file mode 100644
--- a/y
+++ /dev/null
@@ -1,2 +0,0 @@
--- a/x.py
-diff --git a/x.py b/x.py
`;

it('moves the paths of heads and nothing else, and back', () => {
  const moved = movedDown(DIFF, 'case/bad');
  expect(moved).toContain(
    'diff --git a/case/bad/x.py b/case/bad/x.py\n--- a/case/bad/x.py\n+++ b/case/bad/x.py',
  );
  expect(moved).toContain('+++ /dev/null\n@@ -1,2 +0,0 @@\n--- a/x.py\n-diff --git a/x.py b/x.py\n');
  const both = moved + movedDown(DIFF, 'case/good');
  expect([...splitByFolder(both, ['case/bad', 'case/good'])]).toEqual([
    ['case/bad', DIFF],
    ['case/good', DIFF],
  ]);
});
