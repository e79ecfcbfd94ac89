export { workspaceContract, type WorkspacePlace } from './workspace.contract';
