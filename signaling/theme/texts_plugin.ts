/** Vite: a page with a missing or surplus text is not built. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Plugin } from "vite";
import { type TextFiles, textFaults } from "./text_faults.ts";

/** Read `folder`'s `<tag>.json` files and its `status.json`. */
export function readTexts(folder: string, reference = "sv"): TextFiles {
  const read = (file: string) => JSON.parse(readFileSync(join(folder, file), "utf8"));
  const tags = readdirSync(folder)
    .filter((file) => file.endsWith(".json") && file !== "status.json")
    .map((file) => basename(file, ".json"));
  return {
    reference,
    texts: Object.fromEntries(tags.map((tag) => [tag, read(`${tag}.json`)])),
    status: read("status.json"),
  };
}

export function completeTexts(folder: string): Plugin {
  return {
    name: "vagvisare-complete-texts",
    buildStart() {
      const faults = textFaults(readTexts(folder));
      if (faults.length > 0) this.error(faults.join("\n"));
    },
  };
}
