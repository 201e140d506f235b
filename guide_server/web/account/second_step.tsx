/** A code from the telephone besides the password: from the offer to the backup codes, and back. */
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../../signaling/theme/icons";
import type { OfferedKey, OwnAccount } from "../api_types";
import { saveText } from "../save_text";
import type { AccountModel } from "./model";
import { SaidAbout } from "./said_about";
import { dayOf, type Key, say } from "./texts";

interface Props {
  model: AccountModel;
}

export function SecondStep({ model, account }: Props & { account: OwnAccount }) {
  return (
    <section class="panel card" aria-labelledby="step-heading">
      <h2 id="step-heading">{say.value("step.heading")}</h2>
      <Now model={model} account={account} />
    </section>
  );
}

function Now({ model, account }: Props & { account: OwnAccount }) {
  const { codes, offered } = model;
  if (codes.value !== null) return <Codes model={model} codes={codes.value} />;
  if (offered.value !== null) return <Offer model={model} offered={offered.value} />;
  const since = account.second_step_since;
  if (since === null) {
    return (
      <>
        <p class="panel__lead">{say.value("step.off")}</p>
        <SaidAbout model={model} part="step" />
        <ByPassword model={model} label="step.begin" then={(password) => model.beginStep(password)} />
      </>
    );
  }
  return (
    <>
      <p>
        {say.value("step.on", { day: dayOf(since) })}{" "}
        {say.value("step.codes_left", { count: account.backup_codes })}
      </p>
      <SaidAbout model={model} part="step" />
      <ByPassword model={model} label="step.remove" then={(password) => model.removeStep(password)} />
    </>
  );
}

interface ByPasswordProps extends Props {
  label: Key;
  then: (password: string) => Promise<boolean>;
}

/** Whoever found the browser open does not know the password. */
function ByPassword({ model, label, then }: ByPasswordProps) {
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    void then(String(new FormData(event.currentTarget).get("password")));
  };
  return (
    <form class="panel__form" onSubmit={submit}>
      <div class="field">
        <label for="step-password">{say.value("password.confirm")}</label>
        <input
          id="step-password"
          name="password"
          type="password"
          autocomplete="current-password"
          maxLength={256}
          required
        />
      </div>
      <p>
        <button type="submit" class="button" disabled={model.working.value}>
          {say.value(label)}
        </button>
      </p>
    </form>
  );
}

function Offer({ model, offered }: Props & { offered: OfferedKey }) {
  const code = useRef<HTMLInputElement>(null);
  useEffect(() => code.current?.focus(), []);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void model.confirmStep(code.current?.value ?? "");
  };
  return (
    <>
      <div class="offer">
        <QrCode rows={offered.qr} label={say.value("step.qr")} />
        <div class="offer__words">
          <p>{say.value("step.scan")}</p>
          <p class="panel__help">{say.value("step.type")}</p>
          <p>
            <code class="offer__key">{inFours(offered.key)}</code>
          </p>
        </div>
      </div>
      <SaidAbout model={model} part="step" />
      <form class="panel__form" onSubmit={submit}>
        <div class="field">
          <label for="step-code">{say.value("step.code")}</label>
          <input
            ref={code}
            id="step-code"
            name="code"
            inputMode="numeric"
            autocomplete="one-time-code"
            maxLength={40}
            required
          />
        </div>
        <p class="panel__row">
          <button type="submit" class="button button--primary" disabled={model.working.value}>
            {say.value("step.confirm")}
          </button>
          <button type="button" class="button" onClick={() => model.cancelStep()}>
            {say.value("step.cancel")}
          </button>
        </p>
      </form>
    </>
  );
}

function Codes({ model, codes }: Props & { codes: readonly string[] }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const save = () => saveText("vagvisare-codes.txt", `${say.value("codes.file")}\n\n${codes.join("\n")}\n`);
  return (
    <>
      <h3 ref={heading} tabIndex={-1}>
        {say.value("codes.heading")}
      </h3>
      <p>{say.value("codes.lead")}</p>
      <ul class="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <p class="panel__row">
        <button type="button" class="button" onClick={save}>
          <Icon name="download" />
          {say.value("codes.save")}
        </button>
        <button type="button" class="button button--primary" onClick={() => model.kept()}>
          {say.value("codes.done")}
        </button>
      </p>
    </>
  );
}

/** Dark on white whatever the room's light is, or telephones do not read it. */
function QrCode({ rows, label }: { rows: readonly string[]; label: string }) {
  const edge = 4;
  const size = rows.length + 2 * edge;
  const path = rows
    .flatMap((row, y) => [...row].map((cell, x) => (cell === "1" ? `M${x + edge} ${y + edge}h1v1h-1z` : "")))
    .join("");
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <path class="qr__ground" d={`M0 0h${size}v${size}H0z`} />
      <path class="qr__code" d={path} shape-rendering="crispEdges" />
    </svg>
  );
}

function inFours(key: string): string {
  return key.match(/.{1,4}/g)?.join(" ") ?? key;
}
