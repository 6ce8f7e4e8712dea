import type { Given } from './given.ts'

export const listSecondFactors = async ({ muster }: Given) => {
  // #region listSecondFactors
  const { second_factors: devices, required } = await muster.secondFactors.list()
  // #endregion
  return { devices, required }
}

export const beginSecondFactor = async ({ muster, password }: Given) => {
  // #region beginSecondFactor
  const { uri, seed, enrolment } = await muster.secondFactors.begin({ current_password: password })
  // Show uri as a QR code, and the seed as text.
  // #endregion
  return { uri, seed, enrolment }
}

export const confirmSecondFactor = async ({ muster, enrolment, passcode }: Given) => {
  // #region confirmSecondFactor
  const device = await muster.secondFactors.confirm({ enrolment, passcode })
  // #endregion
  return device
}

export const removeSecondFactor = async ({ muster, secondFactorId, password }: Given) => {
  // #region removeSecondFactor
  await muster.secondFactors.remove(secondFactorId, { current_password: password })
  // #endregion
}
