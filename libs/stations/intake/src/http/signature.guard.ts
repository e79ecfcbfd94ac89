import {
  Injectable,
  Logger,
  UnauthorizedException,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { ActiveSources, type ActiveSource } from '../secrets/active-sources';
import { DeliveryRefusedError } from './delivery-refused.error';
import { admissionOf, deliveryOf, sourceOf, type DeliveryRequest } from './delivery-request';
import { ThrottledLog } from './throttled-log';

/** Lets authentic deliveries in: the signature is checked over the raw bytes, before anything is parsed. */
@Injectable()
export class SignatureGuard implements CanActivate {
  private readonly log = new ThrottledLog(new Logger(SignatureGuard.name));

  constructor(private readonly sources: ActiveSources) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<DeliveryRequest>();
    const name = sourceOf(request) ?? '';
    const active = this.sources.find(name);
    if (active === undefined) throw new DeliveryRefusedError(404);
    const client = admissionOf(request)?.client;
    if (this.isAuthentic(name, active, request)) {
      client?.hasProven();
      return true;
    }
    client?.hasFailed();
    this.log.warn(name, `a delivery for ${name} was not authentic`);
    throw new UnauthorizedException();
  }

  /** A source that throws has recognised nobody. */
  private isAuthentic(name: string, active: ActiveSource, request: DeliveryRequest): boolean {
    try {
      return active.source.authenticate(deliveryOf(request), active.secrets, active.signing);
    } catch (error) {
      this.log.warn(name, `the source ${name} failed to authenticate a delivery: ${String(error)}`);
      return false;
    }
  }
}
