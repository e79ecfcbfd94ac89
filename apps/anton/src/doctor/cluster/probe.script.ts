/** What a run could try to reach. Addresses are IPs: runs have no names. */
export interface ProbeQuestions {
  /** Each has to be out of reach: `host:port`. */
  readonly closed: readonly string[];
  /** The proxy, `host:port`, or null. */
  readonly proxy: string | null;
  /** Names that no template allows; the proxy has to refuse them. */
  readonly forbidden: string;
}

/** What it found. */
export interface ProbeAnswers {
  /** Those of `closed` that it reached. */
  readonly reached: readonly string[];
  /** What the proxy answered to `CONNECT forbidden`: a status, `unreachable`, or `silent`. */
  readonly proxy: string | null;
}

/** Runs in a Pod with the labels of a run, by `node -e`; the API server's address is found in its environment. */
export const PROBE_SCRIPT = `
const net = require('node:net');
const { closed, proxy, forbidden } = JSON.parse(process.argv[1]);
const split = (text) => ({ host: text.slice(0, text.lastIndexOf(':')), port: Number(text.slice(text.lastIndexOf(':') + 1)) });
const reach = (text) => new Promise((done) => {
  const socket = net.connect({ ...split(text), timeout: 4000 });
  const end = (result) => { socket.destroy(); done(result); };
  socket.once('connect', () => end(true)); socket.once('timeout', () => end(false)); socket.once('error', () => end(false));
});
const ask = () => new Promise((done) => {
  if (proxy === null) return done(null);
  const socket = net.connect({ ...split(proxy), timeout: 8000 });
  let answer = '';
  const end = (result) => { socket.destroy(); done(result); };
  socket.once('connect', () => socket.write('CONNECT ' + forbidden + ' HTTP/1.1\\r\\nHost: ' + forbidden + '\\r\\n\\r\\n'));
  socket.on('data', (data) => { answer += data; const status = /^HTTP\\/1\\.\\d (\\d{3})/.exec(answer); if (status) end(status[1]); });
  socket.once('timeout', () => end(answer === '' && socket.connecting ? 'unreachable' : 'silent'));
  socket.once('error', () => end('unreachable')); socket.once('end', () => end('silent'));
});
(async () => {
  const found = await Promise.all(closed.map(async (one) => ((await reach(one)) ? [one] : [])));
  const result = JSON.stringify({ reached: found.flat(), proxy: await ask() });
  require('node:fs').writeFileSync('/dev/termination-log', result);
})();
`;
