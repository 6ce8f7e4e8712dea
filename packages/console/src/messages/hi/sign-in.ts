import type { Messages } from '../messages.ts'

export const signIn: Messages['signIn'] = {
  changePassword: 'पासवर्ड बदलें',
  domain: 'डोमेन',
  domainHint: 'डिफ़ॉल्ट डोमेन के लिए खाली छोड़ें',
  expired: 'आपका पासवर्ड समाप्त हो गया है। पहले नया चुनें।',
  failed: 'नाम, पासवर्ड या एक बार का पासवर्ड ग़लत है।',
  forgot: 'पासवर्ड भूल गए?',
  idle: 'कुछ समय तक गतिविधि न होने से आप साइन आउट हो गए।',
  passcode: 'एक बार का पासवर्ड',
  passcodeHint: 'आपके प्रमाणक ऐप से, यदि आप उपयोग करते हैं',
  password: 'पासवर्ड',
  signedOut: 'आप साइन आउट हो गए हैं। जहाँ थे वहाँ से जारी रखने के लिए साइन इन करें।',
  submit: 'साइन इन',
  title: 'साइन इन',
  username: 'उपयोगकर्ता नाम या ईमेल',
}
