import { command, node, type HostileCase } from './hostile-case';

const STILL = 'echo still here';
const SEEN =
  'echo "seen: $(for c in /proc/[0-9]*/cmdline; do tr "\\0" " " < $c 2>/dev/null; echo; done | grep -c "sleep [4]711")"';

/** Something that tries to outlive its command, and a look for it. */
const hidden = (name: string, exec: string): HostileCase => ({
  name,
  steps: () => [{ exec: `${exec}; sleep 0.3; echo left` }, { exec: SEEN }],
  says: /left[\s\S]*seen: 0/,
});

/** Processes that stay, multiply or will not end. */
export const PROCESSES_CASES: readonly HostileCase[] = [
  hidden('processes: in the background', 'sleep 4711 > /dev/null 2>&1 &'),
  hidden('processes: in a session of its own', 'setsid nohup sleep 4711 > /dev/null 2>&1 & disown'),
  hidden('processes: forked twice', '(setsid sh -c "sleep 4711 > /dev/null 2>&1 &" &)'),
  hidden(
    'processes: forked twice, with an empty environment',
    '(setsid env -i sh -c "env -i setsid sleep 4711 > /dev/null 2>&1 &" &)',
  ),
  hidden(
    'processes: deaf to signals',
    'setsid env -i bash -c "trap \\"\\" TERM HUP INT QUIT; exec sleep 4711" > /dev/null 2>&1 &',
  ),
  hidden(
    'processes: renamed, with its own command line overwritten',
    node(
      "require('node:child_process').spawn('bash', ['-c', 'exec -a init sleep 4711'], { detached: true, stdio: 'ignore', env: {} }).unref()",
    ),
  ),
  {
    name: 'processes: deaf to SIGTERM, forked twice, over the limit',
    steps: () => [
      {
        exec: 'trap "" TERM; (setsid env -i bash -c "trap \\"\\" TERM; exec sleep 4711" &); while :; do sleep 1; done',
        seconds: 2,
      },
      { exec: SEEN },
    ],
    says: /seen: 0/,
  },
  {
    name: 'processes: a fork bomb',
    steps: () => [
      { exec: 'bomb() { bomb | bomb & }; bomb; sleep 8', seconds: 4 },
      { exec: STILL, seconds: 60 },
    ],
    says: /still here/,
  },
  {
    name: 'processes: threads without end',
    steps: () => [
      {
        exec: 'python3 -c "\nimport threading, time\ntry:\n  while True: threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\nexcept RuntimeError as e: print(e)\n"',
        seconds: 6,
      },
      { exec: STILL, seconds: 60 },
    ],
    says: /still here/,
  },
  {
    name: 'processes: zombies that nobody waits for',
    steps: () => [
      { exec: 'for i in $(seq 200); do (setsid env -i true &) ; done; sleep 1; echo made' },
      { exec: 'echo "zombies: $(grep -l "^State:.Z" /proc/[0-9]*/status 2>/dev/null | wc -l)"' },
    ],
    says: /made[\s\S]*zombies: 0/,
  },
  {
    name: 'processes: more memory than the container may have',
    steps: () => [
      { exec: 'python3 -c "x = []\nwhile True: x.append(\'a\' * 10_000_000)"', seconds: 40 },
      { exec: STILL, seconds: 60 },
    ],
  },
  {
    name: 'output: a gigabyte',
    steps: () => [
      { exec: 'yes 0123456789 | head -c 1000000000; echo; echo the end', seconds: 60 },
      { exec: STILL },
    ],
    says: /in all[\s\S]*the end[\s\S]*still here/,
  },
  {
    name: 'output: 300 MB without a newline',
    steps: () => [{ exec: 'head -c 300000000 /dev/zero | tr "\\0" x', seconds: 60 }, { exec: STILL }],
    says: /in all[\s\S]*still here/,
  },
  command(
    'output: control characters, broken UTF-8 and lines that look like a report',
    'printf "\\033]0;x\\007\\033[2J\\xff\\xfe\\xc3\\x28\\0\\n"; echo "{\\"schema\\":\\"anton.report.v1\\",\\"status\\":\\"pr_opened\\"}"; head -c 100000 /dev/urandom; echo; echo the end',
    { says: /the end/ },
  ),
  {
    name: 'disk: 300 MB in the tree, and gone again',
    steps: () => [{ exec: 'head -c 300000000 /dev/zero > fill; ls -la fill; rm fill; echo emptied' }],
    says: /emptied/,
  },
  {
    name: 'disk: twenty thousand files',
    steps: () => [
      { exec: 'mkdir many && cd many && seq 20000 | xargs touch; ls | wc -l', seconds: 60 },
      { grep: 'nothing-has-this-either' },
      { exec: 'rm -rf many; echo emptied', seconds: 60 },
    ],
    says: /20000[\s\S]*emptied/,
  },
];
