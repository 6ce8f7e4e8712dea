export type PasscodeStore = {
  /**
   * Takes the one-time password of a step of time (RFC 6238) for the credential: true for exactly one of many,
   * and never again for that step or an earlier one. Rejects with `not_found` when the credential is gone.
   */
  use(credentialId: string, step: number): Promise<boolean>
}
