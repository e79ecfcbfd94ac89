export { ingesterFastifyOptions } from './http/fastify-options';
export { IntakeModule, type IntakeOptions } from './intake.module';
export { IntakeService, type IntakeAnswer } from './intake.service';
export { SharedSecretError } from './secrets/shared-secret.error';
export { secretVariable } from './secrets/webhook-secrets';
