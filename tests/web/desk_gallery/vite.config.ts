/**
 * Every state of the desk without a server, for eyes and for tests; never part of a product build.
 *
 * `npx vite --config tests/web/desk_gallery/vite.config.ts`, then `/?state=call&theme=dark`.
 */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "./",
  build: { emptyOutDir: true, target: "chrome120", assetsInlineLimit: 0 },
  server: { fs: { allow: [fileURLToPath(new URL("../../..", import.meta.url))] } },
});
