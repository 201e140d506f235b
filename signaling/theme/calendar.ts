/**
 * Days and hours as a language says them, by the clock of this machine.
 *
 * A browser is asked where it knows the language. Chromium has no dates in Somali, Tigrinya, Sorani, Kurmanji and Assyrian,
 * and writes “M11 30, Mon” in Bosnian: those come from here, by CLDR. Days are always of the Gregorian calendar, which
 * stands on letters and doors in Sweden; the browser's own choice in Persian and Dari would be another.
 */
import { withNumerals } from "./numerals";

interface Days {
  /** From Sunday. */
  weekdays: string;
  /** As they stand in a date. */
  months: string;
  line(weekday: string, day: number, month: string): string;
}

const OWN: Readonly<Record<string, Days>> = {
  bs: {
    weekdays: "nedjelja ponedjeljak utorak srijeda četvrtak petak subota",
    months: "januara februara marta aprila maja juna jula augusta septembra oktobra novembra decembra",
    line: (weekday, day, month) => `${weekday}, ${day}. ${month}`,
  },
  so: {
    weekdays: "Axad Isniin Talaado Arbaco Khamiis Jimco Sabti",
    months:
      "Jannaayo Febraayo Maarso Abriil Maayo Juun Luulyo Ogosto Sebteembar Oktoobar Noofeembar Diseembar",
    line: (weekday, day, month) => `${weekday}, ${day} ${month}`,
  },
  ti: {
    weekdays: "ሰንበት ሰኑይ ሰሉስ ረቡዕ ሓሙስ ዓርቢ ቀዳም",
    months: "ጥሪ ለካቲት መጋቢት ሚያዝያ ጉንበት ሰነ ሓምለ ነሓሰ መስከረም ጥቅምቲ ሕዳር ታሕሳስ",
    line: (weekday, day, month) => `${weekday}፣ ${day} ${month}`,
  },
  ckb: {
    weekdays: "یەکشەممە دووشەممە سێشەممە چوارشەممە پێنجشەممە هەینی شەممە",
    months:
      "کانوونی_دووەم شوبات ئازار نیسان ئایار حوزەیران تەمووز ئاب ئەیلوول تشرینی_یەکەم تشرینی_دووەم کانوونی_یەکەم",
    line: (weekday, day, month) => `${weekday}، ${day}ی ${month}`,
  },
  kmr: {
    weekdays: "yekşem duşem sêşem çarşem pêncşem în şemî",
    months: "rêbendanê sibatê adarê nîsanê gulanê hezîranê tîrmehê tebaxê îlonê cotmehê mijdarê berfanbarê",
    line: (weekday, day, month) => `${weekday}, ${day}ê ${month}`,
  },
  aii: {
    weekdays: "ܚܕܒܫܒܐ ܬܪܝܢܒܫܒܐ ܬܠܬܒܫܒܐ ܐܪܒܥܒܫܒܐ ܚܡܫܒܫܒܐ ܥܪܘܒܬܐ ܫܒܬܐ",
    months: "ܟܢܘܢ_ܐܚܪܝܐ ܫܒܛ ܐܕܪ ܢܝܣܢ ܐܝܪ ܚܙܝܪܢ ܬܡܘܙ ܐܒ ܐܝܠܘܠ ܬܫܪܝܢ_ܩܕܡܝܐ ܬܫܪܝܢ_ܐܚܪܝܐ ܟܢܘܢ_ܩܕܡܝܐ",
    line: (weekday, day, month) => `${weekday}، ${day} ܒ${month}`,
  },
};

/** Where a browser knows the language under another name, or only as it is spoken somewhere else. */
const LOCALE_OF: Readonly<Record<string, string>> = { en: "en-GB", prs: "fa-AF" };

/** “Monday 30 November”, standing for itself. `at` is in milliseconds since 1970 UTC. */
export function dayLine(at: number, language: string): string {
  const date = new Date(at);
  return withNumerals(OWN[language] ? ownLine(date, OWN[language]) : browsersLine(date, language), language);
}

/** “09:00”: 24 hours, as clocks and doors have it here. `at` is in milliseconds since 1970 UTC. */
export function clockTime(at: number, language: string): string {
  const date = new Date(at);
  const [hours, minutes] = [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, "0"));
  return withNumerals(`${hours}:${minutes}`, language);
}

function ownLine(date: Date, { weekdays, months, line }: Days): string {
  const nth = (names: string, index: number) => (names.split(" ")[index] ?? "").replace("_", " ");
  return line(nth(weekdays, date.getDay()), date.getDate(), nth(months, date.getMonth()));
}

function browsersLine(date: Date, language: string): string {
  return new Intl.DateTimeFormat(LOCALE_OF[language] ?? language, {
    weekday: "long",
    day: "numeric",
    month: "long",
    calendar: "gregory",
    numberingSystem: "latn",
  }).format(date);
}
