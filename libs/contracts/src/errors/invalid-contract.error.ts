import { PermanentError } from './permanent.error';

/** A body that claims to be one of Anton's contracts and is not. `problems` names every bad field. */
export class InvalidContractError extends PermanentError {
  constructor(
    readonly contract: string,
    readonly problems: readonly string[],
  ) {
    super(`not a valid ${contract}: ${problems.slice(0, 10).join('; ')}`, {
      code: 'contract_invalid',
      remedy: `Send a body that fits docs/schemas/${contract}.json.`,
    });
  }
}
