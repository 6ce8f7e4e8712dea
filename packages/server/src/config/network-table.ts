import type { SettingRow } from './setting-row.ts'

/** Trusted proxies, browsers, and limits of requests; see `composition/network-policy.ts`. */
export const networkTable = {
  trusted_proxies: {
    kind: 'names',
    fallback: [],
    about:
      'Addresses and networks of trusted reverse proxies, whose X-Forwarded-For gives the client address for sessions, rate limits and the log. Empty: no proxy is trusted.',
  },
  cors_origins: {
    kind: 'names',
    fallback: [],
    about:
      'Origins, as in https://console.example.org, whose pages may call the native API from a browser (CORS) with the session of the user; list only origins that you trust. Matched exactly, without wildcards.',
  },
  hsts_max_age: {
    kind: 'amount',
    fallback: 31_536_000,
    about:
      'max-age of the header Strict-Transport-Security in seconds (one year), sent if public_url is https. 0: the header is not sent.',
  },
  rate_limit_per_address: {
    kind: 'amount',
    fallback: 300,
    about:
      'Requests per minute from one address without valid credentials, including sign-ins, at every API except requests with tokens of Identity v3; counted per node. 0: no limit.',
  },
  rate_limit_per_user: {
    kind: 'amount',
    fallback: 30_000,
    about:
      'Requests per minute of one user over all its sessions and keys, at every API; counted per node. 0: no limit.',
  },
  failed_proof_limit_per_address: {
    kind: 'amount',
    fallback: 200,
    about:
      'Failed sign-ins and other failed authentications from one address within five minutes, at every API; successful ones do not count. Counted per node. 0: no limit.',
  },
  failed_proof_limit_per_user: {
    kind: 'amount',
    fallback: 50,
    about:
      'Failed sign-ins of one user, or wrong secrets for one credential, within five minutes from all addresses together. An address from which the user has signed in is counted separately. 0: no limit.',
  },
} as const satisfies Readonly<Record<string, SettingRow>>
