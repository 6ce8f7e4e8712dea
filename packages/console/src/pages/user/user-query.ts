import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { muster } from '../../app/client.ts'

export const userQuery = (userId: string) =>
  queryOptions({
    queryKey: ['user', userId],
    queryFn: ({ signal }) => muster.users.get(userId, { signal }),
  })

export const deletedUserQuery = (userId: string) =>
  queryOptions({
    queryKey: ['user', userId, 'deleted'],
    queryFn: ({ signal }) => muster.deletedUsers.get(userId, { signal }),
  })

/** An act on a user. What is shown of the user, and lists of users, are read again after it. */
export const useUserAct = <Input = void>(userId: string, act: (input: Input) => Promise<unknown>) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: ['user', userId] }),
        client.invalidateQueries({ queryKey: ['users'] }),
      ])
    },
  })
}
