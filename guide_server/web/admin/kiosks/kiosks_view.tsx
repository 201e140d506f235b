import { useSignal } from "@preact/signals";
import type { ComponentChild } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Refused } from "../../api";
import type { EnrolmentCode, FleetKiosk, FleetPage, Kiosk, KioskSelfTest } from "../../api_types";
import type { AdminModel } from "../model";
import { Columns } from "../parts/columns";
import { Confirm } from "../parts/confirm";
import { Link } from "../parts/link";
import { problemText, Trouble } from "../parts/trouble";
import { count, say, sayCode, times } from "../texts";
import { ContactCell } from "./contact_cell";
import { DarkCell } from "./dark_cell";
import { ErrandButtons } from "./errand_buttons";
import { ErrandNotes } from "./errand_notes";
import type { ErrandName, ErrandsModel } from "./errands_model";
import { LineNote } from "./line_note";
import { SelfTestCell } from "./self_test_cell";
import { countWithoutCall } from "./test_call";
import { isUnwell } from "./unwell";
import "./fleet.css";

/** Milliseconds between two looks at whether a test that was asked for is done. */
const LOOK_EVERY = 10_000;

const COLUMNS = [
  "kiosks.name",
  "kiosks.state",
  "kiosks.dark",
  "kiosks.calls",
  "kiosks.self_test",
  "kiosks.actions",
] as const;

/** The kiosks: which are in use, and how a machine becomes one or stops being one. */
export function KiosksView({ model }: { model: AdminModel }) {
  const state = model.directory.state.value;
  const code = useSignal<{ kiosk: Kiosk; code: EnrolmentCode } | null>(null);
  const doomed = useSignal<Kiosk | null>(null);
  const wished = useSignal<{ kiosk: Kiosk; errand: ErrandName } | null>(null);
  const said = useSignal("");
  const kiosks = state.value?.kiosks ?? [];
  const used = kiosks.filter((kiosk) => kiosk.state === "enrolled").length;
  const tests = model.selfTests.state.value;
  const fleet = model.fleet.page.state.value;
  useLooking(model);
  const attempt = async (work: () => Promise<void>) => {
    said.value = "";
    await work().catch((fault: unknown) => {
      said.value = problemText(fault instanceof Refused ? fault.id : "other");
    });
  };
  const makeCode = (kiosk: Kiosk) =>
    attempt(async () => {
      code.value = { kiosk, code: await model.makeEnrolmentCode(kiosk.id) };
    });
  const revoke = (kiosk: Kiosk) =>
    attempt(async () => {
      doomed.value = null;
      await model.revoke(kiosk.id);
      said.value = say.value("kiosks.revoked", { name: fullName(kiosk) });
    });
  const ask = (kiosk: Kiosk, errand: ErrandName) =>
    attempt(async () => {
      wished.value = null;
      await model.errands.ask(kiosk.id, errand);
      if (errand === "self_test") await model.reloadSelfTests();
      said.value = sayCode(`errand.${errand}`, "said", { name: fullName(kiosk) });
    });
  const unsound = tests.value?.kiosks.filter(
    ({ newest, overdue }) => newest && !newest.sound && !overdue,
  ).length;
  const withoutCall = countWithoutCall(tests.value?.kiosks ?? []);
  const tested = new Map(tests.value?.kiosks.map((test) => [test.kiosk, test]));
  const told = new Map(fleet.value?.kiosks.map((line) => [line.kiosk, line]));
  const unwell = kiosks.filter((kiosk) => isUnwell(kiosk, told.get(kiosk.id), tested.get(kiosk.id)));
  const { unwell: onlyUnwell } = model.place.value;
  return (
    <>
      <section class="summary">
        <p class="eyebrow">{say.value("kiosks.title")}</p>
        <h1>
          {kiosks.length === 0
            ? say.value(state.value === null ? "kiosks.title" : "kiosks.none")
            : say.value("kiosks.headline", { count: used, total: count(kiosks.length) })}
        </h1>
        <Lead fleet={fleet.value} unsound={unsound ?? 0} withoutCall={withoutCall} />
      </section>
      <Trouble of={tests} retry={() => void model.reloadSelfTests()} />
      <Trouble of={fleet} retry={() => void model.fleet.load()} />
      <Trouble of={model.errands.page.state.value} retry={() => void model.errands.load()} />
      <Trouble of={state} retry={() => void model.reloadDirectory()} />
      <p role="status" class="said">
        {said.value}
      </p>
      {code.value !== null && <Code {...code.value} />}
      {doomed.value !== null && (
        <Confirm
          question={say.value("kiosks.revoke_question", { name: fullName(doomed.value) })}
          yes={say.value("kiosks.revoke_yes")}
          no={say.value("kiosks.revoke_no")}
          decide={(sure) => {
            const kiosk = doomed.value;
            doomed.value = null;
            if (sure && kiosk !== null) void revoke(kiosk);
          }}
        />
      )}
      {wished.value !== null && (
        <Confirm
          question={sayCode(`errand.${wished.value.errand}`, "question", {
            name: fullName(wished.value.kiosk),
          })}
          yes={sayCode(`errand.${wished.value.errand}`, "yes")}
          no={say.value("errand.no")}
          mild
          decide={(sure) => {
            const wish = wished.value;
            wished.value = null;
            if (sure && wish !== null) void ask(wish.kiosk, wish.errand);
          }}
        />
      )}
      {(unwell.length > 0 || onlyUnwell) && (
        <WhichKiosks model={model} all={kiosks.length} unwell={unwell.length} />
      )}
      {onlyUnwell && unwell.length === 0 && fleet.value !== null && (
        <p class="empty">{say.value("kiosks.all_well")}</p>
      )}
      {(onlyUnwell ? unwell : kiosks).length > 0 && (
        <Kiosks
          kiosks={onlyUnwell ? unwell : kiosks}
          newest={fleet.value?.newest ?? null}
          told={told}
          tests={tested}
          errands={model.errands}
          askSelfTest={(kiosk) => void ask(kiosk, "self_test")}
          wish={(kiosk, errand) => {
            wished.value = { kiosk, errand };
          }}
          makeCode={(kiosk) => void makeCode(kiosk)}
          askToRevoke={(kiosk) => {
            doomed.value = kiosk;
          }}
        />
      )}
    </>
  );
}

/** All of them, or those that somebody has to see to. */
function WhichKiosks({ model, all, unwell }: { model: AdminModel; all: number; unwell: number }) {
  const place = model.place.value;
  return (
    <nav class="periods fleet__which" aria-label={say.value("kiosks.which")}>
      <Link model={model} to={{ ...place, unwell: false }} class="periods__choice" current={!place.unwell}>
        {say.value("kiosks.which_all", { all: count(all) })}
      </Link>
      <Link model={model} to={{ ...place, unwell: true }} class="periods__choice" current={place.unwell}>
        {say.value("kiosks.which_unwell", { unwell: count(unwell) })}
      </Link>
    </nav>
  );
}

/** Looks again now and then while a kiosk has still to do what it was asked for. */
function useLooking(model: AdminModel) {
  const tests = model.selfTests.state.value.value;
  const tested = tests?.kiosks.some((test) => test.asked_at !== null) ?? false;
  const awaited = model.errands.awaited;
  useEffect(() => {
    if (!tested && !awaited) return;
    const look = () => {
      if (tested) void model.reloadSelfTests();
      void model.errands.load();
    };
    const looking = setInterval(look, LOOK_EVERY);
    return () => clearInterval(looking);
  }, [tested, awaited, model]);
}

interface Rows {
  kiosks: readonly Kiosk[];
  /** The newest version that one of them runs. */
  newest: string | null;
  told: ReadonlyMap<string, FleetKiosk>;
  tests: ReadonlyMap<string, KioskSelfTest>;
  errands: ErrandsModel;
  askSelfTest: (kiosk: Kiosk) => void;
  /** Ask whether it is meant. */
  wish: (kiosk: Kiosk, errand: ErrandName) => void;
  makeCode: (kiosk: Kiosk) => void;
  askToRevoke: (kiosk: Kiosk) => void;
}

function Kiosks(rows: Rows) {
  const { kiosks, newest, told, tests, errands, askSelfTest, wish, makeCode, askToRevoke } = rows;
  return (
    <div class="table-frame">
      <table class="table fleet">
        <Columns of={COLUMNS} />
        <tbody>
          {kiosks.map((kiosk) => (
            <tr key={kiosk.id}>
              <th scope="row">
                <Name of={kiosk} />
              </th>
              <td>
                <ContactCell state={kiosk.state} fleet={told.get(kiosk.id)} newest={newest}>
                  {kiosk.state === "enrolled" && <ErrandNotes of={errands.of(kiosk.id)} />}
                </ContactCell>
              </td>
              <td>
                {inUse(told.get(kiosk.id), (line) => (
                  <DarkCell of={line} />
                ))}
              </td>
              <td>
                {inUse(told.get(kiosk.id), (line) => (
                  <Calls of={line} />
                ))}
              </td>
              <td>{cellOf(tests.get(kiosk.id), kiosk)}</td>
              <td>
                <div class="table__actions">
                  {kiosk.state === "enrolled" && (
                    <button type="button" class="button button--small" onClick={() => askSelfTest(kiosk)}>
                      {say.value("self_test.ask")}
                    </button>
                  )}
                  {kiosk.state === "enrolled" && (
                    <ErrandButtons
                      of={errands.of(kiosk.id)}
                      name={fullName(kiosk)}
                      ask={(errand) => wish(kiosk, errand)}
                    />
                  )}
                  <button type="button" class="button button--small" onClick={() => makeCode(kiosk)}>
                    {say.value("kiosks.make_code")}
                  </button>
                  {kiosk.state !== "revoked" && (
                    <button type="button" class="button button--small" onClick={() => askToRevoke(kiosk)}>
                      {say.value("kiosks.revoke")}
                    </button>
                  )}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Name({ of: { name, site_name, neighbourhood_name, phone } }: { of: Kiosk }) {
  return (
    <div class="fleet__name">
      <span class="table__name">
        <bdi>{name}</bdi>
      </span>
      <span class="table__side">
        <bdi>{site_name}</bdi>
      </span>
      <span class="table__side">
        <bdi>{neighbourhood_name}</bdi>
      </span>
      <span class="table__side table__time">{phone}</span>
    </div>
  );
}

/** What is wrong with the fleet, in a sentence each; nothing where nothing is. */
function Lead({
  fleet,
  unsound,
  withoutCall,
}: {
  fleet: FleetPage | null;
  unsound: number;
  withoutCall: number;
}) {
  const dark = fleet?.kiosks.filter(({ connected, since }) => !connected && since !== null).length ?? 0;
  const old = fleet?.kiosks.filter(({ behind }) => behind).length ?? 0;
  const said = [
    ...(dark > 0 ? [say.value("fleet.dark", { count: dark })] : []),
    ...(old > 0 ? [say.value("fleet.old", { count: old, newest: fleet?.newest ?? "" })] : []),
    ...(unsound > 0 ? [say.value("kiosks.unsound", { count: unsound })] : []),
    ...(withoutCall > 0 ? [say.value("kiosks.without_call", { count: withoutCall })] : []),
  ];
  return said.length === 0 ? null : <p class="summary__lead">{said.join(" ")}</p>;
}

function Calls({ of }: { of: FleetKiosk }) {
  return (
    <>
      <dl class="fleet__sums">
        <div>
          <dt>{say.value("fleet.week")}</dt>
          <dd>{count(of.calls_week)}</dd>
        </div>
        <div>
          <dt>{say.value("fleet.month")}</dt>
          <dd>{count(of.calls_month)}</dd>
        </div>
      </dl>
      <LineNote of={of} />
    </>
  );
}

function inUse(line: FleetKiosk | undefined, show: (line: FleetKiosk) => ComponentChild) {
  return line === undefined ? null : show(line);
}

/** Nothing of a machine that is no kiosk now. */
function cellOf(test: KioskSelfTest | undefined, { state }: Kiosk) {
  return test !== undefined && state === "enrolled" ? <SelfTestCell test={test} /> : null;
}

/** A kiosk's own name says little without its site's. */
function fullName({ name, site_name }: Kiosk): string {
  return `${name}, ${site_name}`;
}

/** Comes into view wherever on the page it was asked for: it is shown only here. */
function Code({ kiosk, code }: { kiosk: Kiosk; code: EnrolmentCode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [code]);
  return (
    <section class="code card" role="status">
      <h2 ref={heading} tabIndex={-1}>
        {say.value("kiosks.code", { name: fullName(kiosk) })}
      </h2>
      <p class="code__code">
        <code>{code.code}</code>
      </p>
      <p>{say.value("kiosks.code_help", { expires: times.value.long(code.expires) })}</p>
    </section>
  );
}
