export type { Exchange, ScriptedRole } from './models/exchange';
export type {
  RequestBody,
  Scenario,
  ScriptedFault,
  ScriptedStep,
  ScriptedToolCall,
  ScriptedTurn,
} from './models/scenario';
export {
  startScriptedModels,
  type ScriptedModels,
  type ScriptedModelsOptions,
} from './models/scripted-models';
