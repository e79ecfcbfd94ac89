import { Injectable, Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { ThrottledLog } from '../throttled-log';
import { addressKey } from './address-key';
import { AddressSet } from './address-set';
import { Client } from './client';
import { IntakeLimits } from './intake-limits';

/** Addresses that are remembered; about 3 MB. The one that was quiet longest is forgotten first. */
const MAX_CLIENTS = 10_000;

/** Networks that no public address is in (RFC 1918, 4193, 6598, loopback, link-local). */
const PRIVATE =
  '10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16, ::1, fc00::/7, fe80::/10';

const UNLIMITED = { deliveriesPerAddress: 0, failuresPerAddress: 0 };

/**
 * The clients by their addresses. A private address that forwards for others and is no trusted proxy has no limits of its
 * own, and the log says what to set: all of its clients would be taken for one, and one of them could keep out the rest.
 */
@Injectable()
export class Clients {
  private readonly log = new ThrottledLog(new Logger(Clients.name));
  private readonly clients = new LRUCache<string, Client>({ max: MAX_CLIENTS });
  private readonly privateAddresses = new AddressSet(PRIVATE);

  constructor(private readonly limits: IntakeLimits) {}

  of(request: FastifyRequest): Client {
    const address = request.ip;
    if (request.headers['x-forwarded-for'] !== undefined && this.isUnnamedProxy(request, address))
      return this.find(`via ${address}`, UNLIMITED);
    return this.find(addressKey(address), this.limits);
  }

  private find(
    key: string,
    rates: Pick<IntakeLimits, 'deliveriesPerAddress' | 'failuresPerAddress'>,
  ): Client {
    const known = this.clients.get(key);
    if (known !== undefined) return known;
    const client = new Client(rates);
    this.clients.set(key, client);
    return client;
  }

  /** The address is the socket's own, although somebody is forwarded for. */
  private isUnnamedProxy(request: FastifyRequest, address: string): boolean {
    if (address !== request.raw.socket.remoteAddress || !this.privateAddresses.has(address)) return false;
    const remedy = 'name it in ANTON_TRUSTED_PROXIES';
    this.log.warn(
      address,
      `${address} forwards deliveries: limits per address do not apply to them; ${remedy}`,
    );
    return true;
  }
}
