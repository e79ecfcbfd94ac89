import { createHmac, timingSafeEqual } from 'node:crypto';
import { fastify } from 'fastify';
import { ConfirmedPublisher } from './confirmed-publisher';
import { taskOf } from './task-of';

/** The header of each source's signature. */
const HEADERS: Readonly<Record<string, string>> = { datadog: 'x-anton-signature', jira: 'x-hub-signature' };

const { BROKER_URI = '', PORT = '0', SECRET_DATADOG = '', SECRET_JIRA = '' } = process.env;
const SECRETS: Readonly<Record<string, string>> = { datadog: SECRET_DATADOG, jira: SECRET_JIRA };

function isSigned(body: Buffer, secret: string, signature: unknown): boolean {
  const wanted = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
  const given = Buffer.from(String(signature));
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

const publisher = await ConfirmedPublisher.connect(BROKER_URI);
const app = fastify({ bodyLimit: 5 * 1024 * 1024 });
app.removeAllContentTypeParsers();
app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

app.post<{ Params: { source: string }; Body: Buffer }>('/webhooks/:source', async (request, reply) => {
  const { source } = request.params;
  const secret = SECRETS[source];
  if (secret === undefined) return reply.status(404).send();
  if (!isSigned(request.body, secret, request.headers[HEADERS[source] ?? '']))
    return reply.status(401).send();
  const task = taskOf(source, JSON.parse(request.body.toString()));
  await publisher.publish(`task.${source}.p3`, task.taskId, JSON.stringify(task));
  return reply.status(202).send({ status: 'accepted', taskId: task.taskId });
});

// As Anton does: a process that ends by itself also writes the profile that it was asked for.
process.once('SIGTERM', () => process.exit(0));
await app.listen({ host: '127.0.0.1', port: Number(PORT) });
