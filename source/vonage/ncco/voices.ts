import {suggest} from '../../text/suggest.js';
import {quote} from './remark.js';
import type {Cross} from './rules.js';

/*
 * Vonage's text-to-speech guide: the languages that `talk` has, each with its last style. Languages that only the SDKs name have no
 * number: their styles are not known.
 */
const styles = new Map<string, number | undefined>(
  `af-ZA 0, ar 7, bg-BG 0, bn-IN 1, ca-ES 2, cmn-CN 5, cmn-TW 3, cs-CZ 2, cy-GB 0, da-DK 5, de-AT, de-DE 10, de-ET, el-GR 2,
  en-AU 5, en-GB 9, en-GB-WLS 0, en-IE, en-IN 6, en-NZ, en-US 23, en-ZA 0, es-CO, es-ES 8, es-MX 0, es-US 5, eu-ES 0, fi-FI 1,
  fil-PH 3, fr-CA 4, fr-FR 9, gl-ES, gu-IN 1, he-IL 0, hi-IN 5, hu-HU 1, id-ID 4, is-IS 2, it-IT 6, ja-JP 5, kn-IN 1, ko-KR 5,
  lv-LV 0, ml-IN 1, ms-MY 3, nb-NO 7, nl-BE 2, nl-NL 6, no-NO 1, pa-IN 3, pl-PL 8, pt-BR 5, pt-PT 7, ro-RO 2, ru-RU 6, sk-SK 1,
  sr-RS 0, sv-SE 3, ta-IN 1, te-IN 1, th-TH 1, tr-TR 7, uk-UA 0, vi-VN 3, yue-CN 0, yue-HK 3`
    .split(/,\s+/)
    .map(row => {
      const [language = '', last] = row.split(' ');
      return [language, last === undefined ? undefined : Number(last)];
    }),
);

/** The guide's older names for voices, by the languages that they speak. */
const voices: Readonly<Record<string, string>> = {
  ar: 'Laila Maged Tarik Zeina',
  'ca-ES': 'Jordi Montserrat',
  'cmn-CN': 'Tian-Tian Zhiyu',
  'cmn-TW': 'Mei-Jia',
  'cs-CZ': 'Iveta Zuzana',
  'cy-GB': 'Geraint Gwyneth',
  'da-DK': 'Mads Naja',
  'de-DE': 'Hans Marlene Vicki',
  'el-GR': 'Melina Nikos',
  'en-AU': 'Nicole Russell',
  'en-GB': 'Amy Brian Emma Geraint Gwyneth',
  'en-GB-WLS': 'Geraint Gwyneth',
  'en-IN': 'Aditi Raveena',
  'en-US': 'Chipmunk Eric Ivy Jennifer Joanna Joey Justin Kendra Kimberly Matthew Salli',
  'en-ZA': 'Tessa',
  'es-ES': 'Conchita Empar Enrique Lucia',
  'es-MX': 'Mia',
  'es-US': 'Lupe Miguel Penelope',
  'eu-ES': 'Miren',
  'fi-FI': 'Satu',
  'fr-CA': 'Chantal',
  'fr-FR': 'Celine Lea Mathieu',
  'he-IL': 'Carmit',
  'hi-IN': 'Aditi Lekha',
  'hu-HU': 'Mariska',
  'id-ID': 'Damayanti',
  'is-IS': 'Dora Karl',
  'it-IT': 'Bianca Carla Giorgio',
  'ja-JP': 'Mizuki Takumi',
  'ko-KR': 'Seoyeon Sora',
  'nb-NO': 'Henrik Liv Nora',
  'nl-NL': 'Lotte Ruben',
  'no-NO': 'Henrik Nora',
  'pl-PL': 'Agnieszka Ewa Jacek Jan Maja',
  'pt-BR': 'Camila Felipe Luciana Ricardo Vitoria',
  'pt-PT': 'Catarina Cristiano Ines Joana',
  'ro-RO': 'Carmen Ioana',
  'ru-RU': 'Maxim Tatyana',
  'sk-SK': 'Laura',
  'sv-SE': 'Alva Astrid Oskar',
  'th-TH': 'Kanya',
  'tr-TR': 'Cem Filiz Yelda',
  'yue-CN': 'Sin-Ji',
};

type Talk = Record<string, unknown>;

/** What language and voice a `talk` asks for that do not exist, or not together. Nothing is said of another provider's voices. */
export const voiceRules: readonly Cross[] = [
  {
    when: talk => hasVonagesVoice(talk) && isTag(talk.language) && listed(talk.language) === undefined,
    at: 'language',
    severity: 'warning',
    code: 'unknown-language',
    text: ({language}) =>
      `\`language\` is ${quote(language)}, which Vonage's text-to-speech guide does not have: ${insteadOf(String(language))}`,
  },
  {
    when: talk => Number(talk.style) > (lastStyleOf(talk) ?? Number.POSITIVE_INFINITY),
    at: 'style',
    severity: 'warning',
    code: 'unknown-style',
    text: talk => {
      const last = lastStyleOf(talk);
      const known = last === 0 ? 'style 0 alone' : `styles 0 to ${last}`;
      return `\`style\` is ${quote(talk.style)}, and Vonage's text-to-speech guide has ${known} for ${languageOf(talk)}: change it.`;
    },
  },
  {
    when: talk => {
      const speaks = languagesOf(talk.voiceName);
      const language = isTag(talk.language) ? listed(talk.language) : undefined;
      return hasVonagesVoice(talk) && language !== undefined && speaks.length > 0 && !speaks.includes(language);
    },
    at: 'voiceName',
    severity: 'warning',
    code: 'voice-of-another-language',
    text: ({voiceName, language}) =>
      `The voice ${quote(voiceName)} speaks ${languagesOf(voiceName).join(' or ')}, and \`language\` is ${quote(language)}: keep one.`,
  },
];

function hasVonagesVoice({provider}: Talk): boolean {
  return provider === undefined || provider === null || provider === '';
}

/** What is no language tag at all is another remark. */
function isTag(language: unknown): language is string {
  return typeof language === 'string' && /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(language);
}

/** The guide's spelling of a language that it has. */
function listed(language: string): string | undefined {
  return [...styles.keys()].find(one => one.toLowerCase() === language.toLowerCase());
}

function languageOf({language}: Talk): string | undefined {
  if (language === undefined || language === null) return 'en-US';
  return isTag(language) ? listed(language) : undefined;
}

function lastStyleOf(talk: Talk): number | undefined {
  return hasVonagesVoice(talk) ? styles.get(languageOf(talk) ?? '') : undefined;
}

function languagesOf(voice: unknown): string[] {
  return Object.keys(voices).filter(language => voices[language]?.split(' ').some(name => name === voice));
}

/** Tags that people write for a language which the guide has under another one. */
const otherTags: ReadonlyMap<string, string> = new Map([
  ['en-uk', 'en-GB'],
  ['en', 'en-US'],
  ['zh', 'cmn-CN'],
  ['zh-cn', 'cmn-CN'],
  ['zh-tw', 'cmn-TW'],
  ['zh-hk', 'yue-HK'],
  ['pt', 'pt-PT'],
  ['ja', 'ja-JP'],
  ['jp-jp', 'ja-JP'],
  ['sv', 'sv-SE'],
  ['da', 'da-DK'],
]);

function insteadOf(language: string): string {
  const tags = [...styles.keys()];
  const same = tags.filter(tag => tag.toLowerCase().startsWith(`${language.toLowerCase().split('-')[0]}-`));
  const meant = otherTags.get(language.toLowerCase()) ?? (same.length > 0 ? undefined : suggest(language, tags));
  if (meant) return `did you mean "${meant}"?`;
  return same.length > 0 ? `use one of ${same.join(', ')}.` : 'use one that it has, such as en-US.';
}
