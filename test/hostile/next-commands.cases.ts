import type { HostileCase } from './hostile-case';

const prepared = (name: string, exec: string, then: string, says: RegExp, never: RegExp): HostileCase => ({
  name,
  steps: () => [
    { exec },
    { exec: then },
    { exec: 'rm -rf ~/.bashrc ~/.bash_profile ~/.profile ~/.bash_env ~/.gitconfig ~/bin bin; true' },
  ],
  says,
  never,
});

/** What a command leaves for the ones that come after it, the runner's own among them. */
export const NEXT_COMMANDS_CASES: readonly HostileCase[] = [
  prepared(
    'next: dotfiles of the shell',
    'for f in .bashrc .bash_profile .profile .bash_env .bash_login; do echo "echo TAKEN-OVER" > ~/$f; done; echo planted',
    'echo clean; env | grep BASH_ENV; true',
    /planted[\s\S]*clean/,
    /TAKEN-OVER/,
  ),
  prepared(
    'next: LD_PRELOAD and its file',
    'echo "int x;" | gcc -shared -o ~/evil.so -xc - 2>&1; echo ~/evil.so > /etc/ld.so.preload; export LD_PRELOAD=$HOME/evil.so; echo planted',
    'env | grep LD_; cat /etc/ld.so.preload; echo clean',
    /planted[\s\S]*clean/,
    /evil\.so\n[\s\S]*clean/,
  ),
  {
    name: 'next: node, rg, bash, sh and git of the tree, before those of the image',
    steps: () => [
      {
        exec: 'mkdir -p bin ~/bin; for p in node rg bash sh git env tini; do printf "#!/bin/sh\necho TAKEN-OVER\n" > bin/$p; cp bin/$p ~/bin/; cp bin/$p .; chmod 755 bin/$p ~/bin/$p $p; done; export PATH=$PWD/bin:$PATH; echo planted',
      },
      { grep: 'bill' },
      { exec: 'node -p 1+1; git --version; echo clean' },
      { exec: 'rm -rf bin ~/bin node rg bash sh git env tini; true' },
    ],
    says: /planted[\s\S]*2\ngit version[\s\S]*clean/,
    never: /TAKEN-OVER/,
  },
  {
    name: 'next: a configuration of ripgrep that starts a program',
    steps: () => [
      {
        exec: "printf -- '--pre=/checkout/pre.sh\\n' > ~/.ripgreprc; printf '#!/bin/sh\\necho TAKEN-$((40+2)) bill\\n' > pre.sh; chmod 755 pre.sh; export RIPGREP_CONFIG_PATH=$HOME/.ripgreprc; echo planted",
      },
      { grep: 'bill' },
      { exec: 'rm -f ~/.ripgreprc pre.sh' },
    ],
    says: /planted/,
    never: /TAKEN-42/,
  },
  prepared(
    'next: the folder of HOME is replaced by a link',
    'mv ~ ~.old; ln -s / ~ ; ls -la ~; echo planted; rm ~; mv ~.old ~',
    'touch ~/mine && echo clean',
    /planted[\s\S]*clean/,
    /Permission denied\nclean/,
  ),
];
