import { execa } from 'execa';

/** How a request by curl went: the status of the answer, or, when the proxy opened no tunnel, that of the proxy. */
export async function curl(proxy: string, url: string, args: readonly string[] = []): Promise<number> {
  const format = '%{http_code} %{http_connect}';
  const { stdout } = await execa(
    'curl',
    [
      '-q',
      '--silent',
      '--output',
      '/dev/null',
      '--max-time',
      '10',
      '--write-out',
      format,
      '--proxy',
      proxy,
      ...args,
      url,
    ],
    { reject: false, env: { PATH: process.env['PATH'] ?? '' }, extendEnv: false },
  );
  const [answer = 0, tunnel = 0] = stdout.split(' ').map(Number);
  return answer === 0 ? tunnel : answer;
}
