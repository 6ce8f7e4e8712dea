import { useLanguage } from '../../../messages/use-messages.ts'

/** -1 means that there is no limit. */
export const LimitAmount = ({ value }: { readonly value: number }) => {
  const { messages, language } = useLanguage()
  return value === -1 ? messages.services.unlimited : new Intl.NumberFormat(language).format(value)
}

/** Whether a text is an amount that a limit can have. */
export const isAmount = (text: unknown): boolean =>
  /^(-1|\d{1,10})$/.test(String(text)) && Number(text) <= 2_147_483_647
