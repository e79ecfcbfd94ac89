/** Variables that name where a toolchain is installed: commands see the folders, read-only. */
export const TOOL_HOMES = [
  'JAVA_HOME',
  'MAVEN_HOME',
  'GRADLE_HOME',
  'GOROOT',
  'RUSTUP_HOME',
  'CARGO_HOME',
  'PYENV_ROOT',
  'NVM_DIR',
] as const;
