/**
 * The pages, one build each: `vite build --mode desk`. Every page's directory is self-contained, with its
 * own fonts and scripts, so that whoever serves it needs one static route and one Content-Security-Policy.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import { pdfParts } from "./guide_server/web/desk/documents/pdf_parts_plugin.ts";
import { completeTexts } from "./signaling/theme/texts_plugin.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

type Page = {
  root: string;
  base: string;
  outDir: string;
  files?: readonly string[];
  plugins?: readonly Plugin[];
  /** Whether who serves it reads its texts, too. */
  shippedTexts?: boolean;
};

/** Where a page's sources are, at which path it is served, and where its build goes. */
const PAGES: Readonly<Record<string, Page>> = {
  desk: {
    root: "guide_server/web/desk",
    base: "/desk/",
    outDir: "guide_server/pages/desk",
    plugins: [pdfParts()],
  },
  admin: { root: "guide_server/web/admin", base: "/admin/", outDir: "guide_server/pages/admin" },
  account: { root: "guide_server/web/account", base: "/account/", outDir: "guide_server/pages/account" },
  check: { root: "guide_server/web/check", base: "/check/", outDir: "guide_server/pages/check" },
  board: { root: "guide_server/web/board", base: "/board/", outDir: "guide_server/pages/board" },
  signin: { root: "guide_server/web/signin", base: "/signin/", outDir: "guide_server/pages/signin" },
  service: {
    root: "guide_server/web/service",
    base: "/service/",
    outDir: "guide_server/pages/service",
    files: ["page.css"],
    shippedTexts: true,
  },
  kiosk: {
    root: "kiosk_client/web/kiosk",
    base: "/",
    outDir: "kiosk_client/pages",
    files: ["index.html", "self_test.html"],
    shippedTexts: true,
  },
};

export default defineConfig(({ mode }) => {
  const page = PAGES[mode];
  if (page === undefined) {
    throw new Error(`Choose a page with --mode: ${Object.keys(PAGES).join(", ")}.`);
  }
  const texts = here(`${page.root}/texts`);
  return {
    root: here(page.root),
    plugins: [
      ...(page.plugins ?? []),
      ...(existsSync(`${texts}/status.json`)
        ? [completeTexts(texts, { shipped: page.shippedTexts ?? false })]
        : []),
    ],
    // So that a worker loads what it needs when it needs it.
    worker: { format: "es" },
    base: page.base,
    build: {
      outDir: here(page.outDir),
      emptyOutDir: true,
      target: "chrome120",
      // A Content-Security-Policy without `data:` needs every asset as a file.
      assetsInlineLimit: 0,
      rollupOptions: { input: (page.files ?? ["index.html"]).map((file) => here(`${page.root}/${file}`)) },
      modulePreload: { polyfill: false },
      // What reads PDFs is the one large part, and comes with the first PDF that is opened.
      chunkSizeWarningLimit: 1_800,
    },
    server: { fs: { allow: [here(".")] } },
  };
});
