import type { Messages } from '../messages.ts'
import { pluralIn } from '../plural.ts'

const plural = pluralIn('fa')

export const signIn: Messages['signIn'] = {
  again: 'دوباره وارد شوید',
  againText:
    'نشست شما پایان یافته است. آنچه در این صفحه نوشته‌اید حفظ می‌شود و هیچ چیز خودبه‌خود دوباره فرستاده نمی‌شود. با این نام وارد شده بودید:',
  another: 'ورود با حساب شخص دیگر',
  changeExpired: 'تغییر گذرواژهٔ منقضی‌شده',
  changePassword: 'تغییر گذرواژه',
  domain: 'دامنه',
  domainHint: 'برای دامنهٔ پیش‌فرض خالی بگذارید',
  expired: 'گذرواژهٔ شما منقضی شده است. نخست گذرواژهٔ تازه‌ای برگزینید.',
  failed: 'نام، گذرواژه یا گذرواژهٔ یک‌بارمصرف نادرست است.',
  failedPassword: 'نام یا گذرواژه نادرست است.',
  forgot: 'گذرواژه را فراموش کرده‌اید؟',
  idleTitle: 'هنوز اینجا هستید؟',
  idleWarning: (seconds) =>
    plural(seconds, { other: 'چون مدتی کاری انجام نشده است، تا # ثانیهٔ دیگر از حساب خارج می‌شوید.' }),
  passcode: 'گذرواژهٔ یک‌بارمصرف',
  passcodeHint: 'شش رقمی که برنامهٔ احراز هویت شما اکنون نشان می‌دهد',
  password: 'گذرواژه',
  reasons: {
    idle: 'چون مدتی کاری انجام نشد، از حساب خارج شدید.',
    ended: 'از حساب خارج شدید. برای ادامه دوباره وارد شوید.',
    deleted: 'حساب شما حذف شد.',
  },
  stay: 'می‌مانم',
  submit: 'ورود',
  title: 'ورود',
  username: 'نام کاربری یا ایمیل',
}
