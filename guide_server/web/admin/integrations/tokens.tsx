import { useSignal } from "@preact/signals";
import type { MadeToken, TokenInfo } from "../../api_types";
import type { AdminModel } from "../model";
import { Columns } from "../parts/columns";
import { Confirm } from "../parts/confirm";
import { Trouble } from "../parts/trouble";
import { say, sayCode, times } from "../texts";
import { faultText } from "./attempt";
import { Secret } from "./secret";
import { TokenForm } from "./token_form";
import { Folded } from "./wish_form";

/** The systems that read with a token. */
export function Tokens({ model }: { model: AdminModel }) {
  const { integrations } = model;
  const state = integrations.tokens.state.value;
  const made = useSignal<MadeToken | null>(null);
  const doomed = useSignal<TokenInfo | null>(null);
  const said = useSignal("");
  const tokens = state.value?.tokens ?? [];
  const revoke = async (token: TokenInfo) => {
    said.value = "";
    said.value = await integrations
      .revokeToken(token.id)
      .then(() => say.value("integrations.token_revoked", { name: token.name }), faultText);
  };
  return (
    <section class="part">
      <h2>{say.value("integrations.tokens")}</h2>
      <p class="help">{say.value("integrations.tokens_help")}</p>
      <Trouble of={state} retry={() => void integrations.loadTokens()} />
      <p role="status" class="said">
        {said.value}
      </p>
      {made.value !== null && (
        <Secret
          title={say.value("integrations.token", { name: made.value.info.name })}
          secret={made.value.token}
          help={say.value("integrations.token_help")}
          done={() => {
            made.value = null;
          }}
        />
      )}
      {doomed.value !== null && (
        <Confirm
          question={say.value("integrations.revoke_question", { name: doomed.value.name })}
          yes={say.value("kiosks.revoke_yes")}
          no={say.value("kiosks.revoke_no")}
          decide={(sure) => {
            const token = doomed.value;
            doomed.value = null;
            if (sure && token !== null) void revoke(token);
          }}
        />
      )}
      {tokens.length > 0 && (
        <Table
          tokens={tokens}
          askToRevoke={(token) => {
            doomed.value = token;
          }}
        />
      )}
      {state.value !== null && (
        <Folded label={say.value("integrations.make_token")}>
          {(close) => (
            <TokenForm
              save={async (wish) => {
                made.value = await integrations.makeToken(wish);
                close();
              }}
              cancel={close}
            />
          )}
        </Folded>
      )}
    </section>
  );
}

interface Rows {
  tokens: readonly TokenInfo[];
  askToRevoke: (token: TokenInfo) => void;
}

function Table({ tokens, askToRevoke }: Rows) {
  const now = Date.now();
  return (
    <div class="table-frame">
      <table class="table">
        <Columns
          of={[
            "integrations.system",
            "integrations.scopes",
            "kiosks.state",
            "integrations.used_at",
            "integrations.made",
            "kiosks.actions",
          ]}
        />
        <tbody>
          {tokens.map((token) => {
            const state = stateOf(token, now);
            return (
              <tr key={token.id}>
                <th scope="row">{token.name}</th>
                <td class="table__wide">
                  {token.scopes.map((scope) => sayCode("integrations.scope", scope)).join(", ")}
                </td>
                <td>
                  <span class={state === "good" ? "dot dot--free" : "dot"}>
                    {say.value(`integrations.token.${state}`)}
                  </span>
                  {state === "good" && (
                    <span class="table__side">
                      {say.value("integrations.expires", { time: times.value.moment(token.expires_at) })}
                    </span>
                  )}
                </td>
                <td class="table__time">
                  {token.used_at === null ? "–" : times.value.moment(token.used_at)}
                </td>
                <td>
                  <span class="table__main">
                    <bdi>{token.created_by}</bdi>
                  </span>
                  <span class="table__side">{times.value.moment(token.created_at)}</span>
                </td>
                <td>
                  {state === "good" && (
                    <button
                      type="button"
                      class="button button--small"
                      aria-label={`${say.value("kiosks.revoke")}: ${token.name}`}
                      onClick={() => askToRevoke(token)}
                    >
                      {say.value("kiosks.revoke")}
                    </button>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function stateOf(token: TokenInfo, now: number): "good" | "revoked" | "over" {
  if (token.revoked_at !== null) return "revoked";
  return token.expires_at > now ? "good" : "over";
}
