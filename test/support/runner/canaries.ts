import type { RunnerEnd, RunnerWorld } from './runner-world';

/** The keys of a runner, and a password in its HOME; nothing of them may ever get out. Without any repetition inside. */
export const CANARIES = {
  ANTHROPIC_API_KEY: 'sk-ant-api03-qR7tYw2Zx9Lm4Np8Vb1Kc5Hd0Fs6Jg3-uMoEiA',
  OPENAI_API_KEY: 'sk-proj-Xe5Gh1Qw8Rt3Zu6Io9Pa2Sd7Fg4Jk0LyCxVbNm',
  GITHUB_TOKEN: 'ghp_Bn4Mc7Vx1Kz8Lj5Hq2Wr9Ty6Up3Od0FaGsEi',
  TEAM_API_KEY: 'team-9Zk3Wp7Qd1Xv5Rn8Jt2Lh6Fb4Gm0Ys',
} as const;
export const NETRC_CANARY = 'netrc-4Ju8Ev2Nc6Ax1Ol9Id5Sy3Tb7Hw0Mg';
const ALL = [...Object.values(CANARIES), NETRC_CANARY];
/** What the vendors' keys begin with is no secret. */
const PUBLIC = /^(?:sk-ant-api03-|sk-proj-|ghp_|team-|netrc-)/;

const reversed = (text: string): string => text.split('').toReversed().join('');

function windows(text: string, length: number): string[] {
  return Array.from({ length: Math.max(0, text.length - length + 1) }, (_value, at) =>
    text.slice(at, at + length),
  );
}

/** Pieces of twelve bytes of a canary, by their length: as they are, reversed, in hex, and in base64 by every alignment. */
function piecesOf(canary: string): string[] {
  const secret = canary.replace(PUBLIC, '');
  const hex = Buffer.from(secret).toString('hex');
  const base64 = [0, 1, 2].map((from) =>
    Buffer.from(secret.slice(from)).toString('base64').replace(/=+$/, ''),
  );
  return [
    ...windows(secret, 12),
    ...windows(reversed(secret), 12),
    ...windows(hex, 24),
    ...windows(hex.toUpperCase(), 24),
    ...base64.flatMap((text) => windows(text.slice(0, Math.floor(text.length / 4) * 4), 16)),
  ];
}

const PIECES = new Map(
  [12, 16, 24].map((length) => [
    length,
    new Set(ALL.flatMap(piecesOf).filter((piece) => piece.length === length)),
  ]),
);

/** The first piece of a canary in a text, in whatever form; null when there is none. */
export function canaryIn(text: string): string | null {
  for (const [length, pieces] of PIECES)
    for (let at = 0; at + length <= text.length; at += 1) {
      const piece = text.slice(at, at + length);
      if (pieces.has(piece)) return piece;
    }
  return null;
}

type Place = readonly [place: string, text: () => string];

/** What a run told anybody: requests, lines, trajectory, pull requests, messages of commits. */
function told(world: RunnerWorld, { stdout, stderr, trajectory }: RunnerEnd): Place[] {
  return [
    ...world.models.exchanges.map(
      ({ role, body }, index) => [`request ${index} to the ${role}`, () => JSON.stringify(body)] as const,
    ),
    ['standard output', () => stdout],
    ['standard error', () => stderr],
    ['trajectory', () => trajectory],
    ['messages of commits', () => world.git('log', '--all', '--format=%B%an%ae')],
    ...world
      .pullRequests()
      .map((pull) => [`pull request ${pull.number}`, () => JSON.stringify(pull)] as const),
  ];
}

/** Every object of the repository. */
function stored(world: RunnerWorld): Place[] {
  const objects = world.git('cat-file', '--batch-all-objects', '--batch-check').split('\n');
  return objects.map((line) => {
    const [sha = '', type = ''] = line.split(' ');
    return [`object ${sha}`, () => world.git('cat-file', type, sha)];
  });
}

function withCanaries(places: readonly Place[]): string[] {
  return places.flatMap(([place, text]) => {
    const found = canaryIn(text());
    return found === null ? [] : [`${place}: ${found}`];
  });
}

/** Where a canary got out of a run. */
export function leaks(world: RunnerWorld, end: RunnerEnd): string[] {
  return withCanaries([...told(world, end), ...stored(world)]);
}

/** {@link leaks} of a repository that has canaries itself. */
export function toldLeaks(world: RunnerWorld, end: RunnerEnd): string[] {
  return withCanaries(told(world, end));
}
