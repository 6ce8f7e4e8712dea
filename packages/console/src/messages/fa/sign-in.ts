import type { Messages } from '../messages.ts'

export const signIn: Messages['signIn'] = {
  changePassword: 'تغییر گذرواژه',
  domain: 'دامنه',
  domainHint: 'برای دامنهٔ پیش‌فرض خالی بگذارید',
  expired: 'گذرواژهٔ شما منقضی شده است. نخست گذرواژهٔ تازه‌ای برگزینید.',
  failed: 'نام، گذرواژه یا گذرواژهٔ یک‌بارمصرف نادرست است.',
  forgot: 'گذرواژه را فراموش کرده‌اید؟',
  idle: 'چون مدتی کاری انجام نشد، از حساب خارج شدید.',
  passcode: 'گذرواژهٔ یک‌بارمصرف',
  passcodeHint: 'از برنامهٔ احراز هویت شما، اگر دارید',
  password: 'گذرواژه',
  signedOut: 'از حساب خارج شدید. برای ادامه دوباره وارد شوید.',
  submit: 'ورود',
  title: 'ورود',
  username: 'نام کاربری یا ایمیل',
}
