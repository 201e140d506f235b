import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../../signaling/theme/icons";
import type { Me } from "../api_types";
import { switchLanguage } from "../staff_language";
import { homeOf, SignInModel } from "./model";
import { say } from "./texts";

const asked = new URLSearchParams(location.search);
const model = new SignInModel(
  asked.get("next") ?? "",
  (path) => location.replace(path),
  asked.get("fault") ?? "",
);

export function SignInPage() {
  useEffect(() => void model.look(), []);
  return (
    <>
      <Doorway />
      <main class="entry">
        <button type="button" class="button button--quiet entry__language" onClick={switchLanguage}>
          <Icon name="language" />
          {say.value("other_language")}
        </button>
        <Stage />
      </main>
    </>
  );
}

function Stage() {
  const stage = model.stage.value;
  switch (stage.name) {
    case "looking":
      return null;
    case "form":
      return <Form />;
    case "code":
      return <Code />;
    case "not_yours":
      return <NotYours me={stage.me} />;
  }
}

/** What went wrong, read out as it appears. */
function Fault() {
  const fault = model.fault.value;
  return (
    <div role="alert" class="form__fault" id="fault">
      {fault !== null && (
        <p class="notice notice--danger">
          <Icon name="warning" />
          {say.value(fault)}
        </p>
      )}
    </div>
  );
}

/** The second step: six digits of the telephone, or a code that was kept on paper. */
function Code() {
  const code = useRef<HTMLInputElement>(null);
  const fault = model.fault.value;
  useEffect(() => code.current?.focus(), []);
  useEffect(() => {
    if (fault !== null) code.current?.select();
  }, [fault]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!model.working.value) void model.giveCode(code.current?.value ?? "");
  };
  return (
    <form class="form" onSubmit={submit} noValidate>
      <h1>{say.value("code_heading")}</h1>
      <p class="form__lead">{say.value("code_lead")}</p>
      <Fault />
      <div class="field">
        <label for="code">{say.value("code")}</label>
        <input
          ref={code}
          id="code"
          name="code"
          class="form__code"
          autocomplete="one-time-code"
          autocapitalize="characters"
          spellcheck={false}
          maxLength={40}
          required
          aria-describedby="fault code-help"
        />
        <p id="code-help" class="form__help">
          {say.value("code_help")}
        </p>
      </div>
      <button type="submit" class="button button--primary form__submit" aria-disabled={model.working.value}>
        {say.value(model.working.value ? "working" : "submit")}
      </button>
      <button type="button" class="button button--quiet" onClick={() => model.restart()}>
        {say.value("code_back")}
      </button>
    </form>
  );
}

function Form() {
  const login = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const fault = model.fault.value;
  useEffect(() => login.current?.focus(), []);
  useEffect(() => {
    if (fault !== null && login.current?.value !== "") password.current?.select();
  }, [fault, model.working.value]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!model.working.value) {
      void model.signIn(login.current?.value ?? "", password.current?.value ?? "");
    }
  };
  return (
    <form class="form" onSubmit={submit} noValidate>
      <h1>{say.value("heading")}</h1>
      <p class="form__lead">{say.value("lead")}</p>
      <Fault />
      {model.ways.value.provider && (
        <>
          <a class="button button--primary form__submit" href={model.provider}>
            <Icon name="forward" />
            {model.ways.value.button ?? say.value("provider")}
          </a>
          <p class="form__or">{say.value("or")}</p>
        </>
      )}
      <div class="field">
        <label for="login">{say.value("login")}</label>
        <input
          ref={login}
          id="login"
          name="login"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          maxLength={64}
          required
          aria-describedby="fault"
        />
      </div>
      <div class="field">
        <label for="password">{say.value("password")}</label>
        <input
          ref={password}
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          maxLength={256}
          required
          aria-describedby="fault"
        />
      </div>
      <label class="form__show">
        <input
          type="checkbox"
          onChange={(event) => {
            if (password.current !== null) {
              password.current.type = event.currentTarget.checked ? "text" : "password";
            }
          }}
        />
        {say.value("show_password")}
      </label>
      <button
        type="submit"
        class={model.ways.value.provider ? "button form__submit" : "button button--primary form__submit"}
        aria-disabled={model.working.value}
      >
        {say.value(model.working.value ? "working" : "submit")}
      </button>
    </form>
  );
}

function NotYours({ me }: { me: Me }) {
  return (
    <div class="form">
      <h1>{say.value("heading")}</h1>
      <p class="notice">
        <Icon name="info" />
        {say.value("not_yours", { name: me.name })}
      </p>
      <a class="button button--primary" href={homeOf(me)}>
        {say.value("own_page")}
      </a>
      <button type="button" class="button" onClick={() => void model.leave()}>
        {say.value("someone_else")}
      </button>
    </div>
  );
}

/** Two rooms and the light between them: what the service is, in one picture. */
function Doorway() {
  return (
    <header class="doorway">
      <p class="doorway__product">{say.value("product")}</p>
      <svg class="doorway__picture" viewBox="0 0 560 560" aria-hidden="true">
        <path class="doorway__floor" d="M-900 452h2400v108H-900z" />
        <path class="doorway__light" d="M196 452 92 560h260l48-108z" />
        <path
          class="doorway__frame"
          d="M180 452V168a110 110 0 0 1 220 0v284h-16V168a94 94 0 0 0-188 0v284z"
        />
        <path class="doorway__room" d="M196 452V168a94 94 0 0 1 188 0v284z" />
        <path class="doorway__window" d="M330 150h34v92h-34zM330 192h34" />
        <g class="doorway__guide">
          <circle cx="270" cy="266" r="34" />
          <path d="M206 452c0-84 26-136 64-136s64 52 64 136z" />
        </g>
        <g class="doorway__resident">
          <circle cx="118" cy="300" r="30" />
          <path d="M62 484c0-92 24-142 56-142s56 50 56 142z" />
        </g>
        <path
          class="doorway__talk"
          d="M150 236h44a14 14 0 0 1 14 14v18a14 14 0 0 1-14 14h-30l-16 15v-15a14 14 0 0 1-12-14v-18a14 14 0 0 1 14-14z"
        />
      </svg>
      <p class="doorway__promise">{say.value("promise")}</p>
    </header>
  );
}
