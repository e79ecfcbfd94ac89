import { Catch, type ExceptionFilter } from '@nestjs/common';
import { throwError, type Observable } from 'rxjs';

/**
 * Hands an error of a message handler on as it is: `@UseFilters(RpcErrorFilter)`. Nest's own filter replaces it by
 * "Internal server error", and with its class goes what the queue decides by.
 */
@Catch()
export class RpcErrorFilter implements ExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}
