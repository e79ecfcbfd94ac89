import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Checkout, CodeHost, PullRequestRequest } from '@anton/codehost';

/** A pull request as it stands at the host. */
export interface SeenPullRequest {
  readonly head: string;
  readonly title: string;
  readonly body: string;
  readonly draft: boolean;
}

/** A host with one repository whose bare folder can be looked into; branch `main`. */
export interface CodeHostSubject {
  readonly host: CodeHost;
  readonly url: string;
  readonly bareDir: string;
  pullRequests(): Promise<readonly SeenPullRequest[]>;
  close(): Promise<void>;
}

/** Makes a host in `dir` with a repository of the given files. */
export type CodeHostMaker = (
  dir: string,
  files: Readonly<Record<string, string>>,
) => Promise<CodeHostSubject>;

export const TASK = 'datadog-npe-0123456789';
export const FILES = {
  'src/app.js': 'export const answer = 41;\n',
  'bin/run.sh': '#!/bin/sh\n# $Id$\n',
  'build/config.js': 'tracked in spite of its name\n',
  '.gitignore': 'ignored/\n',
  '.gitattributes': '*.js text eol=crlf filter=evil diff=evil\n*.sh ident\n',
};
export const PULL_REQUEST: PullRequestRequest = {
  title: 'fix: it',
  body: 'text with `marks`, $(id) and "quotes"\n',
  draft: false,
  labels: ['anton'],
};

/** One host per test, and what an attempt of a task does with it. */
export class CodeHostWorld {
  dir = '';
  private made: CodeHostSubject | undefined;
  private count = 0;

  get subject(): CodeHostSubject {
    if (this.made === undefined) throw new Error('no test has begun');
    return this.made;
  }

  get host(): CodeHost {
    return this.subject.host;
  }

  async begin(make: CodeHostMaker): Promise<void> {
    this.dir = mkdtempSync(join(tmpdir(), 'anton-host-'));
    this.made = await make(this.dir, FILES);
  }

  async end(): Promise<void> {
    await this.made?.close();
    rmSync(this.dir, { recursive: true, force: true });
  }

  checkout(
    request: { taskId?: string; url?: string; branch?: string; signal?: AbortSignal } = {},
  ): Promise<Checkout> {
    const { taskId = TASK, url = this.subject.url, branch = 'main', signal } = request;
    this.count += 1;
    const trustedDir = join(this.dir, `trusted-${this.count}`);
    const checkoutDir = join(this.dir, `checkout-${this.count}`);
    mkdirSync(trustedDir);
    mkdirSync(checkoutDir);
    const where = { repository: { url, branch }, taskId, trustedDir, checkoutDir };
    return this.host.checkout(signal === undefined ? where : { ...where, signal });
  }

  /** Commits the work tree; returns the commit. */
  async commit(made: Checkout, taskId = TASK, status = 'pr_opened'): Promise<string> {
    const { treeSha } = await this.host.diff(made);
    const trailers = { 'Anton-Task': taskId, 'Anton-Status': status };
    return this.host.commit(made, { treeSha, subject: 'fix: it', body: 'Because.', trailers });
  }
}
