import { describe, expect, it } from 'vitest';
import { code, destination, inline, quiet, quietLine } from './quiet-text';

describe('quiet', () => {
  it.each([
    ['a mention', 'ask @acme/owners', 'ask \uff20acme/owners'],
    ['a mention behind an invisible character', '@\u200bacme', '\uff20acme'],
    ['a reference', 'fixes #12, acme/shop#3', 'fixes \uff0312, acme/shop\uff033'],
    ['a reference by name', 'closes GH-7', 'closes GH\u20117'],
    [
      'the address of an issue',
      'closes https://github.com/acme/shop/issues/7',
      'closes github.com/acme/shop/issues/7',
    ],
    [
      'an order to skip the checks',
      'x [skip ci] [CI skip] [no ci]',
      'x \uff3bskip ci] \uff3bCI skip] \uff3bno ci]',
    ],
    ['an order to a tracker', 'PAY-1 #close', 'PAY-1 \uff03close'],
    ['text that turns around', 'a\u202eb\u0007c', 'abc'],
  ])('disarms %s', (_what, text, expected) => {
    expect(quiet(text)).toBe(expected);
  });

  it.each([
    'a @ b',
    'C# and # heading',
    'CartTest#adds',
    '[a] [1]',
    'https://github.com/acme/shop',
    'line\nline',
  ])('leaves %j alone', (text) => {
    expect(quiet(text)).toBe(text);
  });

  it('is one line where one line is meant', () => {
    expect(quietLine(' a\r\n\tb\u2028c ')).toBe('a b c');
  });
});

describe('within Markdown', () => {
  it('makes neither HTML nor links nor images', () => {
    expect(inline('<b> ![x](https://evil.example)')).toBe('&lt;b&gt; ![x] (https://evil.example)');
  });

  it('defines no link that another text could use, and orders no bot', () => {
    expect(inline('[x]: https://evil.example')).toBe('[x]\\: https://evil.example');
    expect(inline('/lgtm now')).toBe('\\/lgtm now');
  });

  it('keeps code in its span, and opens no span that it does not close', () => {
    expect(code('a`b|c\n@d')).toBe("`a'b|c \uff20d`");
    expect(inline('`a` and `b')).toBe("`a` and 'b");
    expect(inline('``` \\` `')).toBe("' ' '");
  });

  it('keeps a link in its parentheses', () => {
    expect(destination('https://x.example/a)<b>(c')).toBe('https://x.example/a%29%3cb%3e%28c');
  });
});
