/**
 * Make the kiosk's voices: `node deploy/speech.mjs`, wherever a spoken text has changed.
 *
 * Needs espeak-ng and ffmpeg on the path. Every text that the page may say (speech/phrases.ts) is spoken once, all of a
 * language are put into one file, and beside it stands where each begins. What is made here is marked as generated; a
 * language whose recording is marked as read by a person is left alone.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SPEECH = join(ROOT, "kiosk_client/web/kiosk/speech");
/** The synthesiser's name for a language, where it is not the same. */
const NAMES = { kmr: "ku", en: "en-gb", es: "es" };
const RATE = 24_000;
const WORDS_A_MINUTE = "145";
const PAUSE = Buffer.alloc(RATE * 2 * 0.15);

/** 16-bit mono samples of `text`. */
function spoken(text, language, folder) {
  const wave = join(folder, "one.wav");
  execFileSync("espeak-ng", ["-v", NAMES[language] ?? language, "-s", WORDS_A_MINUTE, "-w", wave, "--", text]);
  const samples = ["-v", "error", "-y", "-i", wave, "-ar", String(RATE), "-ac", "1", "-f", "s16le", "-"];
  return execFileSync("ffmpeg", samples, { maxBuffer: 64 * 1024 * 1024 });
}

function record(language, texts) {
  const folder = mkdtempSync(join(tmpdir(), "speech-"));
  const slices = {};
  const parts = [];
  let at = 0;
  for (const text of texts) {
    const samples = spoken(text, language, folder);
    slices[text] = [at, samples.length].map((bytes) => Number((bytes / RATE / 2).toFixed(3)));
    parts.push(samples, PAUSE);
    at += samples.length + PAUSE.length;
  }
  const raw = join(folder, "all.raw");
  writeFileSync(raw, Buffer.concat(parts));
  const sound = join(SPEECH, `${language}.ogg`);
  const input = ["-v", "error", "-y", "-f", "s16le", "-ar", String(RATE), "-ac", "1", "-i", raw];
  const opus = ["-c:a", "libopus", "-b:a", "14k", "-application", "voip", "-map_metadata", "-1"];
  execFileSync("ffmpeg", [...input, ...opus, "-fflags", "+bitexact", "-flags:a", "+bitexact", sound]);
  rmSync(folder, { recursive: true });
  const index = { made: "generated", voice: `espeak-ng ${NAMES[language] ?? language}`, slices };
  writeFileSync(join(SPEECH, `${language}.json`), `${JSON.stringify(index, null, 2)}\n`);
}

const server = await createServer({ root: ROOT, configFile: false, server: { middlewareMode: true } });
const { spokenTexts, VOICED } = await server.ssrLoadModule("/kiosk_client/web/kiosk/speech/phrases.ts");
const { LANGUAGES } = await server.ssrLoadModule("/signaling/client/types.ts");
await server.close();
const tags = LANGUAGES.map(({ tag }) => tag);
for (const language of VOICED) {
  const texts = spokenTexts(language, tags);
  const index = join(SPEECH, `${language}.json`);
  const before = existsSync(index) ? JSON.parse(readFileSync(index, "utf8")) : { made: "generated", slices: {} };
  const fresh = texts.length === Object.keys(before.slices).length && texts.every((text) => text in before.slices);
  if (fresh || before.made === "read") continue;
  record(language, texts);
  console.log(`${language}: ${texts.length} texts`);
}
execFileSync("npx", ["biome", "format", "--write", SPEECH], { cwd: ROOT, stdio: "inherit" });
