import type { Messages } from '../messages.ts'
import { pluralIn } from '../plural.ts'

const plural = pluralIn('hi')

export const signIn: Messages['signIn'] = {
  again: 'फिर से साइन इन करें',
  againText:
    'आपका सत्र समाप्त हो गया है। इस पृष्ठ पर आपने जो लिखा है वह बना रहेगा, और कुछ भी अपने आप दोबारा नहीं भेजा जाएगा। आप इस नाम से साइन इन थे:',
  another: 'किसी अन्य व्यक्ति के रूप में साइन इन करें',
  changeExpired: 'समाप्त हो चुका पासवर्ड बदलें',
  changePassword: 'पासवर्ड बदलें',
  domain: 'डोमेन',
  domainHint: 'डिफ़ॉल्ट डोमेन के लिए खाली छोड़ें',
  expired: 'आपका पासवर्ड समाप्त हो गया है। पहले नया चुनें।',
  failed: 'नाम, पासवर्ड या एक बार का पासवर्ड ग़लत है।',
  failedPassword: 'नाम या पासवर्ड ग़लत है।',
  forgot: 'पासवर्ड भूल गए?',
  idleTitle: 'क्या आप अभी भी यहाँ हैं?',
  idleWarning: (seconds) =>
    plural(seconds, { other: 'कुछ समय से गतिविधि न होने के कारण आप # सेकंड में साइन आउट हो जाएँगे।' }),
  passcode: 'एक बार का पासवर्ड',
  passcodeHint: 'वे छह अंक जो आपका प्रमाणक ऐप अभी दिखा रहा है',
  password: 'पासवर्ड',
  reasons: {
    idle: 'कुछ समय तक गतिविधि न होने से आप साइन आउट हो गए।',
    ended: 'आप साइन आउट हो गए हैं। जहाँ थे वहाँ से जारी रखने के लिए साइन इन करें।',
    deleted: 'आपका खाता हटा दिया गया।',
  },
  stay: 'साइन इन रहें',
  submit: 'साइन इन',
  title: 'साइन इन',
  username: 'उपयोगकर्ता नाम या ईमेल',
}
