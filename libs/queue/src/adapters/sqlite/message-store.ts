import { sql, type Kysely, type Selectable, type UpdateObject } from 'kysely';
import { laneOf, LANES } from '../../lane';
import type { DeliveryFailure, DeliveryOutcome, OutgoingMessage } from '../../task-queue.port';
import { bury, type Claim } from './bury';
import { releaseOrphans } from './release-orphans';
import type { ResolvedSqliteQueueOptions } from './sqlite-queue.options';
import type { MessagesTable, QueueSchema } from './sqlite-queue.schema';

/** A message while somebody works on it. */
export type ClaimedMessage = Selectable<MessagesTable> & Claim;

/** The messages in their table. What a method has answered is on disk. */
export class MessageStore {
  constructor(
    private readonly db: Kysely<QueueSchema>,
    private readonly options: ResolvedSqliteQueueOptions,
  ) {}

  /** False when `maxReady` messages wait already. */
  async insert(message: OutgoingMessage): Promise<boolean> {
    const now = Date.now();
    const row = sql`${message.id}, ${LANES.indexOf(laneOf(message.routingKey))}, ${message.routingKey}, ${message.body},
      ${message.traceparent ?? null}, ${now}, ${now}`;
    const inserted = await sql`
      insert into messages (id, lane, routing_key, body, traceparent, published_at, available_at)
      select ${row} where (select count(*) from messages where owner is null) < ${this.options.maxReady}
    `.execute(this.db);
    return inserted.numAffectedRows === 1n;
  }

  /** True when `maxReady` messages wait. */
  async isFull(): Promise<boolean> {
    const { count } = await this.db
      .selectFrom('messages')
      .where('owner', 'is', null)
      .select((is) => is.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return count >= this.options.maxReady;
  }

  /** The oldest message that is due, of the most urgent lane that has one; it belongs to `owner` for a while. */
  async claim(owner: string): Promise<ClaimedMessage | undefined> {
    const now = Date.now();
    const firstOf = (lane: number) =>
      sql`(select seq from messages where owner is null and lane = ${lane} and available_at <= ${now}
        order by available_at, seq limit 1)`;
    const message = await this.db
      .updateTable('messages')
      .set({ owner, lease_until: now + this.options.visibilityTimeoutMs })
      .where('seq', '=', sql<number>`coalesce(${sql.join(LANES.map((_name, lane) => firstOf(lane)))})`)
      .returningAll()
      .executeTakeFirst();
    return message && { ...message, owner };
  }

  /** Ends a claim; when it has ended already, nothing happens. */
  async settle(message: ClaimedMessage, outcome: DeliveryOutcome): Promise<void> {
    switch (outcome.kind) {
      case 'ack':
        return this.remove(message);
      case 'pause':
        return this.putBack(message);
      case 'retry':
        return this.retry(message, outcome.failure);
      case 'dead_letter':
        return this.bury(message, outcome.failure);
    }
  }

  /** Frees a claimed message; without a change it stands where it stood. */
  async putBack({ seq, owner }: Claim, change: UpdateObject<QueueSchema, 'messages'> = {}): Promise<void> {
    await this.db
      .updateTable('messages')
      .set({ ...change, owner: null, lease_until: null })
      .where('seq', '=', seq)
      .where('owner', '=', owner)
      .execute();
  }

  /** Prolongs every claim of `owner`. */
  async renew(owner: string): Promise<void> {
    const lease_until = Date.now() + this.options.visibilityTimeoutMs;
    await this.db.updateTable('messages').set({ lease_until }).where('owner', '=', owner).execute();
  }

  /** Frees what belongs to consumers that are gone; `me` is not one of them. */
  async releaseOrphans(me: string): Promise<void> {
    await releaseOrphans(this.db, me, this.options.deliveryLimit);
  }

  private async remove({ seq, owner }: Claim): Promise<void> {
    await this.db.deleteFrom('messages').where('seq', '=', seq).where('owner', '=', owner).execute();
  }

  private async retry(message: ClaimedMessage, failure: DeliveryFailure): Promise<void> {
    const step = this.options.retryStepsMs[message.attempts];
    if (step === undefined) return this.bury(message, failure);
    const last_failure = JSON.stringify(failure);
    await this.putBack(message, {
      attempts: message.attempts + 1,
      available_at: Date.now() + step,
      first_failure: message.first_failure ?? last_failure,
      last_failure,
    });
  }

  private async bury(message: ClaimedMessage, failure: DeliveryFailure): Promise<void> {
    await this.db.transaction().execute((trx) => bury(trx, message, failure, message.attempts + 1));
  }
}
