/** Other systems: those that are told what happens, and those that read. */
import type {
  MadeToken,
  NewToken,
  NewWebhook,
  TokenList,
  WebhookAttempt,
  WebhookAttempts,
  WebhookList,
  WebhookPatch,
  WebhookSecret,
} from "../../api_types";
import { Fetched } from "../../remote";
import type { Asks } from "../parts/asks";

export class IntegrationsModel {
  readonly webhooks = new Fetched<WebhookList>();
  readonly attempts = new Fetched<WebhookAttempts>();
  readonly tokens = new Fetched<TokenList>();

  constructor(private readonly api: Asks) {}

  async load(): Promise<void> {
    await Promise.all([this.loadWebhooks(), this.loadTokens()]);
  }

  loadWebhooks(): Promise<void> {
    return this.webhooks.load((signal) => this.api.get<WebhookList>("/api/webhooks", {}, signal));
  }

  loadTokens(): Promise<void> {
    return this.tokens.load((signal) => this.api.get<TokenList>("/api/tokens", {}, signal));
  }

  loadAttempts(webhook: string): Promise<void> {
    const path = `/api/webhooks/${webhook}/attempts`;
    return this.attempts.load((signal) => this.api.get<WebhookAttempts>(path, {}, signal));
  }

  async addWebhook(webhook: NewWebhook): Promise<WebhookSecret> {
    const made = await this.api.send<WebhookSecret>("POST", "/api/webhooks", webhook);
    await this.loadWebhooks();
    return made;
  }

  async changeWebhook(webhook: string, change: WebhookPatch): Promise<void> {
    await this.api.send("PATCH", `/api/webhooks/${webhook}`, change);
    await this.loadWebhooks();
  }

  async ping(webhook: string): Promise<WebhookAttempt> {
    const attempt = await this.api.send<WebhookAttempt>("POST", `/api/webhooks/${webhook}/ping`);
    await this.loadAttempts(webhook);
    return attempt;
  }

  async replay(webhook: string, since: string): Promise<void> {
    await this.api.send("POST", `/api/webhooks/${webhook}/replay`, { since });
    await this.loadWebhooks();
  }

  async rotate(webhook: string): Promise<WebhookSecret> {
    const secret = await this.api.send<WebhookSecret>("POST", `/api/webhooks/${webhook}/secret`);
    await this.loadWebhooks();
    return secret;
  }

  async removeWebhook(webhook: string): Promise<void> {
    await this.api.send("DELETE", `/api/webhooks/${webhook}`);
    await this.loadWebhooks();
  }

  async makeToken(token: NewToken): Promise<MadeToken> {
    const made = await this.api.send<MadeToken>("POST", "/api/tokens", token);
    await this.loadTokens();
    return made;
  }

  async revokeToken(token: string): Promise<void> {
    await this.api.send("DELETE", `/api/tokens/${token}`);
    await this.loadTokens();
  }
}
