import type { Project } from '../../../directory/projects/project.ts'
import type { User } from '../../../directory/users/user.ts'
import type { OperationContext } from '../../../kernel/operation.ts'
import type { MappedUser } from '../../oauth2/certificate-mapping.ts'
import { mapCertificate } from '../../oauth2/certificate-mapping.ts'
import { type AuthResult, authenticationFailed } from '../auth-result.ts'
import { limitAttempts } from '../limited-attempts.ts'
import type { SignInRequest } from '../sign-in-request.ts'
import type { Method } from '../sign-in-state.ts'

/**
 * Authenticates a client certificate, which must map to the user that the client names (T82). The token is scoped to the
 * user's default project and bound to the certificate's thumbprint (keystone.md section 25).
 */
export const certificateMethod: Method = async ({ request: { certificate: input } }, at) =>
  limitAttempts(`certificate:${input?.userId}`, at, () => check(input, at))

const check = async (
  input: SignInRequest['certificate'],
  { stores, ports }: OperationContext,
): Promise<AuthResult> => {
  const certificate = input && ports.certificates.read(input.text)
  if (!certificate) throw authenticationFailed('certificate_unreadable')
  const seconds = ports.wallTime() / 1000
  if (certificate.notBefore > seconds || certificate.notAfter <= seconds)
    throw authenticationFailed('certificate_not_in_force')
  const mapped = mapCertificate(ports.settings.certificateMapping, certificate.names)
  if (!mapped) throw authenticationFailed('certificate_unmapped')
  const user = await stores.users.get(input.userId)
  const domain = user && (await stores.projects.get(user.domainId))
  if (!domain || !isOf(mapped, user, domain)) throw authenticationFailed('certificate_of_another')
  if (user.defaultProjectId === null) throw authenticationFailed('user_without_default_project')
  return {
    userId: user.id,
    methods: ['oauth2_credential'],
    notAfter: certificate.notAfter,
    delegated: {
      scope: { kind: 'project', projectId: user.defaultProjectId },
      certificateThumbprint: certificate.thumbprint,
    },
  }
}

const isOf = (mapped: MappedUser, user: User, domain: Project): boolean =>
  (
    [
      [mapped.id, user.id],
      [mapped.name, user.name],
      [mapped.email, user.email],
      [mapped.domainId, domain.id],
      [mapped.domainName, domain.name],
    ] as const
  ).every(([expected, actual]) => expected === undefined || expected === actual)
