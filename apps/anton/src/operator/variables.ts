/** The variables that this process was started with, secrets included. They are not in `process.env`. */
export type Variables = Readonly<Record<string, string | undefined>>;

export const VARIABLES = Symbol.for('anton.variables');
