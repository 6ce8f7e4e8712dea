import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'

/** Opens the page of a user. */
export const useOpenUser = (): ((userId: string) => void) => {
  const navigate = useNavigate()
  return useCallback(
    (userId) => {
      const path: string = `/users/${encodeURIComponent(userId)}`
      void navigate({ to: path })
    },
    [navigate],
  )
}
