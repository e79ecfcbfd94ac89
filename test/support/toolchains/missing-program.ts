import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Null when every one of `programs` is in PATH, else the sentence that names what is not, and Debian's package of it. */
export function missingProgram(programs: Readonly<Record<string, string>>): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const isThere = (name: string): boolean => folders.some((folder) => existsSync(join(folder, name)));
  const lacking = Object.entries(programs).filter(([name]) => !isThere(name));
  if (lacking.length === 0) return null;
  const names = lacking.map(([name]) => name).join(' and ');
  const packages = [...new Set(lacking.map(([, debian]) => debian))].join(' ');
  return `no ${names} here: apt-get install ${packages}`;
}
