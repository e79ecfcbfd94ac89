// Builds the npm package @anton/sdk into dist/sdk: one module, and the types of the libs that it exports.
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { build } from 'esbuild';

const OUT = 'dist/sdk';
const root = JSON.parse(readFileSync('package.json', 'utf8'));
const { paths } = JSON.parse(readFileSync('tsconfig.json', 'utf8')).compilerOptions;
/** Of these exactly one copy lives in a process, Anton's own. */
const PEERS = [
  '@nestjs/common',
  '@nestjs/core',
  'class-transformer',
  'class-validator',
  'reflect-metadata',
  'rxjs',
];

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });

const result = await build({
  entryPoints: ['libs/sdk/src/index.ts'],
  outfile: `${OUT}/index.js`,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  keepNames: true,
  metafile: true,
  tsconfig: 'tsconfig.json',
  plugins: [
    {
      name: 'packages-stay-outside',
      setup: ({ onResolve }) =>
        onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
          kind === 'entry-point' || path in paths
            ? undefined
            : { path, external: true, sideEffects: path === 'reflect-metadata' },
        ),
    },
  ],
});
const imported = new Set(
  Object.values(result.metafile.outputs).flatMap((output) =>
    output.imports.filter(({ external }) => external).map(({ path }) => path),
  ),
);
const packages = [...imported]
  .filter((path) => !path.startsWith('node:'))
  .map((path) =>
    path
      .split('/')
      .slice(0, path.startsWith('@') ? 2 : 1)
      .join('/'),
  );
const dependencies = Object.fromEntries(
  [...new Set(packages)]
    .filter((name) => !PEERS.includes(name))
    .map((name) => [name, root.dependencies[name]]),
);

const types = spawnSync(
  process.execPath,
  ['node_modules/typescript/bin/tsc', '-p', 'libs/sdk/tsconfig.types.json', '--outDir', `${OUT}/types`],
  { stdio: 'inherit' },
);
if (types.status !== 0) process.exit(types.status ?? 1);
for (const file of globSync(`${OUT}/types/**/*.d.ts`)) {
  const text = readFileSync(file, 'utf8').replace(
    /(from |import\()(['"])(\.{1,2}\/[^'"]+|@anton\/[\w-]+)\2/g,
    (_all, before, quote, name) => {
      const target = paths[name]?.[0];
      const path =
        target === undefined
          ? name
          : relative(dirname(resolve(file)), resolve(OUT, 'types', target.replace(/\.ts$/, '')));
      // An ES module is imported with its extension, also by its types.
      return `${before}${quote}${path.startsWith('.') ? path : `./${path}`}.js${quote}`;
    },
  );
  writeFileSync(file, text);
}
writeFileSync(
  `${OUT}/package.json`,
  `${JSON.stringify(
    {
      name: '@anton/sdk',
      version: root.version,
      description: 'What an extension of Anton is written against',
      license: root.license,
      type: 'module',
      exports: { '.': { types: './types/libs/sdk/src/index.d.ts', default: './index.js' } },
      engines: root.engines,
      dependencies,
      peerDependencies: Object.fromEntries(PEERS.map((name) => [name, root.dependencies[name]])),
    },
    null,
    2,
  )}\n`,
);
cpSync('libs/sdk/README.md', `${OUT}/README.md`);
cpSync('LICENSE', `${OUT}/LICENSE`);
