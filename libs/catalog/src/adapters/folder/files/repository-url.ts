import { z } from 'zod';

function isAllowed(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return false;
  if (url.protocol === 'file:') return url.host === '' && url.pathname.length > 1;
  return url.protocol === 'https:' || (url.protocol === 'http:' && url.hostname.endsWith('.localhost'));
}

/** Where a repository is cloned from; plain HTTP only on this machine (`*.localhost`, RFC 6761). */
export const repositoryUrl = z
  .string()
  .refine(isAllowed, 'must be https://… or file:///…, without user, password, query and fragment');
