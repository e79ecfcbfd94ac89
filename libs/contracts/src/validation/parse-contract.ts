import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { InvalidContractError } from '../errors/invalid-contract.error';

function flatten(errors: readonly ValidationError[], path = ''): string[] {
  return errors.flatMap((error) => {
    const here = path === '' ? error.property : `${path}.${error.property}`;
    return [
      ...Object.values(error.constraints ?? {}).map((text) => `${here}: ${text}`),
      ...flatten(error.children ?? [], here),
    ];
  });
}

/**
 * Turns an untrusted plain value into an instance of `type`, dropping unknown fields.
 * @throws InvalidContractError naming every bad field.
 */
export function parseContract<T extends object>(type: new () => T, contract: string, value: unknown): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidContractError(contract, ['the body is not a JSON object']);
  }
  const instance = plainToInstance(type, value, { exposeUnsetFields: false });
  const errors = validateSync(instance, { whitelist: true, forbidUnknownValues: true });
  if (errors.length > 0) throw new InvalidContractError(contract, flatten(errors));
  return instance;
}
