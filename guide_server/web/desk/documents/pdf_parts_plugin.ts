/**
 * Puts what pdf.js fetches by name beside the desk: the fonts that a PDF need not bring along, its decoder for JPEG 2000,
 * and their licences. Only a build has them; `vite --mode desk` draws without.
 */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

const PACKAGE = dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json"));

/** Folder of the package, and which of its files. */
const PARTS: readonly (readonly [folder: string, wanted: RegExp])[] = [
  [".", /^LICENSE$/],
  ["standard_fonts", /./],
  ["wasm", /^(openjpeg_nowasm_fallback\.js|LICENSE_(PDFJS_)?OPENJPEG)$/],
];

export function pdfParts(): Plugin {
  return {
    name: "pdf-parts",
    apply: "build",
    generateBundle() {
      for (const [folder, wanted] of PARTS) {
        for (const file of readdirSync(join(PACKAGE, folder)).filter((name) => wanted.test(name))) {
          const source = readFileSync(join(PACKAGE, folder, file));
          this.emitFile({ type: "asset", fileName: `pdf/${file}`, source });
        }
      }
    },
  };
}
