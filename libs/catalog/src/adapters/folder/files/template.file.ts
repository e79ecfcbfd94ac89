import { z } from 'zod';
import { EGRESS_HOST, TOOL_SERVER_NAME } from '@anton/contracts';
import { name, text, texts } from './names';

const cpu = z
  .union([z.string().regex(/^\d+(?:\.\d+)?m?$/), z.number().positive()], 'CPUs such as 2, "0.5" or "500m"')
  .transform(String);
const memory = z.string().regex(/^\d+(?:\.\d+)?(?:[KMGT]i?|k)?$/, 'a size such as 512Mi or 4Gi');
const resource = z.strictObject({ cpu, memory });
const limit = z.strictObject({
  costUsd: z.number().positive().describe('US dollars, review included'),
  minutes: z.number().positive().describe('of wall clock'),
});

const host = z
  .string()
  .max(253)
  .regex(EGRESS_HOST, 'the name of a host in lower case, perhaps with :port, without scheme, path and *');

const toolServer = z.strictObject({
  name: z
    .string()
    .regex(TOOL_SERVER_NAME, 'lower-case letters, digits and underscores, at most 31; begins with a letter')
    .describe('its tools are called NAME__TOOL'),
  command: z.array(text).min(1).optional().describe('program and arguments, run in the work tree'),
  url: z
    .url({ protocol: /^https?$/, error: 'a URL with http or https' })
    .max(2000)
    .optional()
    .describe('egress must allow its host and port'),
});

/** templates/NAME/template.yaml. The limits' defaults: `agent-loop` 5.1 for medium, scaled. */
export const templateFile = z.strictObject({
  name: name.describe('as the folder'),
  description: text.max(1024).describe('what the router reads'),
  image: text.describe('any glibc toolchain image; it needs nothing of Anton'),
  setup: texts.describe('commands before the baseline'),
  checks: texts.describe('the gate; empty: detected in the repository'),
  skills: z.array(name).default([]),
  resources: z
    .strictObject({
      small: resource.prefault({ cpu: '1', memory: '2Gi' }),
      medium: resource.prefault({ cpu: '2', memory: '4Gi' }),
      large: resource.prefault({ cpu: '4', memory: '8Gi' }),
    })
    .prefault({}),
  limits: z
    .strictObject({
      small: limit.default({ costUsd: 2, minutes: 30 }),
      medium: limit.default({ costUsd: 5, minutes: 60 }),
      large: limit.default({ costUsd: 10, minutes: 90 }),
    })
    .prefault({}),
  egress: z
    .array(host)
    .default([])
    .describe('hosts that commands may reach: name, name:port (else 443), .name for all names below it, too'),
  mcp: z.array(toolServer).max(8).default([]).describe('servers of tools for the agent (MCP)'),
  maxConcurrentRuns: z.int().min(1).optional().describe('runs at once in all repositories'),
});
