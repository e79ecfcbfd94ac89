const FLOOR_2 = 'webhooks|queue|ledger|catalog|models|workspace|codehost|egress';
const FLOOR_3 = 'router|dispatcher|agent';
const FLOOR_4 = 'intake|orchestration|run';
const lib = (names) => `^libs/(?:${names})/`;
const station = (names) => `^libs/stations/(?:${names})/`;
/** What only specs of a lib load. */
const TEST_PARTS = '^libs/.+/test/';
const SPECS = '\\.(?:promise-)?spec\\.ts$';

const VENDOR_SDKS = [
  '@anthropic-ai/sdk',
  'openai',
  '@kubernetes/client-node',
  'amqplib',
  'amqp-connection-manager',
  '@golevelup/nestjs-rabbitmq',
  '@modelcontextprotocol/sdk',
  'pg',
  '@opentelemetry/api',
  '@opentelemetry/sdk-trace',
  '@opentelemetry/exporter-trace-otlp-http',
  '@opentelemetry/resources',
];

/** The floors of ARCHITECTURE.md, as rules: imports go down only. */
export default {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'contracts-is-the-ground',
      severity: 'error',
      from: { path: lib('contracts') },
      to: { path: '^(libs/(?!contracts/)|apps/|node_modules/@nestjs/)' },
    },
    {
      name: 'floor-1-imports-contracts-only',
      severity: 'error',
      from: { path: lib('platform|database') },
      to: { path: `^apps/|${lib(`${FLOOR_2}|${FLOOR_3}|sdk|testing|simulation`)}|^libs/stations/` },
    },
    {
      name: 'floor-1-siblings',
      severity: 'error',
      from: { path: lib('platform|database').replace('^', '^').replace('(?:', '(') },
      to: { path: lib('platform|database'), pathNot: '^libs/$1/' },
    },
    {
      name: 'floor-2-siblings',
      severity: 'error',
      from: { path: `^libs/(${FLOOR_2})/`, pathNot: SPECS },
      to: { path: `^apps/|${lib(`${FLOOR_2}|${FLOOR_3}`)}|^libs/stations/`, pathNot: '^libs/$1/' },
    },
    {
      name: 'floor-3-siblings',
      severity: 'error',
      from: { path: `^libs/(${FLOOR_3})/`, pathNot: SPECS },
      to: { path: `^apps/|${lib(FLOOR_3)}|^libs/stations/`, pathNot: '^libs/$1/' },
    },
    {
      name: 'floor-4-siblings',
      severity: 'error',
      from: { path: `^libs/stations/(${FLOOR_4})/`, pathNot: SPECS },
      to: { path: `^apps/|${station(FLOOR_4)}`, pathNot: '^libs/stations/$1/' },
    },
    { name: 'libs-never-import-apps', severity: 'error', from: { path: '^libs/' }, to: { path: '^apps/' } },
    {
      name: 'no-app-imports-another',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'only-through-the-index',
      severity: 'error',
      comment:
        'the SDK takes the files of ports, so that an extension does not load the adapters; testing has one index a part, so that a spec loads only what it needs; platform/process is loaded before all else',
      from: { path: '^(?:libs/(?:stations/)?([^/]+)|apps|test|bench|scripts)/', pathNot: '^libs/sdk/' },
      to: {
        path: '^libs/(?:stations/)?(?!stations)[^/]+/src/(?!index\\.ts$)(?!(?<=testing/src/)[^/]+/index\\.ts$)(?!(?<=platform/src/)process/index\\.ts$)',
        pathNot: '^libs/(?:stations/)?$1/',
      },
    },
    {
      name: 'vendor-sdks-in-adapters-only',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: `/adapters/|${SPECS}` },
      to: { path: `^node_modules/(?:${VENDOR_SDKS.join('|')})/` },
    },
    {
      name: 'testing-only-from-tests',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: `${SPECS}|${TEST_PARTS}|^libs/testing/` },
      to: { path: lib('testing') },
    },
    {
      name: 'simulation-only-from-tests-and-demo',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: `${SPECS}|${TEST_PARTS}|^libs/(simulation|testing)/|^apps/anton/src/demo/`,
      },
      to: { path: lib('simulation') },
    },
    {
      name: 'simulation-has-no-test-runner',
      severity: 'error',
      from: { path: lib('simulation'), pathNot: SPECS },
      to: { path: '^node_modules/vitest/' },
    },
    {
      name: 'no-drawer-folders',
      severity: 'error',
      from: {},
      to: { path: '^(apps|libs)/.*/(utils|common|shared|helpers|core)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
