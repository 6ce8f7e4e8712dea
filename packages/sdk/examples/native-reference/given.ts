import type { Muster } from '@muster/sdk'

/** What the examples of the documentation use: an authenticated client, the URL of the server, and existing objects. */
export type Given = {
  readonly muster: Muster
  readonly url: string
} & Readonly<
  Record<
    | 'bulkJobId'
    | 'deliveryId'
    | 'documentId'
    | 'enrolment'
    | 'domainId'
    | 'groupId'
    | 'importId'
    | 'invitationId'
    | 'invitationToken'
    | 'keyId'
    | 'messageId'
    | 'newPassword'
    | 'notificationId'
    | 'password'
    | 'planId'
    | 'projectId'
    | 'recoveryToken'
    | 'roleId'
    | 'sessionId'
    | 'passcode'
    | 'secondFactorId'
    | 'token'
    | 'userId'
    | 'username'
    | 'webhookId',
    string
  >
> & { readonly sequence: number }
