import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Refused } from "../../api";
import type {
  DirectoryPage,
  Guide,
  GuideChange,
  GuidePreview,
  LanguageName,
  Level,
  NewGuide,
  Skill,
  StaffRole,
} from "../../api_types";
import type { AdminModel } from "../model";
import { Choices } from "../parts/choices";
import { problemText } from "../parts/trouble";
import { nameOfLanguage, say, sayCode } from "../texts";
import { AccountHistory } from "./account_history";
import { AccountPreview } from "./account_preview";

const ROLES = ["guide", "leader", "analyst", "technician", "admin"] as const;
const LEVELS: readonly Level[] = ["fluent", "good", "basic"];
/** The sign languages that this program knows by name. */
const SIGNED = new Set(["swl"]);
const SHORTEST_PASSWORD = 12;
const LOGIN = "[a-z0-9][a-z0-9._@\\-]+";

interface Form {
  model: AdminModel;
  known: DirectoryPage;
  /** Whom to change; null to add someone. */
  guide: Guide | null;
  /** Called with what is to be said of what was saved, or null. */
  close: (saved: string | null) => void;
}

/** What was tried out and not made yet. */
interface Trial {
  title: string;
  name: string;
  preview: GuidePreview;
  /** Whether the password is replaced. */
  password: boolean;
  /** Of a new account. */
  roles: readonly StaffRole[];
  apply: (note: string) => Promise<void>;
}

export function GuideForm({ model, known, guide, close }: Form) {
  const { languages, topics, provider } = known;
  const form = useRef<HTMLFormElement>(null);
  const fault = useSignal<string | null>(null);
  const trial = useSignal<Trial | null>(null);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("input")?.focus();
  }, []);
  const fail = (refused: unknown) => {
    const id = refused instanceof Refused ? refused.id : "other";
    if (id === "guide_changed") trial.value = null;
    fault.value = id === "guide_changed" ? say.value("guides.changed_meanwhile") : problemText(id);
  };
  const save = async (work: () => Promise<string | null>) => {
    fault.value = null;
    try {
      const said = await work();
      if (said !== null) close(said);
    } catch (refused) {
      fail(refused);
    }
  };
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    if (!event.currentTarget.checkValidity() || !given.has("role")) {
      fault.value = say.value("guides.incomplete");
      return;
    }
    void save(() => (guide === null ? tryNew(newIn(given)) : tryOut(guide, changeIn(guide, given))));
  };
  const tryOut = async (of: Guide, change: GuideChange) => {
    const preview = await model.account.tryOut(of, change);
    trial.value = {
      title: say.value("settings.preview_title"),
      name: of.name,
      preview,
      password: Boolean(change.password),
      roles: [],
      apply: (note) => apply({ ...change, note: note || null, base: preview.base }),
    };
    return null;
  };
  const tryNew = async (wish: NewGuide) => {
    trial.value = {
      title: say.value("guides.preview_new"),
      name: wish.name,
      preview: await model.account.tryNew(wish),
      password: false,
      roles: wish.roles ?? [],
      apply: (note) => save(() => add(model, { ...wish, note: note || null })),
    };
    return null;
  };
  const apply = async (change: GuideChange) => {
    if (guide === null) return;
    await save(async () => {
      const { waits } = await model.changeGuide(guide.id, change);
      return waits ? say.value("guides.roles_wait", { name: guide.name }) : saved(guide.name);
    });
  };
  const resetSecondStep = () =>
    save(async () => {
      if (guide === null) return "";
      await model.resetSecondStep(guide.id);
      return saved(guide.name);
    });
  return (
    <>
      <form
        ref={form}
        class="guide-form card"
        onSubmit={submit}
        onInput={() => {
          trial.value = null;
        }}
        noValidate
      >
        <h2>
          {guide === null ? say.value("guides.add") : say.value("guides.change_title", { name: guide.name })}
        </h2>
        <div role="alert">{fault.value !== null && <p class="notice notice--danger">{fault.value}</p>}</div>
        <div class="guide-form__fields">
          {guide === null && <Names />}
          {guide?.roles.includes("admin") === true ? (
            <p class="help">{say.value("guides.of_admin")}</p>
          ) : (
            <Password kind={guide !== null ? "new" : provider ? "or_provider" : "first"} />
          )}
        </div>
        <Choices
          name="role"
          legend={say.value("guides.roles")}
          help={say.value("guides.roles_help")}
          all={ROLES}
          idOf={(role) => role}
          chosen={guide?.roles ?? ["guide"]}
        >
          {(role) => <span>{say.value(`guides.role.${role}`)}</span>}
        </Choices>
        <Choices
          name="language"
          legend={say.value("guides.languages")}
          help={say.value("guides.languages_help")}
          all={languages}
          idOf={tagOf}
          chosen={guide?.languages ?? []}
        >
          {(offered) => <Spoken offered={offered} languages={languages} guide={guide} />}
        </Choices>
        <Choices
          name="interprets"
          legend={say.value("guides.interprets")}
          help={say.value("guides.interprets_help")}
          all={languages}
          idOf={tagOf}
          chosen={guide?.interprets ?? []}
        >
          {({ tag }) => <span>{nameOfLanguage(tag, languages)}</span>}
        </Choices>
        <Choices
          name="topic"
          legend={say.value("guides.topics")}
          help={say.value("guides.topics_help")}
          all={topics}
          idOf={(topic) => topic}
          chosen={guide?.topics ?? []}
        >
          {(topic) => <span>{sayCode("topic", topic)}</span>}
        </Choices>
        <div class="guide-form__foot">
          <button type="submit" class={trial.value === null ? "button button--primary" : "button"}>
            {say.value(guide === null ? "guides.try_new" : "guides.try_out")}
          </button>
          <button type="button" class="button" onClick={() => close(null)}>
            {say.value("guides.cancel")}
          </button>
          {guide !== null && guide.id !== model.me.value?.staff && (
            <button
              type="button"
              class="button guide-form__account"
              onClick={() => void save(() => tryOut(guide, { active: !guide.active }))}
            >
              {say.value(guide.active ? "guides.deactivate" : "guides.activate")}
            </button>
          )}
          {guide?.second_step === true && !guide.roles.includes("admin") && (
            <button type="button" class="button" onClick={() => void resetSecondStep()}>
              {say.value("guides.reset_second_step")}
            </button>
          )}
        </div>
      </form>
      {trial.value !== null && (
        <AccountPreview
          {...trial.value}
          languages={languages}
          yes={say.value("guides.save")}
          back={() => {
            trial.value = null;
            form.current?.querySelector<HTMLElement>("input")?.focus();
          }}
        />
      )}
      {guide !== null && <AccountHistory {...{ model, known, guide, apply, fail }} />}
    </>
  );
}

const tagOf = ({ tag }: LanguageName) => tag;

/** A language's names, and how well the guide speaks it. */
function Spoken({
  offered,
  languages,
  guide,
}: { offered: LanguageName } & Pick<Form, "guide"> & { languages: readonly LanguageName[] }) {
  const { tag, endonym, direction } = offered;
  const name = nameOfLanguage(tag, languages);
  return (
    <>
      <span>
        {name}
        <span class="languages__endonym" lang={tag} dir={direction}>
          {endonym}
        </span>
      </span>
      <select name={`level ${tag}`} aria-label={say.value("guides.level", { language: name })}>
        {LEVELS.map((level) => (
          <option key={level} value={level} selected={level === levelOf(guide, tag)}>
            {say.value(`level.${level}`)}
          </option>
        ))}
      </select>
    </>
  );
}

function levelOf(guide: Guide | null, language: string): Level {
  return guide?.skills.find((skill) => skill.language === language)?.level ?? "fluent";
}

/** The mode is kept as it was; a new language has that which it is used in. */
function skillOf(guide: Guide | null, language: string, chosen: string): Skill {
  const known = guide?.skills.find((skill) => skill.language === language);
  const level = LEVELS.find((each) => each === chosen) ?? "fluent";
  return { language, level, mode: known?.mode ?? (SIGNED.has(language) ? "sign" : "speak") };
}

function Names() {
  return (
    <>
      <div class="field">
        <label for="guide-name">{say.value("guides.name")}</label>
        <input id="guide-name" name="name" maxLength={80} required autocomplete="off" />
      </div>
      <div class="field">
        <label for="guide-login">{say.value("guides.login")}</label>
        <input
          id="guide-login"
          name="login"
          pattern={LOGIN}
          maxLength={64}
          required
          autocapitalize="none"
          autocomplete="off"
          aria-describedby="guide-login-help"
        />
        <p id="guide-login-help" class="help">
          {say.value("guides.login_help")}
        </p>
      </div>
    </>
  );
}

/** `first`: there must be one. `or_provider`: the identity provider will do. `new`: in place of what was. */
function Password({ kind }: { kind: "first" | "or_provider" | "new" }) {
  const help = {
    first: "guides.password_help",
    or_provider: "guides.password_or_provider",
    new: "guides.new_password_help",
  } as const;
  return (
    <div class="field">
      <label for="guide-password">
        {say.value(kind === "new" ? "guides.new_password" : "guides.password")}
      </label>
      <input
        id="guide-password"
        name="password"
        type="password"
        autocomplete="new-password"
        minLength={SHORTEST_PASSWORD}
        maxLength={256}
        required={kind === "first"}
        aria-describedby="guide-password-help"
      />
      <p id="guide-password-help" class="help">
        {say.value(help[kind])}
      </p>
    </div>
  );
}

const saved = (name: string) => say.value("guides.saved", { name });

interface Chosen {
  roles: (typeof ROLES)[number][];
  languages: string[];
  skills: Skill[];
  interprets: string[];
  topics: string[];
}

function chosenIn(guide: Guide | null, given: FormData): Chosen {
  const languages = given.getAll("language").map(String);
  return {
    roles: ROLES.filter((role) => given.getAll("role").includes(role)),
    languages,
    skills: languages.map((language) => skillOf(guide, language, String(given.get(`level ${language}`)))),
    interprets: given.getAll("interprets").map(String),
    topics: given.getAll("topic").map(String),
  };
}

function changeIn(guide: Guide, given: FormData): GuideChange {
  const password = String(given.get("password") ?? "");
  const chosen = chosenIn(guide, given);
  return password === "" ? chosen : { ...chosen, password };
}

/** The account that the form tells of. */
function newIn(given: FormData): NewGuide {
  const text = (name: string) => String(given.get(name) ?? "").trim();
  const password = String(given.get("password") ?? "");
  return {
    login: text("login"),
    name: text("name"),
    password: password === "" ? null : password,
    ...chosenIn(null, given),
  };
}

/** Returns what is to be said of it. */
async function add(model: AdminModel, wish: NewGuide): Promise<string> {
  const made = await model.addGuide(wish);
  return made.asked_roles ? say.value("guides.roles_wait", { name: made.name }) : saved(made.name);
}
