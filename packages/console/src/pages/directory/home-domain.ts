import { useMe } from '../../app/me.ts'

/** The domain that the user is limited to; undefined for users whose roles reach further. */
export const useHomeDomain = (): string | undefined => {
  const { scope } = useMe().authority
  return scope.type === 'domain' ? (scope.id ?? undefined) : undefined
}
