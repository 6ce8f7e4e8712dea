import { refuse } from '../refusal.ts'
import { isOverlong } from '../users/password-rules.ts'
import { findUser } from './find.ts'
import { failedSignIn, type Method } from './proof.ts'

/**
 * Checks a password. An unknown user, a user without a password and a wrong password cost the same time and
 * say the same (T73). Whether user and domain are enabled is told only to who knows the password.
 */
export const passwordMethod: Method = async ({ password: given }, at) => {
  if (!given) throw refuse('invalid', 'method_incomplete', 'The method password needs a user and a password.')
  if (isOverlong(given.password)) throw failedSignIn('password_too_long')
  const { passwords } = at.ports
  const user = await findUser(given.user, at)
  const stored = user && (await at.stores.users.currentPassword(user.id))
  if (!user || !stored) {
    await passwords.verifyNothing(given.password)
    throw failedSignIn(user ? 'user_without_password' : 'user_unknown')
  }
  if (!(await passwords.verify(given.password, stored.hash))) throw failedSignIn('password_wrong')
  const domain = await at.stores.projects.get(user.domainId)
  if (user.status !== 'active' || !domain?.enabled) throw failedSignIn('user_not_active')
  if (stored.expiresAt !== null && stored.expiresAt <= at.now)
    throw refuse('unauthenticated', 'password_expired', 'The password is expired and needs to be changed for user: ' + user.id + '.')
  const proof = { userId: user.id, methods: ['password'] }
  if (!passwords.needsRehash(stored.hash)) return proof
  const newHash = await passwords.hash(given.password)
  return { ...proof, afterwards: [{ kind: 'rehash', userId: user.id, oldHash: stored.hash, newHash }] }
}
