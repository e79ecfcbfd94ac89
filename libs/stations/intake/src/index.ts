export { ingesterFastifyOptions } from './http/fastify-options';
export { IntakeLimits } from './http/limits/intake-limits';
export { intakeLimits, limitVariables } from './http/limits/limit-variables';
export { IntakeModule, type IntakeOptions } from './intake.module';
export type { IntakeAnswer } from './intake-answer';
export { IntakePipelineModule } from './intake-pipeline.module';
export { IntakeService } from './intake.service';
export { SharedSecretError } from './secrets/shared-secret.error';
export { secretVariable } from './secrets/webhook-secrets';
