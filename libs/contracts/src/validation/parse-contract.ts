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

/** class-transformer walks a value recursively: one that is nested some thousand levels deep exhausts the stack. */
function instantiate<T extends object>(
  type: new () => T,
  value: object,
): { instance?: T; problems: readonly string[] } {
  try {
    const instance = plainToInstance(type, value, { exposeUnsetFields: false });
    const errors = validateSync(instance, { whitelist: true, forbidUnknownValues: true });
    return { instance, problems: flatten(errors) };
  } catch (error) {
    if (error instanceof RangeError) return { problems: ['the body is nested too deeply'] };
    throw error;
  }
}

/**
 * Turns an untrusted plain value into an instance of `type`, dropping unknown fields.
 * @throws InvalidContractError naming every bad field.
 */
export function parseContract<T extends object>(type: new () => T, contract: string, value: unknown): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidContractError(contract, ['the body is not a JSON object']);
  }
  const { instance, problems } = instantiate(type, value);
  if (instance === undefined || problems.length > 0) throw new InvalidContractError(contract, problems);
  return instance;
}
