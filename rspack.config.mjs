/** Completes the configuration of the Nest CLI: modules that exist only as `node:…` are not in its list of built-ins. */
export default (options) => ({
  ...options,
  externals: [
    ...(options.externals ?? []),
    ({ request }, callback) =>
      request?.startsWith('node:') ? callback(null, `module ${request}`) : callback(),
  ],
});
