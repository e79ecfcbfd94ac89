import {
  Injectable,
  Logger,
  UnauthorizedException,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { ActiveSources, type ActiveSource } from '../secrets/active-sources';
import { DeliveryRefusedError } from './delivery-refused.error';
import { deliveryOf, type DeliveryRequest } from './delivery-request';

const LOG_EVERY_MS = 60_000;

/** Lets authentic deliveries in: the signature is checked over the raw bytes, before anything is parsed. */
@Injectable()
export class SignatureGuard implements CanActivate {
  private readonly logger = new Logger(SignatureGuard.name);
  private readonly logged = new Map<string, number>();

  constructor(private readonly sources: ActiveSources) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<DeliveryRequest>();
    const name = request.params.source;
    const active = this.sources.find(name);
    if (active === undefined) throw new DeliveryRefusedError(404);
    if (this.isAuthentic(name, active, request)) return true;
    this.tell(name, `a delivery for ${name} was not authentic`);
    throw new UnauthorizedException();
  }

  /** A source that throws has recognised nobody. */
  private isAuthentic(name: string, active: ActiveSource, request: DeliveryRequest): boolean {
    try {
      return active.source.authenticate(deliveryOf(request), active.secrets, active.signing);
    } catch (error) {
      this.tell(name, `the source ${name} failed to authenticate a delivery: ${String(error)}`);
      return false;
    }
  }

  /** A flood of forgeries must not flood the log. */
  private tell(name: string, what: string): void {
    const now = Date.now();
    if (now - (this.logged.get(name) ?? 0) < LOG_EVERY_MS) return;
    this.logged.set(name, now);
    this.logger.warn(`${what}; further ones of this minute are only counted`);
  }
}
