import type { EgressHost } from '@anton/contracts';
import { AGENT_USER } from '../agent-user';
import type { EgressRules } from '../rules/egress-rules';
import { CLIENT_HEADER, OWN_LIST } from '../blocked/own-list';
import { ACCESS_LOG_FORMAT } from './access-line';
import { NEVER, PRIVATE } from './address-ranges';

/** Where Squid listens, and where what it needs lies. Paths have no white space. */
export interface SquidPlaces {
  /** An address and port of this machine. */
  readonly listen: { readonly host: string; readonly port: number };
  /** The port on loopback that takes the access log. */
  readonly logPort: number;
  /** Where the process beside Squid answers what was refused. */
  readonly status: { readonly host: string; readonly port: number };
  /** User and hash of the agent, as `htpasswd` writes them. */
  readonly passwordFile: string;
  /** Names beside DNS, as /etc/hosts has them. */
  readonly hostsFile: string;
  /** How long open connections may go on when it is told to end. */
  readonly drainSeconds: number;
}

/** The helper of Debian's package that compares passwords. */
const NCSA_AUTH = '/usr/lib/squid/basic_ncsa_auth';
const PLAIN = /^[\w./:-]+$/;

/** Nothing is cached, logged to a file, told to others, or asked of other proxies; https://www.squid-cache.org/Doc/config/ */
const FIXED = `
pid_filename none
coredump_dir none
cache_log /dev/null
cache deny all
cache_mem 8 MB
memory_pools off
max_filedescriptors 4096
pinger_enable off
netdb_filename none
icp_port 0
htcp_port 0
snmp_port 0
global_internal_static off
via off
forwarded_for delete
follow_x_forwarded_for deny all
httpd_suppress_version_string on
visible_hostname anton-egress
dns_defnames on
dns_timeout 5 seconds
positive_dns_ttl 5 minutes
negative_dns_ttl 30 seconds
connect_timeout 10 seconds
request_start_timeout 30 seconds
request_timeout 1 minute
read_timeout 15 minutes
half_closed_clients off
auth_param basic children 4 startup=1 idle=1
auth_param basic realm anton-egress
auth_param basic credentialsttl 2 minutes
`.trim();

/** What a client was refused is asked of the process beside Squid, which is told who it is by Squid alone. */
const OWN = `
acl own_name dstdomain -n ${OWN_LIST}
acl own_port port 80
acl own_method method GET
acl own_path urlpath_regex ^/blocked(\\?|$)
acl own_list all-of own_name own_port own_method own_path
never_direct allow own_list
cache_peer_access own allow own_list
cache_peer_access own deny all
request_header_access ${CLIENT_HEADER} deny all
request_header_add ${CLIENT_HEADER} "%>a" own_list
`.trim();

/**
 * The order is what counts. Names first: of a host that nobody may reach not even the address is looked up, for a
 * look-up carries a name out. Then addresses, then who asks. Only who brings a credential is told that it is wrong.
 */
const DECISIONS = `
http_access deny manager
http_access deny !CONNECT !plain_http
http_access allow own_list
http_access deny !listed
http_access deny never because_of_address
http_access deny private !may_be_private because_of_address
http_access allow anyone
http_access deny !brings_credential
http_access allow agents_host agent
http_access deny all
`.trim();

function plain(text: string): string {
  if (!PLAIN.test(text)) throw new TypeError(`not a plain word of squid.conf: ${JSON.stringify(text)}`);
  return text;
}

const nameOf = ({ name, andBelow }: EgressHost): string => plain(andBelow ? `.${name}` : name);

/** Without what another entry of the list contains already: Squid would complain. */
function smallest(hosts: readonly EgressHost[]): readonly string[] {
  const isBelow = (name: string, { name: other, andBelow }: EgressHost): boolean =>
    andBelow && (name === other || name.endsWith(`.${other}`));
  const kept = hosts.filter(
    (host) =>
      !hosts.some(
        (other) =>
          other !== host && isBelow(host.name, other) && (!host.andBelow || host.name !== other.name),
      ),
  );
  return [...new Set(kept.map(nameOf))].toSorted();
}

/** An ACL of names with their ports. One without any host matches nothing. */
function hostsAcl(acl: string, hosts: readonly EgressHost[]): readonly string[] {
  const ports = [...new Set(hosts.map(({ port }) => port))].toSorted((a, b) => a - b);
  const groups = ports.map((port) => `${acl}_${port}`);
  const lines = ports.flatMap((port) => [
    ...smallest(hosts.filter((host) => host.port === port)).map(
      (name) => `acl ${acl}_names_${port} dstdomain -n ${name}`,
    ),
    `acl ${acl}_port_${port} port ${port}`,
    `acl ${acl}_${port} all-of ${acl}_names_${port} ${acl}_port_${port}`,
  ]);
  return [...lines, `acl ${acl} any-of ${groups.length === 0 ? 'nothing' : groups.join(' ')}`];
}

function namesAcl(acl: string, hosts: readonly EgressHost[]): readonly string[] {
  const names = smallest(hosts);
  return names.length === 0
    ? [`acl ${acl} any-of nothing`]
    : names.map((name) => `acl ${acl} dstdomain -n ${name}`);
}

/** squid.conf for these rules. Every word that is not of this file is checked: nothing can add a line. */
export function renderConfiguration(rules: EgressRules, places: SquidPlaces): string {
  const { listen, logPort, status, passwordFile, hostsFile, drainSeconds } = places;
  const address = listen.host.includes(':') ? `[${plain(listen.host)}]` : plain(listen.host);
  const lines = [
    `http_port ${address}:${listen.port}`,
    FIXED,
    `hosts_file ${plain(hostsFile)}`,
    `shutdown_lifetime ${drainSeconds} seconds`,
    `auth_param basic program ${NCSA_AUTH} ${plain(passwordFile)}`,
    `logformat anton ${ACCESS_LOG_FORMAT}`,
    `access_log tcp://127.0.0.1:${logPort} logformat=anton on-error=drop`,
    `cache_peer ${plain(status.host)} parent ${status.port} 0 no-query no-digest originserver name=own`,
    OWN,
    'acl CONNECT method CONNECT',
    'acl plain_http proto HTTP',
    'acl nothing any-of !all',
    'acl because_of_address annotate_transaction blocked=address',
    ...NEVER.map((range) => `acl never dst ${range}`),
    ...PRIVATE.map((range) => `acl private dst ${range}`),
    ...namesAcl('may_be_private', rules.mayBePrivate),
    ...hostsAcl('anyone', rules.anyone),
    ...hostsAcl('agents_host', rules.agent),
    'acl listed any-of anyone agents_host',
    'acl brings_credential req_header Proxy-Authorization .',
    `acl agent proxy_auth ${AGENT_USER}`,
    DECISIONS,
  ];
  return `${lines.join('\n')}\n`;
}
