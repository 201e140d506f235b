/** How I sign in: each part a card that does one thing. */
import { useRef } from "preact/hooks";
import { Icon } from "../../../signaling/theme/icons";
import { switchLanguage } from "../staff_language";
import { switchTheme, theme } from "../staff_theme";
import type { AccountModel } from "./model";
import { SaidAbout } from "./said_about";
import { SecondStep } from "./second_step";
import { say } from "./texts";

interface Props {
  model: AccountModel;
}

export function AccountPage({ model }: Props) {
  return (
    <>
      <Bar model={model} />
      <main class="sheet sheet--narrow">
        <h1>{say.value("heading")}</h1>
        {model.account.value !== null && (
          <>
            <Password model={model} />
            {model.account.value.password && <SecondStep model={model} account={model.account.value} />}
            <Everywhere model={model} />
          </>
        )}
        {model.account.value === null && <SaidAbout model={model} part="password" />}
      </main>
    </>
  );
}

function Bar({ model }: Props) {
  const roles = model.me.value?.roles ?? [];
  return (
    <header class="bar">
      <p class="bar__product">
        <strong>{say.value("product")}</strong>
        <bdi>{model.me.value?.name}</bdi>
      </p>
      {roles.includes("admin") && (
        <a class="button button--quiet" href="/admin/">
          <Icon name="back" />
          {say.value("to_admin")}
        </a>
      )}
      {roles.includes("guide") && (
        <a class="button button--quiet" href="/desk/">
          <Icon name="back" />
          {say.value("to_desk")}
        </a>
      )}
      <button type="button" class="button button--quiet" onClick={switchTheme}>
        <Icon name="contrast" />
        {say.value(theme.value === "light" ? "theme.dark" : "theme.light")}
      </button>
      <button type="button" class="button button--quiet" onClick={switchLanguage}>
        <Icon name="language" />
        {say.value("other_language")}
      </button>
    </header>
  );
}

function Password({ model }: Props) {
  const form = useRef<HTMLFormElement>(null);
  if (model.account.value?.password !== true) {
    return (
      <section class="panel card" aria-labelledby="password-heading">
        <h2 id="password-heading">{say.value("password.heading")}</h2>
        <p>{say.value("password.none")}</p>
      </section>
    );
  }
  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const done = await model.changePassword(String(given.get("old")), String(given.get("new")));
    if (done) form.current?.reset();
  };
  return (
    <section class="panel card" aria-labelledby="password-heading">
      <h2 id="password-heading">{say.value("password.heading")}</h2>
      <p class="panel__lead">{say.value("password.lead")}</p>
      <SaidAbout model={model} part="password" />
      <form ref={form} class="panel__form" onSubmit={(event) => void submit(event)}>
        <input type="text" hidden autocomplete="username" value={model.me.value?.login ?? ""} readOnly />
        <div class="field">
          <label for="old">{say.value("password.old")}</label>
          <input
            id="old"
            name="old"
            type="password"
            autocomplete="current-password"
            maxLength={256}
            required
          />
        </div>
        <div class="field">
          <label for="new">{say.value("password.new")}</label>
          <input
            id="new"
            name="new"
            type="password"
            autocomplete="new-password"
            maxLength={256}
            required
            aria-describedby="new-help"
          />
          <p id="new-help" class="panel__help">
            {say.value("password.new_help")}
          </p>
        </div>
        <p>
          <button type="submit" class="button button--primary" disabled={model.working.value}>
            {say.value("password.change")}
          </button>
        </p>
      </form>
    </section>
  );
}

function Everywhere({ model }: Props) {
  return (
    <section class="panel card" aria-labelledby="everywhere-heading">
      <h2 id="everywhere-heading">{say.value("everywhere.heading")}</h2>
      <p class="panel__lead">{say.value("everywhere.lead")}</p>
      <SaidAbout model={model} part="everywhere" />
      <p>
        <button type="button" class="button" onClick={() => void model.signOutEverywhere()}>
          <Icon name="lock" />
          {say.value("everywhere.do")}
        </button>
      </p>
    </section>
  );
}
