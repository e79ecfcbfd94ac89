import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { catalogFiles, type CatalogFiles } from '@anton/testing/catalog';
import { CatalogError } from '../../../catalog.errors';
import { readCatalog } from './read-catalog';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'anton-catalog-'));
});

afterEach(() => rm(dir, { recursive: true, force: true }));

async function write(files: CatalogFiles): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
  }
}

/** Every problem as `file:line: text`. */
async function problems(changes: CatalogFiles): Promise<string[]> {
  await write(catalogFiles(changes));
  const failure = await readCatalog(dir).then(
    () => null,
    (error: unknown) => error,
  );
  if (failure === null) return [];
  if (!(failure instanceof CatalogError)) throw failure;
  return failure.problems.map(({ file, line, problem }) => `${file}:${line}: ${problem}`);
}

/** A repositories.yaml with one repository; `fields` start in line 4. */
const repository = (fields: string): CatalogFiles => ({
  'repositories.yaml': `version: 1\nrepositories:\n  - id: payments\n${fields.replace(/^/gm, '    ')}\n`,
});
const FINE = 'url: https://github.com/acme/payments.git\ntemplate: java-backend\n';
const URL_LINE = 'repositories.yaml:4: repositories[0].url: must be https://… or file:///…';

describe('readCatalog names what is wrong and where', () => {
  it.each([
    ['a URL of ssh', repository('url: ssh://git@github.com/acme/x.git\ntemplate: java-backend'), URL_LINE],
    ['a path as a URL', repository('url: /srv/git/x.git\ntemplate: java-backend'), URL_LINE],
    [
      'a password in a URL',
      repository('url: https://u:p@github.com/x.git\ntemplate: java-backend'),
      URL_LINE,
    ],
    ['a token in a query', repository('url: https://github.com/x.git?t=1\ntemplate: java-backend'), URL_LINE],
    ['plain HTTP', repository('url: http://github.com/x.git\ntemplate: java-backend'), URL_LINE],
    ['a file on another machine', repository('url: file://host/x.git\ntemplate: java-backend'), URL_LINE],
    [
      'a missing field',
      repository('url: https://github.com/x.git'),
      'repositories.yaml:3: repositories[0].template: is missing',
    ],
    [
      'an unknown field',
      repository(`${FINE}colour: red`),
      'repositories.yaml:6: repositories[0].colour: is no known field',
    ],
    [
      'an unknown template',
      repository('url: https://a.b/x.git\ntemplate: rust'),
      'repositories.yaml:5: template "rust" does not exist; add templates/rust/template.yaml or use one of: java-backend, node-service',
    ],
    [
      'an unknown skill',
      repository(`${FINE}skills:\n  - maven\n  - mavn`),
      'repositories.yaml:8: skill "mavn" does not exist',
    ],
    [
      'a template outside templates',
      repository(`${FINE}templates: [node-service]`),
      'repositories.yaml:6: repositories[0].templates: must contain the template',
    ],
    [
      'a branch that is an option',
      repository(`${FINE}branch: --upload-pack=x`),
      'repositories.yaml:6: repositories[0].branch: is no name of a branch',
    ],
    [
      'a misspelt list',
      repository(`${FINE}match:\n  jira: { project: [PAY] }`),
      'repositories.yaml:7: repositories[0].match.jira.project: is no known field',
    ],
    [
      'a source in capitals',
      repository(`${FINE}match:\n  JIRA: { projects: [PAY] }`),
      'repositories.yaml:7: repositories[0].match.JIRA: sources are written in lower case',
    ],
    [
      'a text where a list belongs',
      repository(`${FINE}match: { sonar: { projects: x } }`),
      'repositories.yaml:6: repositories[0].match.sonar.projects: Invalid input',
    ],
    [
      'a policy beyond the list',
      repository(`${FINE}policy:\n  autonomy: merge`),
      'repositories.yaml:7: repositories[0].policy.autonomy: Invalid option',
    ],
    ['no version', { 'repositories.yaml': 'repositories: []\n' }, 'repositories.yaml:1: version: is missing'],
    ['an empty file', { 'repositories.yaml': '' }, 'repositories.yaml:null: version: is missing'],
    ['no YAML', { 'repositories.yaml': 'version: 1\nrepositories: [\n' }, 'repositories.yaml:3: '],
    ['a list as a file', { 'repositories.yaml': '- a\n' }, 'repositories.yaml:1: '],
    [
      'a key given twice',
      { 'sources.yaml': 'jira: {}\njira: {}\n' },
      'sources.yaml:2: Map keys must be unique',
    ],
    ['two documents', { 'sources.yaml': 'jira: {}\n---\njira: {}\n' }, 'sources.yaml:2: '],
    [
      'an unknown transition',
      { 'sources.yaml': 'datadog:\n  trigger:\n    transitions: [triggered]\n' },
      'sources.yaml:3: datadog.trigger.transitions[0]: ',
    ],
    [
      'a priority of one’s own',
      { 'sources.yaml': 'jira: { priorities: { Urgent: P0 } }\n' },
      'sources.yaml:1: jira.priorities.Urgent: ',
    ],
    [
      'a generic source that takes a shipped name',
      { 'sources.yaml': 'generic:\n  jira: {}\n' },
      'sources.yaml:2: generic.jira: ',
    ],
    [
      'a template called otherwise',
      { 'templates/node-service/template.yaml': 'description: x\nname: node\nimage: x\n' },
      'templates/node-service/template.yaml:2: name: must be "node-service"',
    ],
    [
      'an unknown skill of a template',
      {
        'templates/node-service/template.yaml':
          'name: node-service\ndescription: x\nimage: x\nskills: [nod]\n',
      },
      'templates/node-service/template.yaml:4: skill "nod" does not exist',
    ],
    [
      'a URL as egress',
      {
        'templates/node-service/template.yaml':
          'name: node-service\ndescription: x\nimage: x\negress:\n  - https://x.org/\n',
      },
      'templates/node-service/template.yaml:5: egress[0]: the name of a host',
    ],
    [
      'a server of tools with a URL that egress does not allow',
      {
        'templates/node-service/template.yaml':
          'name: node-service\ndescription: x\nimage: x\nmcp:\n  - { name: wiki, url: "https://wiki.example.com/mcp" }\n',
      },
      'templates/node-service/template.yaml:5: mcp[0]: the url of "wiki" is not allowed; add wiki.example.com to egress',
    ],
    [
      'a server of tools that is neither program nor URL',
      {
        'templates/node-service/template.yaml':
          'name: node-service\ndescription: x\nimage: x\nmcp:\n  - { name: wiki }\n',
      },
      'templates/node-service/template.yaml:5: mcp[0]: "wiki" needs either a command or a url',
    ],
    [
      'two servers of tools with one name',
      {
        'templates/node-service/template.yaml':
          'name: node-service\ndescription: x\nimage: x\nmcp:\n  - { name: a, command: [a] }\n  - { name: a, command: [b] }\n',
      },
      'templates/node-service/template.yaml:6: mcp[1]: two servers are called "a"',
    ],
    [
      'a URL with a credential',
      {
        'templates/node-service/template.yaml':
          'name: node-service\ndescription: x\nimage: x\nmcp:\n  - { name: a, url: "http://me:secret@x.org" }\n',
      },
      'templates/node-service/template.yaml:5: mcp[0]: the url of "a" carries a credential',
    ],
    [
      'a server of tools with a name that no tool could have',
      {
        'templates/node-service/template.yaml':
          'name: node-service\ndescription: x\nimage: x\nmcp:\n  - { name: My-Wiki, command: [a] }\n',
      },
      'templates/node-service/template.yaml:5: mcp[0].name: lower-case letters',
    ],
    [
      'a size without a unit of Kubernetes',
      {
        'templates/node-service/template.yaml':
          'name: node-service\ndescription: x\nimage: x\nresources: { small: { cpu: 1, memory: 2 GB } }\n',
      },
      'templates/node-service/template.yaml:4: resources.small.memory: a size',
    ],
    [
      'a template without its file',
      { 'templates/empty/readme.md': '' },
      'templates/empty/template.yaml:null: does not exist',
    ],
    [
      'a skill without front matter',
      { 'skills/maven/SKILL.md': '# Maven\n' },
      'skills/maven/SKILL.md:1: the front matter must be YAML',
    ],
    [
      'a skill called otherwise',
      { 'skills/maven/SKILL.md': '---\ndescription: x\nname: mvn\n---\nBody\n' },
      'skills/maven/SKILL.md:3: name: must be "maven"',
    ],
    [
      'a skill that is no YAML',
      { 'skills/maven/SKILL.md': '---\nname: maven\ndescription: [\n---\nBody\n' },
      'skills/maven/SKILL.md:3: ',
    ],
    [
      'a skill without a body',
      { 'skills/maven/SKILL.md': '---\nname: maven\ndescription: x\n---\n' },
      'skills/maven/SKILL.md:null: has no text',
    ],
  ])('%s', async (_what, changes, expected) => {
    const found = await problems(changes);
    expect(found).toEqual([expect.stringContaining(expected)]);
  });

  it('two repositories of one id', async () => {
    const one = '  - id: payments\n    url: https://a.b/x.git\n    template: java-backend\n';
    expect(await problems({ 'repositories.yaml': `version: 1\nrepositories:\n${one}${one}` })).toEqual([
      'repositories.yaml:6: two repositories are called "payments"; rename one',
    ]);
  });

  it('all of it at once', async () => {
    const found = await problems({
      ...repository('url: x\ntemplate: rust\ncolour: red'),
      'sources.yaml': 'jria: {}\n',
      'skills/maven/SKILL.md': 'x',
    });
    expect(found.map((problem) => problem.split(':')[0])).toEqual([
      'repositories.yaml',
      'repositories.yaml',
      'sources.yaml',
      'skills/maven/SKILL.md',
    ]);
  });

  it('a bad file once, where it is bad, and not wherever it is named', async () => {
    expect(
      await problems({ 'templates/java-backend/template.yaml': 'name: java-backend\nimage: x\n' }),
    ).toEqual([expect.stringMatching(/^templates\/java-backend\/template\.yaml:1: description: is missing/)]);
  });

  it('anchors that unfold into gigabytes', async () => {
    const level = (name: string, of: string): string =>
      `${name}: &${name} [${Array(10).fill(`*${of}`).join(', ')}]\n`;
    const bomb = `a: &a [x, x, x, x, x, x, x, x, x, x]\n${level('b', 'a')}${level('c', 'b')}${level('d', 'c')}`;
    expect(await problems({ 'sources.yaml': bomb })).toEqual([expect.stringContaining('its anchors unfold')]);
  });

  it('a folder where nothing is', async () => {
    await expect(readCatalog(join(dir, 'nowhere'))).rejects.toThrow(
      /repositories\.yaml: does not exist; ANTON_CATALOG_DIR/,
    );
  });

  it.skipIf(process.getuid?.() === 0)('a file that may not be read', async () => {
    await write(catalogFiles());
    await chmod(join(dir, 'sources.yaml'), 0);
    await expect(readCatalog(dir)).rejects.toThrow(/sources\.yaml: cannot be read: EACCES/);
  });

  it('a folder in the place of a file', async () => {
    await write(catalogFiles());
    await rm(join(dir, 'sources.yaml'));
    await mkdir(join(dir, 'sources.yaml'));
    await expect(readCatalog(dir)).rejects.toThrow(/sources\.yaml: cannot be read: EISDIR/);
  });
});

describe('readCatalog', () => {
  it.each(['js', 'javascript', 'json', 'coffee', 'toml'])('runs no front matter of %s', async (language) => {
    const trap = join(dir, 'ran');
    const code = `{ name: (require('fs').writeFileSync(${JSON.stringify(trap)}, ''), 'maven'), description: 'x' }`;
    const found = await problems({ 'skills/maven/SKILL.md': `---${language}\n${code}\n---\nBody\n` });
    expect(found).toEqual([
      'skills/maven/SKILL.md:1: the front matter must be YAML between two lines of ---',
    ]);
    expect(existsSync(trap)).toBe(false);
  });

  it('keeps rules in the body as they are', async () => {
    const body = 'First.\n\n---\n\nname: other\n\n---\nLast.';
    await write(
      catalogFiles({ 'skills/maven/SKILL.md': `---\nname: maven\ndescription: x\n---\n\n${body}\n` }),
    );
    expect((await readCatalog(dir)).skills.get('maven')?.body).toBe(body);
  });

  it('needs neither sources.yaml nor templates and skills while no repository names them', async () => {
    await write({ 'repositories.yaml': 'version: 1\n' });
    const { repositories, sources } = await readCatalog(dir);
    expect(repositories).toEqual([]);
    expect(sources.jira).toEqual({
      auth: 'signature',
      ignoreApps: false,
      maxAgeHours: 24,
      trigger: { label: 'anton' },
      ownAccounts: [],
      priorities: { Highest: 'P1', High: 'P2', Medium: 'P3', Low: 'P4', Lowest: 'P5' },
    });
  });

  it('follows the links of a mounted volume', async () => {
    await write(catalogFiles());
    const mounted = await mkdtemp(join(tmpdir(), 'anton-mounted-'));
    for (const name of ['repositories.yaml', 'templates', 'skills'])
      await symlink(join(dir, name), join(mounted, name));
    await mkdir(join(dir, 'skills', '.hidden'));
    expect((await readCatalog(mounted)).skills.size).toBe(3);
    await rm(mounted, { recursive: true });
  });

  it('reads the catalog that is shipped', async () => {
    const shipped = await readCatalog(join(import.meta.dirname, '../../../../../../catalog'));
    expect([...shipped.templates.keys()]).toEqual([
      'java-backend',
      'node-service',
      'python-service',
      'react-frontend',
    ]);
    for (const template of shipped.templates.values())
      for (const skill of template.skills) expect(shipped.skills.has(skill)).toBe(true);
  });
});
