import { z } from 'zod';

/** The name of a repository, template or skill; it becomes a folder, a label and part of a file name. */
export const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'lower-case letters, digits and dashes, at most 64');

/** A text that is not empty. */
export const text = z.string().min(1, 'must not be empty');

/** Texts that are not empty; none by default. */
export const texts = z.array(text).default([]);
