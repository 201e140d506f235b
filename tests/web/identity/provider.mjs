/** A certified OpenID provider on loopback: `node provider.mjs <port> <redirect uri> <client id> <secret>`. */
import Provider from "oidc-provider";

const [port, redirect, client, secret] = process.argv.slice(2);
const issuer = `http://localhost:${port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: client,
      client_secret: secret,
      redirect_uris: [redirect],
      grant_types: ["authorization_code"],
      response_types: ["code"],
    },
  ],
  pkce: { required: () => true },
  cookies: { keys: ["a key for a test"] },
  claims: { openid: ["sub"], profile: ["preferred_username", "name", "groups"] },
  /** Whoever types a name is that person: `boss` rules. */
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      preferred_username: id,
      name: `Demo ${id}`,
      groups: id === "boss" ? ["vv-admin"] : ["vv-guide"],
    }),
  }),
  ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Interaction: 300, Session: 300, Grant: 300 },
});

provider.listen(Number(port), "127.0.0.1", () => process.stdout.write("ready\n"));
