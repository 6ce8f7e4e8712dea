import { QueryClient } from '@tanstack/react-query'

/**
 * The SDK repeats safe requests itself. Data that was shown is shown again at once, and read again behind it. Objects stay
 * those that the SDK returned, since it knows their versions for `ifMatch`.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: false,
      staleTime: 5000,
      refetchOnWindowFocus: true,
      networkMode: 'always',
      structuralSharing: false,
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})
