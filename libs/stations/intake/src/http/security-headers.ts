/**
 * On every answer: those of helmet 8's headers that mean something where no browser is meant to show anything. Written
 * out once: helmet, and Nest's `useSecurityHeaders`, set them one by one on Node's response, which costs each request
 * three microseconds instead of one.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};
