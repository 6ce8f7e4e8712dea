import { ArgumentError } from './errors.ts'
import type { TransportRequest } from './transport.ts'

export const encodeBody = ({ json, form, body }: TransportRequest) => {
  if (form) {
    const entries = Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined)
    return { body: new URLSearchParams(entries).toString(), contentType: 'application/x-www-form-urlencoded' }
  }
  if (json !== undefined) return { body: JSON.stringify(json), contentType: 'application/json' }
  return { body, contentType: undefined }
}

/** The error names the header and never its value, which may be a secret. */
export const makeHeaders = (values: Readonly<Record<string, string | undefined>>): Headers => {
  const headers = new Headers()
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue
    try {
      headers.set(name, value)
    } catch {
      throw new ArgumentError(name, 'is not a valid header')
    }
  }
  return headers
}
