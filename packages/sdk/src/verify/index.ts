export {
  ApiError,
  ArgumentError,
  ConnectionError,
  InvalidResponseError,
  TimeoutError,
} from '../transport/errors.ts'
export { authOf, type Checked, type CheckOptions, checkRequest, type Rejection } from './check-request.ts'
export { authenticate } from './request.ts'
export type { Verified } from './verified.ts'
export { makeVerifier, type SharedCallOptions, type Verifier, type VerifierOptions } from './verifier.ts'
export {
  type VerifyWebhook,
  verifyWebhook,
  type WebhookMessage,
  WebhookVerificationError,
} from './webhook.ts'
