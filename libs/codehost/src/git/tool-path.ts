/** Where git and gh are looked for: where the shell that started this process would look. */
export const TOOL_PATH = process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin';
