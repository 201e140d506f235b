/** A welcome in every language, and that it is spoken here. Where the second is absent the first says enough. */
export interface Greeting {
  welcome: string;
  spoken?: string;
}

const GREETINGS: Record<string, Greeting> = {
  sv: { welcome: "Välkommen", spoken: "Vi talar svenska" },
  en: { welcome: "Welcome", spoken: "We speak English" },
  fi: { welcome: "Tervetuloa", spoken: "Puhumme suomea" },
  ar: { welcome: "أهلًا وسهلًا", spoken: "نتكلم العربية" },
  so: { welcome: "Soo dhawoow", spoken: "Waxaan ku hadalnaa Af-Soomaali" },
  tr: { welcome: "Hoş geldiniz", spoken: "Türkçe konuşuyoruz" },
  ti: { welcome: "እንቋዕ ብደሓን መጻእኩም", spoken: "ትግርኛ ንዛረብ ኢና" },
  fa: { welcome: "خوش آمدید", spoken: "ما فارسی صحبت می‌کنیم" },
  prs: { welcome: "خوش آمدید", spoken: "ما دری گپ می‌زنیم" },
  ckb: { welcome: "بەخێربێن", spoken: "بە کوردی قسە دەکەین" },
  kmr: { welcome: "Hûn bi xêr hatin", spoken: "Em bi kurmancî diaxivin" },
  es: { welcome: "Les damos la bienvenida", spoken: "Hablamos español" },
  pl: { welcome: "Witamy", spoken: "Mówimy po polsku" },
  ru: { welcome: "Добро пожаловать", spoken: "Мы говорим по-русски" },
  uk: { welcome: "Ласкаво просимо", spoken: "Ми говоримо українською" },
  bs: { welcome: "Dobro došli", spoken: "Govorimo bosanski" },
  aii: { welcome: "ܒܫܝܢܐ" },
  el: { welcome: "Καλώς ήρθατε", spoken: "Μιλάμε ελληνικά" },
  bn: { welcome: "স্বাগতম", spoken: "আমরা বাংলায় কথা বলি" },
  swl: { welcome: "Välkommen", spoken: "Vi talar svenskt teckenspråk" },
};

export function greetingOf(tag: string): Greeting | undefined {
  return GREETINGS[tag];
}

/** A municipality's own words for it; what it leaves out stays as it is. */
export function addGreeting(tag: string, welcome?: string, spoken?: string): void {
  const before = GREETINGS[tag];
  const greeting = { welcome: welcome ?? before?.welcome, spoken: spoken ?? before?.spoken };
  if (greeting.welcome !== undefined) GREETINGS[tag] = greeting as Greeting;
}
