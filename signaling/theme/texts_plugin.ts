/** Vite: a page with a missing or surplus text is not built. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Plugin } from "vite";
import { type TextFiles, textFaults } from "./text_faults.ts";

const NOT_TEXTS = ["status.json", "awaited.json"];

/** Read `folder`'s `<tag>.json` files, its `status.json` and, where there is one, its `awaited.json`. */
export function readTexts(folder: string, reference = "sv"): TextFiles {
  const read = (file: string) => JSON.parse(readFileSync(join(folder, file), "utf8"));
  const tags = readdirSync(folder)
    .filter((file) => file.endsWith(".json") && !NOT_TEXTS.includes(file))
    .map((file) => basename(file, ".json"));
  return {
    reference,
    texts: Object.fromEntries(tags.map((tag) => [tag, read(`${tag}.json`)])),
    status: read("status.json"),
    awaited: existsSync(join(folder, "awaited.json")) ? read("awaited.json") : [],
  };
}

/** `shipped` puts the text files beside the page, for whoever serves it to lay others over them. */
export function completeTexts(folder: string, { shipped = false } = {}): Plugin {
  return {
    name: "vagvisare-complete-texts",
    buildStart() {
      const faults = textFaults(readTexts(folder));
      if (faults.length > 0) this.error(faults.join("\n"));
    },
    generateBundle() {
      if (!shipped) return;
      const { texts, status } = readTexts(folder);
      for (const [name, content] of Object.entries({ ...texts, status })) {
        this.emitFile({ type: "asset", fileName: `texts/${name}.json`, source: JSON.stringify(content) });
      }
    },
  };
}
