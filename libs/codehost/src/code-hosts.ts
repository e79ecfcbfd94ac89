import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { CodeHostError } from './code-host.errors';
import { CodeHost } from './code-host.port';

function withoutCredential(url: string): string {
  return url.replace(/\/\/[^/]*@/, '//');
}

/** The code hosts of this process; a repository's URL decides which one serves it. */
@Injectable()
export class CodeHosts implements OnModuleInit {
  private hosts: readonly CodeHost[] = [];

  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    const found = this.discovery.getProviders().map((wrapper) => wrapper.instance as unknown);
    this.hosts = found.filter((instance) => instance instanceof CodeHost);
  }

  /** @throws CodeHostError `repository_not_found` when no host serves the URL. */
  for(url: string): CodeHost {
    const host = this.hosts.find((candidate) => candidate.accepts(url));
    if (host !== undefined) return host;
    throw new CodeHostError('repository_not_found', `no code host serves ${withoutCredential(url)}`, {
      remedy: 'Use https://github.com/… or file:///… in repositories.yaml.',
    });
  }
}
