import { execa } from 'execa';

const TIMEOUT_MS = 10_000;

/** `password` as crypt(3) of SHA-512 writes it, by openssl, which reads it from its standard input. */
export async function passwordHash(password: string): Promise<string> {
  const { stdout } = await execa('openssl', ['passwd', '-6', '-stdin'], {
    input: `${password}\n`,
    timeout: TIMEOUT_MS,
  });
  return stdout.trim();
}
