/** Where nothing says how wide the terminal is. */
const WIDTH = 80;

/** Characters in a line. */
export function terminalWidth(): number {
  return process.stdout.columns ?? WIDTH;
}

/** `11-25 07:58`, in UTC; --json has the whole of it. */
export function shortTime(iso: string): string {
  return iso.slice(5, 16).replace('T', ' ');
}
