/** Unit tests of the TypeScript: beside their module or under tests/web, without a browser. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{signaling,guide_server,kiosk_client,tests}/**/*.test.{ts,tsx}"],
    environment: "happy-dom",
    restoreMocks: true,
    testTimeout: 60_000, // ends what hangs; machines differ
  },
});
