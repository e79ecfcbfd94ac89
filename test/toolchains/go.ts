import { missingProgram } from '../support/toolchains/missing-program';
import type { Toolchain } from '../support/toolchains/toolchain';

const BUCKET = `// Package limit says what may happen now.
package limit

// Bucket holds at most Burst tokens and gets Rate of them back a second.
type Bucket struct{ Burst, Rate, Tokens int }

// Take takes one token, when there is one.
func (b *Bucket) Take() bool {
	if b.Tokens == 0 {
		return false
	}
	b.Tokens--
	return true
}

// Refill gives back what came in the given seconds.
func (b *Bucket) Refill(seconds int) {
	b.Tokens += b.Rate * seconds
}
`;

const TESTS = `package limit

import "testing"

func TestTake(t *testing.T) {
	t.Run("full", func(t *testing.T) {
		if !(&Bucket{Burst: 1, Tokens: 1}).Take() {
			t.Error("refused")
		}
	})
	t.Run("empty", func(t *testing.T) {
		if (&Bucket{Burst: 1}).Take() {
			t.Error("granted")
		}
	})
}
`;

const MONEY = `// Package money writes amounts.
package money

import "fmt"

// Format writes cents.
func Format(cents int) string {
	return fmt.Sprintf("%d.%02d", cents/100, cents%100)
}
`;

const MONEY_TESTS = `package money

import "testing"

func TestFormat(t *testing.T) {
	if got := Format(1205); got != "12.05" {
		t.Errorf("got %s", got)
	}
}

func TestRates(t *testing.T) {
	t.Skip("needs the bank")
}
`;

const SHOWS = `package limit

import "testing"

func TestRefill(t *testing.T) {
	for _, c := range []struct {
		name          string
		seconds, want int
	}{
		{"adds what came back", 2, 4},
		{"never above the burst", 60, 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			bucket := &Bucket{Burst: 5, Rate: 2}
			bucket.Refill(c.seconds)
			if bucket.Tokens != c.want {
				t.Errorf("got %d, want %d", bucket.Tokens, c.want)
			}
		})
	}
}
`;

/** Go: sub-tests, two packages, a skipped test. The bug: a bucket is filled above its brim. */
export const GO: Toolchain = {
  name: 'Go',
  missing: missingProgram({ go: 'golang-go' }),
  files: {
    'go.mod': 'module example.org/quota\n\ngo 1.19\n',
    'limit/bucket.go': BUCKET,
    'limit/bucket_test.go': TESTS,
    'money/format.go': MONEY,
    'money/format_test.go': MONEY_TESTS,
  },
  title: 'Bursts above the limit after a quiet night',
  pullRequestTitle: 'Fix Bursts above the limit after a quiet night',
  reads: ['limit/bucket.go', 'limit/bucket_test.go'],
  mends: {
    name: 'edit',
    input: {
      path: 'limit/bucket.go',
      old_text: '\tb.Tokens += b.Rate * seconds\n',
      new_text: '\tb.Tokens += b.Rate * seconds\n\tif b.Tokens > b.Burst {\n\t\tb.Tokens = b.Burst\n\t}\n',
    },
  },
  shows: { name: 'write_file', input: { path: 'limit/refill_test.go', content: SHOWS } },
  expected: {
    command: 'go test -json -count=1 ./...',
    tests: 4,
    skipped: 1,
    added: 2,
    onBase: 'go test -json -count=1 ./limit',
    testsOnBase: 4,
    proof: ['example.org/quota/limit.TestRefill/never_above_the_burst'],
    paths: ['limit/bucket.go', 'limit/refill_test.go'],
  },
};
