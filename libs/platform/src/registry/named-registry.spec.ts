import { Injectable } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from 'vitest';
import { createNamedDecorator } from './named.decorator';
import { NamedRegistry } from './named-registry';

const KEY = 'test:fruit';
const Fruit = createNamedDecorator(KEY);

@Injectable()
@Fruit('pear', { order: 2 })
class Pear {}

@Injectable()
@Fruit('apple', { order: 1 })
class Apple {}

@Injectable()
@Fruit('pear')
class OtherPear {}

@Injectable()
class FruitRegistry extends NamedRegistry<object> {
  protected override readonly key = KEY;
  protected override readonly kind = 'fruit';
}

async function registryWith(...providers: (new () => object)[]): Promise<FruitRegistry> {
  const testing = await Test.createTestingModule({
    imports: [DiscoveryModule],
    providers: [FruitRegistry, ...providers],
  }).compile();
  await testing.init();
  return testing.get(FruitRegistry);
}

describe('NamedRegistry', () => {
  it('orders by the number, not by the order of imports', async () => {
    const registry = await registryWith(Pear, Apple);
    expect(registry.all().map((entry) => entry.name)).toEqual(['apple', 'pear']);
  });

  it('stops the boot when two providers claim one name', async () => {
    await expect(registryWith(Pear, OtherPear)).rejects.toThrow(
      /two fruit providers are called "pear": Pear and OtherPear/,
    );
  });

  it('names the known ones when asked for an unknown one', async () => {
    const registry = await registryWith(Apple);
    expect(() => registry.get('plum')).toThrow(/known: apple/);
  });
});
