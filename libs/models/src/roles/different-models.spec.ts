import { describe, expect, it } from 'vitest';
import { assertDifferentModels } from './different-models';

describe('assertDifferentModels', () => {
  it('refuses one model for both roles unless forced', () => {
    expect(() => assertDifferentModels({ coder: 'x', reviewer: 'X ' })).toThrow(/same model/);
    expect(() => assertDifferentModels({ coder: 'x', reviewer: 'x' }, true)).not.toThrow();
    expect(() => assertDifferentModels({ coder: 'x', reviewer: 'y' })).not.toThrow();
    const models = { coder: 'x', reviewer: 'y' };
    expect(() => assertDifferentModels({ ...models, fallbacks: { reviewer: 'X' } })).toThrow(/same model/);
    expect(() => assertDifferentModels({ ...models, fallbacks: { coder: 'z', reviewer: 'z' } })).toThrow(
      /: z/,
    );
    expect(() => assertDifferentModels({ ...models, fallbacks: { coder: 'z' } })).not.toThrow();
  });
});
