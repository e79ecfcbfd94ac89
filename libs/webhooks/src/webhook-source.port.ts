import { Injectable, Optional } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { createNamedDecorator, NamedRegistry, type NamedEntry } from '@anton/platform';
import type { AgentTask, TaskSignal } from '@anton/contracts';

const KEY = 'anton:webhook-source';

/** Registers a class as the source behind `POST /webhooks/{name}`; `name` is lower case. */
export const WebhookSourceProvider = createNamedDecorator(KEY);

/** Request headers, names in lower case; a header sent twice is an array (never joined). */
export type WebhookHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** One HTTP request, exactly as received. `rawBody` holds the bytes that a signature covers. */
export interface RawDelivery {
  readonly rawBody: Buffer;
  readonly headers: WebhookHeaders;
  readonly receivedAt: Date;
}

/** An authentic delivery whose body was parsed as JSON (or a form). */
export interface ParsedDelivery extends RawDelivery {
  readonly body: unknown;
}

/**
 * Why a delivery asks for nothing, as a closed list for metrics; `reason` says it in words. `event`: such events start
 * nothing. `trigger`: the event could, but not with this label, branch or state. `own_change`: Anton did it itself.
 * `stale`: it is too old.
 */
export const IGNORED_CAUSES = ['event', 'trigger', 'own_change', 'stale', 'other'] as const;
export type IgnoredCause = (typeof IGNORED_CAUSES)[number];

/** What an authentic delivery asks for. `signal`: news of an object that tasks may exist for. `parked`: authentic, but its body cannot be read; kept whole for later. */
export type Intake =
  | { readonly kind: 'task'; readonly task: AgentTask }
  | { readonly kind: 'signal'; readonly signal: TaskSignal }
  | { readonly kind: 'ignored'; readonly reason: string; readonly cause?: IgnoredCause }
  | { readonly kind: 'parked'; readonly reason: string };

/**
 * One sender. Authenticates over the raw bytes, then normalises. Does no I/O: no call to the sender, no database.
 * A team adds one by decorating a provider with {@link WebhookSourceProvider} in a module named in ANTON_EXTENSIONS.
 */
export abstract class WebhookSource {
  /** Largest body in bytes; more is refused with 413 while streaming. */
  abstract readonly bodyLimit: number;

  /**
   * True when the secret itself travels in clear (a token header, basic auth): such a source needs a
   * `WEBHOOK_SECRET_<SOURCE>` of its own, different from every HMAC secret.
   */
  abstract readonly secretInClear: boolean;

  /**
   * True when a source whose secret travels in clear takes a signature as well (of a relay). Such a source also starts
   * with the shared `WEBHOOK_SECRET`, and then takes nothing but signatures.
   */
  readonly acceptsSignature: boolean = false;

  /**
   * True when `delivery` proves knowledge of one of `secrets`. Constant time; never throws.
   * `signing` is given to a source with {@link acceptsSignature}: secrets that may only ever verify a signature.
   */
  abstract authenticate(
    delivery: RawDelivery,
    secrets: readonly string[],
    signing?: readonly string[],
  ): boolean;

  /** What the delivery asks for. Never throws for any JSON value: what it cannot read is `parked`. */
  abstract interpret(delivery: ParsedDelivery): Intake;

  /** The headers that make `rawBody` authentic for `secret`; used by `anton send`, the demo and tests. */
  abstract sign(rawBody: Buffer, secret: string): Record<string, string>;

  /** What its sender could tell and does not, one line each, for whoever sets it up (`anton send --dry-run`). */
  missingFrom(_delivery: ParsedDelivery): readonly string[] {
    return [];
  }
}

/** Sources that settings make, not code (`generic/{name}`). They come and go while the process runs. */
export abstract class ConfiguredSources {
  /** The same list while the settings are the same. */
  abstract now(): readonly NamedEntry<WebhookSource>[];
}

const NONE: readonly NamedEntry<WebhookSource>[] = [];

/** The sources of this process, by name: those of its modules, then those of its settings of now. */
@Injectable()
export class WebhookSourceRegistry extends NamedRegistry<WebhookSource> {
  protected override readonly key = KEY;
  protected override readonly kind = 'webhook source';

  constructor(
    discovery: DiscoveryService,
    @Optional() private readonly configured?: ConfiguredSources,
  ) {
    super(discovery);
  }

  /** The settings may not have been read yet. */
  override onModuleInit(): void {
    super.all();
  }

  override all(): readonly NamedEntry<WebhookSource>[] {
    return [...super.all(), ...this.configuredNow()];
  }

  /** Those of the settings alone; the same list while the settings are the same. */
  configuredNow(): readonly NamedEntry<WebhookSource>[] {
    return this.configured?.now() ?? NONE;
  }
}
