/** Where Debian's package puts it; not in the PATH of every user. */
export const SQUID = '/usr/sbin/squid';

/** Squid needs no variable of this process. */
export const SQUID_ENVIRONMENT = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' };
