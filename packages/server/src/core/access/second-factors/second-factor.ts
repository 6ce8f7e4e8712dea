import type { User, UserOptions } from '../../directory/users/user.ts'
import { domainError } from '../../kernel/domain-error.ts'
import type { CommandContext, OperationContext } from '../../kernel/operation.ts'
import { missingFactors } from '../authentication/multi-factor.ts'
import { enabledMethods } from '../authentication/run-methods.ts'
import type { SealedCredential } from '../credentials/credential-store.ts'
import { sealedCredentialsOf } from '../credentials/credentials-of.ts'

/** A device that shows one-time passwords, without its seed. */
export type SecondFactor = Pick<SealedCredential, 'id' | 'createdAt'>

export type SecondFactors = {
  /** Devices for one-time passwords. */
  readonly factors: readonly SecondFactor[]
  /** A password alone is not enough to sign in. */
  readonly required: boolean
}

/** The second factors of a user. Their seeds stay sealed. */
export const readSecondFactors = async (
  user: Pick<User, 'id' | 'options'>,
  at: OperationContext,
): Promise<SecondFactors> => ({
  factors: (await sealedCredentialsOf(user.id, 'totp', at)).map(({ id, createdAt }) => ({ id, createdAt })),
  required: isFactorRequired(user, at),
})

/**
 * The multi-factor rule of a user who enrolled a device. Methods that the server does not have are ignored, so the last
 * name only distinguishes this rule from one of an administrator, which users cannot remove.
 */
const ownRule = ['password', 'totp', 'chosen_by_user'] as const

const isOwn = (rule: readonly string[]): boolean => rule.join() === ownRule.join()

/** Whether a sign-in with the password alone is not enough. */
export const isFactorRequired = (
  { options }: Pick<User, 'options'>,
  { ports: { settings } }: Pick<OperationContext, 'ports'>,
): boolean => missingFactors(options, ['password'], enabledMethods(settings)) !== undefined

/** Whether the user alone requires the second factor, so that the user may also give it up. */
export const isOwnChoice = ({ options: { multi_factor_auth_rules: rules = [] } }: Pick<User, 'options'>) =>
  rules.length === 1 && rules.every(isOwn)

/** Requires a one-time password at sign-in from now on, unless an administrator has set rules. */
export const requireFactor = async (user: User, at: CommandContext): Promise<void> => {
  if ((user.options.multi_factor_auth_rules ?? []).length > 0) return
  await changeOptions(
    user,
    { ...user.options, multi_factor_auth_enabled: true, multi_factor_auth_rules: [[...ownRule]] },
    at,
  )
}

/** Removes the rule of `requireFactor`. */
export const endRequirement = async (user: User, at: CommandContext): Promise<void> => {
  const { multi_factor_auth_rules: _, multi_factor_auth_enabled: __, ...options } = user.options
  await changeOptions(user, options, at)
}

const changeOptions = async (
  { id, domainId }: User,
  options: UserOptions,
  { stores, now, record }: CommandContext,
): Promise<void> => {
  await stores.users.update(id, { options, updatedAt: now })
  record({
    kind: 'user.updated',
    subject: { type: 'user', id },
    domainId,
    invalidates: [`user:${id}`],
    detail: { fields: ['options'] },
  })
}

/** Rejects with `failed_precondition` on a server without one-time passwords. */
export const assertFactorsSupported = ({ ports: { settings } }: Pick<OperationContext, 'ports'>): void => {
  if (!enabledMethods(settings).includes('totp'))
    throw domainError(
      'failed_precondition',
      'factor_unsupported',
      'This server does not accept one-time passwords. Ask its operator to enable the method totp.',
    )
}
