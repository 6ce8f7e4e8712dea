type Failure = { readonly code: string; readonly message: string }

/** What failed, in the language of the reader where there is a text for the code; otherwise the sentence of the server. */
export const reasonOf = (
  { code, message }: Failure,
  { reasons }: { readonly reasons: Readonly<Record<string, string>> },
): string => (Object.hasOwn(reasons, code) ? (reasons[code] ?? message) : message)
