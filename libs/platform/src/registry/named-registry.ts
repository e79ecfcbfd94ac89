import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { NamedRegistration } from './named.decorator';
import { DuplicateNameError, UnknownNameError } from './registry.errors';

/** One entry of a registry. */
export interface NamedEntry<T> extends NamedRegistration {
  readonly provider: T;
}

/**
 * The base of every "many of" port: collects the providers that carry the port's decorator, in an explicit order.
 * Filled at boot (`onModuleInit`); a duplicate name stops the boot.
 */
@Injectable()
export abstract class NamedRegistry<T extends object> implements OnModuleInit {
  /** The metadata key that the port's decorator was made with. */
  protected abstract readonly key: string;
  /** What an entry is called in messages, e.g. "webhook source". */
  protected abstract readonly kind: string;
  private found: NamedEntry<T>[] | undefined;

  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    this.all();
  }

  /** Every entry, in order. */
  all(): readonly NamedEntry<T>[] {
    this.found ??= this.collect();
    return this.found;
  }

  /** The provider called `name`, or undefined. */
  find(name: string): T | undefined {
    return this.all().find((entry) => entry.name === name)?.provider;
  }

  /** @throws UnknownNameError naming the known ones. */
  get(name: string): T {
    const provider = this.find(name);
    if (provider === undefined)
      throw new UnknownNameError(
        this.kind,
        name,
        this.all().map((entry) => entry.name),
      );
    return provider;
  }

  private collect(): NamedEntry<T>[] {
    const entries = new Map<string, NamedEntry<T>>();
    for (const wrapper of this.discovery.getProviders()) {
      const instance: unknown = wrapper.instance;
      if (typeof instance !== 'object' || instance === null) continue;
      const registration = Reflect.getMetadata(this.key, instance.constructor) as
        NamedRegistration | undefined;
      if (registration === undefined) continue;
      const other = entries.get(registration.name);
      if (other !== undefined && other.provider !== instance) {
        throw new DuplicateNameError(
          this.kind,
          registration.name,
          other.provider.constructor.name,
          instance.constructor.name,
        );
      }
      entries.set(registration.name, { ...registration, provider: instance as T });
    }
    return [...entries.values()].toSorted((a, b) => a.order - b.order || a.name.localeCompare(b.name));
  }
}
