import { command, python, type HostileCase } from './hostile-case';

const SCAN_MEMORY = `
import os, re
def scan(pid):
    found = 0
    with open(f'/proc/{pid}/maps') as maps, open(f'/proc/{pid}/mem', 'rb') as memory:
        for line in maps:
            a, b = (int(x, 16) for x in line.split()[0].split('-'))
            if ' r' not in line or b - a > 1 << 26: continue
            try:
                memory.seek(a)
                for match in re.finditer(rb'(?:sk-ant-api03-|sk-proj-|ghp_)[A-Za-z0-9_-]{12,}', memory.read(b - a)):
                    found += 1
                    print(match.group().decode('latin1'))
            except (OSError, ValueError, OverflowError): pass
    return found
for pid in sorted(int(p) for p in os.listdir('/proc') if p.isdigit()):
    if pid == os.getpid(): continue
    try: print(pid, 'scanned', scan(pid))
    except OSError as error: print(pid, error.strerror)
`;

const PTRACE = `
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for pid in (1, os.getppid(), int(open(f'/proc/{os.getppid()}/stat').read().rsplit(')', 1)[1].split()[1])):
    for request, name in ((16, 'attach'), (0x4206, 'seize')):
        result = libc.ptrace(request, pid, 0, 0)
        print(name, pid, 'done' if result == 0 else os.strerror(ctypes.get_errno()))
        if result == 0: libc.ptrace(17, pid, 0, 0)
`;

const READ_OTHERS = `
import ctypes, os
class iovec(ctypes.Structure): _fields_ = [('base', ctypes.c_void_p), ('len', ctypes.c_size_t)]
libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(64)
for pid in (1, 7, 8):
    read = libc.process_vm_readv(pid, ctypes.byref(iovec(ctypes.addressof(buffer), 64)), 1, ctypes.byref(iovec(0x400000, 64)), 1, 0)
    print(pid, read, os.strerror(ctypes.get_errno()))
`;

/** What /proc and the kernel's ways into other processes give. */
export const PROC_CASES: readonly HostileCase[] = [
  command(
    'proc: users of all processes that it sees',
    'cat /proc/[0-9]*/status | grep ^Uid: | sort | uniq -c',
    {
      says: /20001/,
      never: /\b(?:0|10001)\s+(?:0|10001)\b/,
    },
  ),
  command('proc: command lines', 'for c in /proc/[0-9]*/cmdline; do tr "\\0" " " < $c; echo; done', {
    says: /exec-server/,
    never: /main\.js run|kubelet|containerd/,
  }),
  command(
    'proc: maps, descriptors, roots and working folders of all',
    'for p in /proc/[0-9]*; do head -c 300 $p/maps; ls -la $p/fd $p/root/ $p/cwd; done 2>&1; echo walked',
    { says: /walked/, never: /\/secrets\/|\/trusted/ },
  ),
  command('proc: the root of the first process', 'ls /proc/1/root/secrets /proc/1/cwd/ 2>&1; true', {
    says: /Permission denied|No such file/,
  }),
  command('proc: memory of all processes, for keys', python(SCAN_MEMORY), { says: /\d+ \w+/ }, 60),
  command('proc: ptrace of the exec server and of the first process', python(PTRACE), {
    says: /Operation not permitted/,
    never: /(?:attach|seize) 1 done/,
  }),
  command('proc: process_vm_readv', python(READ_OTHERS), { says: /Operation not permitted|No such process/ }),
  command(
    'proc: core_pattern that starts a program on the node',
    'echo "|/bin/touch /tmp/pwned" > /proc/sys/kernel/core_pattern; cat /proc/sys/kernel/core_pattern',
    { says: /Read-only|Permission denied/, never: /\|\/bin\/touch/ },
  ),
  command(
    'proc: sysrq, kcore, modprobe, uevent_helper, release_agent',
    'echo c > /proc/sysrq-trigger; head -c 1 /proc/kcore; echo x > /proc/sys/kernel/modprobe; echo x > /sys/kernel/uevent_helper; for f in $(find /sys/fs/cgroup -name release_agent 2>/dev/null | head -2); do echo /x > $f; done; echo tried',
    { says: /tried/, never: /^x$/m },
  ),
  command(
    'proc: namespaces of others',
    'nsenter -t 1 -a id; unshare -Urm id; unshare -n true; mount -t tmpfs x /mnt; chroot / id; true',
    { says: /not permitted|denied/i, never: /uid=0/ },
  ),
  command('proc: capabilities', 'grep -E "^(Cap|NoNewPrivs|Seccomp):?" /proc/self/status', {
    says: /CapEff:\s+0000000000000000[\s\S]*NoNewPrivs:\s+1\nSeccomp:\s+2/,
  }),
  command(
    'proc: the exec server is made to prefer dying last',
    'echo -1000 > /proc/self/oom_score_adj; cat /proc/self/oom_score_adj',
    {
      never: /^-1000$/m,
    },
  ),
];
