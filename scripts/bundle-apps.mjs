// Bundles every built application with its packages, in place: a process then reads a few files instead of a thousand.
// Run after `nest build`, which emits the metadata of the decorators.
import { copyFileSync, globSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { rgPath } from '@vscode/ripgrep';
import { build } from 'esbuild';

/**
 * Of these one copy lives in a process: extensions get what the application runs with, from `one-copy/<name>.js`
 * beside it (libs/platform, extensions/one-copy.ts). Where a package has two builds, the one of modules, for its named exports.
 */
const ONE_COPY = {
  '@nestjs/common': '@nestjs/common',
  '@nestjs/core': '@nestjs/core',
  'class-transformer': resolve('node_modules/class-transformer/esm5/index.js'),
  'class-validator': resolve('node_modules/class-validator/esm5/index.js'),
  'reflect-metadata': 'reflect-metadata',
  rxjs: resolve('node_modules/rxjs/dist/esm/index.js'),
  'rxjs/operators': resolve('node_modules/rxjs/dist/esm/operators/index.js'),
};
/** What nest-commander brings for questions, plugins and completions, which no command of Anton has. */
const UNUSED = /^(?:inquirer|cosmiconfig|@fig\/complete-commander)$/;

const unused = {
  name: 'unused-parts-of-nest-commander',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: UNUSED }, ({ path }) => ({ path, namespace: 'unused' }));
    onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** Packages ask for others that are there or not (native parts, transports of Nest); those stay questions. */
const notInstalled = {
  name: 'packages-that-are-not-installed',
  setup: ({ onResolve, resolve: find }) =>
    onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...where }) => {
      if (pluginData === 'found' || where.kind === 'entry-point') return undefined;
      const found = await find(path, { ...where, pluginData: 'found' });
      return found.errors.length > 0 ? { path, external: true } : found;
    }),
};

/**
 * A package with a hundred APIs, and the file that names those in use: a chunk imports packages whole. Its modules only
 * declare, though the package does not say so.
 */
const KUBERNETES = {
  package: /^@kubernetes\/client-node$/,
  modules: /@kubernetes[/\\]client-node[/\\]dist[/\\]/,
  used: resolve('libs/dispatcher/src/adapters/kubernetes/api/kubernetes-sdk.ts'),
};

const kubernetes = {
  name: 'only-the-used-parts-of-the-kubernetes-client',
  setup: ({ onResolve, resolve: find }) => {
    const declaring = async (path, where) => ({
      ...(await find(path, { ...where, pluginData: 'found' })),
      sideEffects: false,
    });
    onResolve({ filter: KUBERNETES.package }, ({ path, pluginData, ...where }) => {
      if (pluginData === 'found') return undefined;
      return where.importer === KUBERNETES.used ? declaring(path, where) : { path: KUBERNETES.used };
    });
    onResolve({ filter: /^\.{1,2}\// }, ({ path, pluginData, ...where }) =>
      pluginData !== 'found' && KUBERNETES.modules.test(where.importer) ? declaring(path, where) : undefined,
    );
  },
};

/**
 * An `import` of node:http reads all that it exports, and so loads the fetch and WebSocket of Node, which takes as long as
 * an empty Node takes to start. Asked for like this, it loads them when they are used.
 */
const http = {
  name: 'http-without-fetch',
  setup: ({ onResolve, onLoad }) => {
    // Who imports it when it is needed takes names from it, and so the whole of it.
    onResolve({ filter: /^(?:node:)?http$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? undefined : { path: 'node:http', namespace: 'builtin' },
    );
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

/** The names of chunks are computed: esbuild must take them as they are, and not bundle the whole folder. */
const chunks = {
  name: 'chunks',
  setup: ({ onLoad }) =>
    onLoad({ filter: /dist[/\\]apps[/\\][^/\\]+[/\\][^/\\]+\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(
        /import\(("\.\.\/\.\.\/" \+ [^)]+\))\)/,
        '((chunk) => import(chunk))($1)',
      ),
    })),
};

/** What CommonJS packages expect to find, in a module of its own. */
const COMMON_JS = [
  "import { createRequire as antonCreateRequire } from 'node:module';",
  "import { dirname as antonDirname } from 'node:path';",
  "import { fileURLToPath as antonFileUrl } from 'node:url';",
  'const require = antonCreateRequire(import.meta.url);',
  'const __filename = antonFileUrl(import.meta.url);',
  'const __dirname = antonDirname(__filename);',
].join('\n');

/** An image has no packages: what a workspace searches with lies beside the runner, and so beside every application. */
const ripgrep = {
  name: 'ripgrep-of-the-runner',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^@vscode\/ripgrep$/ }, () => ({ path: 'ripgrep', namespace: 'beside' }));
    onLoad({ filter: /.*/, namespace: 'beside' }, () => ({
      contents: [
        "import { realpathSync } from 'node:fs';",
        "import { dirname, join } from 'node:path';",
        "export const rgPath = join(dirname(realpathSync(process.argv[1])), '../runner/rg');",
      ].join('\n'),
    }));
  },
};

async function bundle(folder) {
  const own = globSync(`${folder}/*.js`).map((file) => [file.slice(folder.length + 1, -3), resolve(file)]);
  const shared = Object.keys(ONE_COPY).map((name) => [`one-copy/${name}`, name]);
  await build({
    entryPoints: Object.fromEntries([...own, ...shared]),
    outdir: folder,
    allowOverwrite: true,
    bundle: true,
    splitting: true,
    chunkNames: 'packages/[hash]',
    platform: 'node',
    format: 'esm',
    target: 'node22',
    // Names stay as they are: to keep them beside mangled ones costs a call for each function at every start.
    minifySyntax: true,
    minifyWhitespace: true,
    alias: Object.fromEntries(Object.entries(ONE_COPY).filter(([, path]) => path.startsWith('/'))),
    plugins: [unused, kubernetes, http, ripgrep, notInstalled, chunks],
    banner: { js: COMMON_JS },
    logLevel: 'error',
    legalComments: 'none',
    sourcemap: true,
    sourcesContent: false,
  });
}

/** The exec server stands alone: one file, with ripgrep beside it, and of the contracts only the errors. */
const alone = {
  name: 'one-file-and-ripgrep-beside-it',
  setup: ({ onResolve, onLoad, resolve: find }) => {
    onResolve({ filter: /^@vscode\/ripgrep$/ }, () => ({ path: 'ripgrep', namespace: 'beside' }));
    onLoad({ filter: /.*/, namespace: 'beside' }, () => ({
      contents:
        "import { fileURLToPath } from 'node:url'; export const rgPath = fileURLToPath(new URL('rg', import.meta.url));",
    }));
    onResolve({ filter: /^(?:@anton\/|\.)/ }, async ({ path, pluginData, ...where }) => {
      if (pluginData === 'found' || !/[/\\](?:apps|libs)[/\\]/.test(where.importer)) return undefined;
      return { ...(await find(path, { ...where, pluginData: 'found' })), sideEffects: false };
    });
  },
};

async function bundleExecServer(folder) {
  await build({
    entryPoints: ['apps/runner/src/exec-server.ts'],
    outfile: `${folder}/exec-server.mjs`,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    minifySyntax: true,
    minifyWhitespace: true,
    plugins: [alone, notInstalled],
    banner: { js: COMMON_JS },
    logLevel: 'error',
    legalComments: 'none',
  });
  copyFileSync(rgPath, `${folder}/rg`);
}

await Promise.all([
  ...globSync('dist/apps/*/main.js').map((main) => bundle(dirname(main))),
  bundleExecServer('dist/apps/runner'),
]);
