/** What the admin page knows and can do. Views read its signals and call its functions; nothing else fetches. */
import { effect, signal, untracked } from "@preact/signals";
import { Api, address, type Query, Refused } from "../api";
import type {
  AuditPage,
  AuditRow,
  Board,
  Deed,
  DirectoryPage,
  EnrolmentCode,
  EqualityPage,
  ForcedStatus,
  Guide,
  GuideChange,
  GuideChanged,
  LanguageName,
  LogPage,
  LogQuery,
  Me,
  NewGuide,
  OwnNames,
  PublicLogPage,
  PublishedMonth,
  Purpose,
  SelfTestsPage,
  StatisticsPage,
  StatisticsPart,
  Timeline,
} from "../api_types";
import { ownNames } from "../own_names";
import { Fetched } from "../remote";
import { AlarmsModel } from "./alarms/alarms_model";
import { AccountModel } from "./guides/account_model";
import { IntegrationsModel } from "./integrations/integrations_model";
import { ErrandsModel } from "./kiosks/errands_model";
import { FleetModel } from "./kiosks/fleet_model";
import { LiveCalls } from "./log/live";
import { SavedViews } from "./log/saved_views_model";
import type { Asks } from "./parts/asks";
import { isFor, type NavView, type Place, placeOf, searchOf, viewsOf } from "./place";
import { PlanningModel } from "./planning/planning_model";
import { ReviewModel } from "./review/review_model";
import { SettingsModel } from "./settings/settings_model";
import { daysOf, lastMonth, monthAfter } from "./statistics/months";
import { statisticsQuery } from "./statistics/query";

export class AdminModel {
  readonly place = signal<Place>(placeOf(location.search));
  readonly me = signal<Me | null>(null);
  /** The session is over, and what is written on the page would be lost by leaving it. */
  readonly signedOut = signal(false);
  readonly directory = new Fetched<DirectoryPage>();
  readonly log = new Fetched<LogPage>();
  readonly publicLog = new Fetched<PublicLogPage>();
  readonly equality = new Fetched<EqualityPage>();
  readonly statistics = new Fetched<StatisticsPage>();
  readonly month = new Fetched<PublishedMonth>();
  readonly monthBefore = new Fetched<PublishedMonth>();
  readonly board = new Fetched<Board>();
  readonly timeline = new Fetched<Timeline>();
  readonly selfTests = new Fetched<SelfTestsPage>();
  readonly readings = new Fetched<AuditPage>();
  readonly #api = new Api();
  readonly #asks: Asks = {
    get: (path, query, signal) => this.#get(path, query, signal),
    send: (method, path, body) => this.#send(method, path, body),
  };
  readonly alarms = new AlarmsModel(this.#asks);
  readonly integrations = new IntegrationsModel(this.#asks);
  readonly fleet = new FleetModel(this.#asks);
  readonly errands = new ErrandsModel(this.#asks);
  readonly review = new ReviewModel(this.#asks);
  readonly settings = new SettingsModel(this.#asks, () => this.#followSettings());
  readonly account = new AccountModel(this.#asks);
  readonly planning = new PlanningModel(this.#api, (answer) => this.#guarded(answer));
  readonly savedViews = new SavedViews(this.#api);
  readonly live = new LiveCalls(this.#api, () => this.reload());

  /** Begin. Whoever is not signed in is led to the sign-in page. */
  async start(): Promise<void> {
    addEventListener("popstate", () => this.#goBack());
    try {
      this.me.value = await this.#api.me();
    } catch (fault) {
      if (isSignedOut(fault)) return this.#toSignIn();
    }
    this.#keepToOwnViews();
    await this.reloadDirectory();
    await this.#readNames();
    if (this.views.includes("alarms")) this.alarms.start();
    if (this.views.includes("log")) void this.savedViews.load();
    effect(() => {
      const place = this.place.value;
      untracked(() => this.#follow(place));
    });
  }

  get languages(): readonly LanguageName[] {
    return this.directory.state.value.value?.languages ?? [];
  }

  /** Whether single calls may be read, and so the figures of any days. */
  get readsCalls(): boolean {
    return this.views.includes("log");
  }

  /** Whether there are calls that nobody made. */
  get isDemo(): boolean {
    return this.directory.state.value.value?.demo ?? false;
  }

  /** Go to another place in the page, with an address of its own. */
  go(place: Place): void {
    if (this.settings.holds(() => this.go(place))) return;
    history.pushState(null, "", this.addressOf(place));
    this.place.value = place;
    if (place.call === null) return;
    scrollTo({ top: 0 });
  }

  /** Whether residents may read how equal the service was. */
  get publishes(): boolean {
    return this.directory.state.value.value?.publishes ?? false;
  }

  /** What the navigation offers. */
  get views(): readonly NavView[] {
    return viewsOf(this.me.value?.roles ?? []);
  }

  get anySecond(): boolean {
    return (this.directory.state.value.value?.second_admin_for.length ?? 0) > 0;
  }

  /** Whether another admin has to approve this first. */
  needsSecond(deed: Deed): boolean {
    return this.directory.state.value.value?.second_admin_for.includes(deed) ?? false;
  }

  addressOf(place: Place): string {
    return `/admin/${searchOf(place)}`;
  }

  /** Where the present selection can be had as a file. */
  exportAddress(kind: "csv" | "xlsx" | "json"): string {
    const { log, record } = this.place.value;
    const { sort: _sort, order: _order, page: _page, ...selection } = log;
    return address(`/api/log.${kind}`, { ...selection, public: record ? "true" : null });
  }

  /** Ask another admin to approve an export of the present selection. */
  async askForExport(): Promise<void> {
    const { sort: _sort, order: _order, page: _page, ...selection } = this.place.peek().log;
    await this.#send("POST", "/api/log/export-requests", selection);
  }

  /** Where one table of the statistics can be had as a file. */
  statisticsAddress(part: StatisticsPart): string {
    return address("/api/statistics.csv", { ...statisticsQuery(this.place.value), part });
  }

  /** Fetch again what the present place shows. */
  reload(): void {
    this.#follow(this.place.peek());
  }

  reloadDirectory(): Promise<void> {
    return this.directory.load((signal) => this.#get<DirectoryPage>("/api/directory", {}, signal));
  }

  reloadSelfTests(): Promise<void> {
    return this.selfTests.load((signal) => this.#get<SelfTestsPage>("/api/self-tests", {}, signal));
  }

  /** The rows of the audit older than `last`, added to those that are shown. */
  async olderReadings(last: AuditRow): Promise<void> {
    const shown = this.readings.state.value.value?.rows ?? [];
    await this.readings.load(async (signal) => {
      const older = await this.#get<AuditPage>("/api/audit", { before: last.id, why: this.#why }, signal);
      return { rows: [...shown, ...older.rows] };
    });
  }

  makeEnrolmentCode(kiosk: string): Promise<EnrolmentCode> {
    return this.#change<EnrolmentCode>("POST", `/api/kiosks/${kiosk}/enrolment-code`);
  }

  /** Takes effect at once, or after the call or wrap-up that the guide is in. */
  forceStatus(guide: string, status: ForcedStatus["status"]): Promise<void> {
    return this.#change("POST", `/api/guides/${guide}/status`, { status });
  }

  /** Ring this guide for a call that waits or rings elsewhere. */
  assign(call: string, guide: string): Promise<void> {
    return this.#change("POST", `/api/calls/${call}/assignment`, { guide });
  }

  /** Tell a guide who asked for help that it is coming. */
  answerHelp(guide: string): Promise<void> {
    return this.#change("POST", `/api/guides/${guide}/help`);
  }

  /** Let a call that waits go before all others. */
  prioritise(call: string): Promise<void> {
    return this.#change("POST", `/api/calls/${call}/priority`);
  }

  revoke(kiosk: string): Promise<void> {
    return this.#change("POST", `/api/kiosks/${kiosk}/revocation`);
  }

  addGuide(guide: NewGuide): Promise<Guide> {
    return this.#change("POST", "/api/guides", guide);
  }

  changeGuide(guide: string, change: GuideChange): Promise<GuideChanged> {
    return this.#change("PATCH", `/api/guides/${guide}`, change);
  }

  resetSecondStep(guide: string): Promise<void> {
    return this.#change("DELETE", `/api/guides/${guide}/second-step`);
  }

  async signOut(everywhere: boolean): Promise<void> {
    await this.#api.send("DELETE", everywhere ? "/api/sessions" : "/api/session").catch(() => undefined);
    location.assign("/signin/");
  }

  /** What the settings name is named so everywhere on the page. */
  async #followSettings(): Promise<void> {
    await Promise.all([this.reloadDirectory(), this.#readNames()]);
  }

  /** Codes keep the names that they had where they cannot be read. */
  async #readNames(): Promise<void> {
    const read = await this.#api.get<OwnNames>("/api/names").catch(() => null);
    if (read !== null) ownNames.value = read;
  }

  get #why(): Purpose {
    return this.place.peek().log.why ?? "follow_up";
  }

  /** Whoever may not see the view of the address begins with the first of their own. */
  #keepToOwnViews(): void {
    const place = this.place.peek();
    const [first] = this.views;
    if (first !== undefined && !isFor(place.view, this.me.value?.roles ?? [])) {
      this.place.value = { ...place, view: first, call: null };
    }
  }

  /** Where the browser's own buttons lead; the address follows what is shown while a draft holds one. */
  #goBack(): void {
    const wished = placeOf(location.search);
    if (this.settings.holds(() => this.go(wished)))
      history.pushState(null, "", this.addressOf(this.place.peek()));
    else this.place.value = wished;
  }

  #follow(place: Place): void {
    const why = place.log.why ?? null;
    if (place.view === "log" && place.call !== null) {
      if (this.timeline.state.peek().value?.call.call !== place.call) this.timeline.clear();
      const call = encodeURIComponent(place.call);
      void this.timeline.load((signal) => this.#get<Timeline>(`/api/log/${call}`, { why }, signal));
    } else if (place.view === "log") {
      if (place.record)
        void this.publicLog.load((signal) => this.#get<PublicLogPage>("/api/log/public", place.log, signal));
      else void this.log.load((signal) => this.#get<LogPage>("/api/log", place.log, signal));
    } else if (place.view === "equality") {
      const { from = null, to = null, period = null } = place.log;
      const query = { from, to, period, why };
      void this.equality.load((signal) => this.#get<EqualityPage>("/api/equality", query, signal));
    } else if (place.view === "planning") {
      const { from = null, to = null, period = null } = place.log;
      this.planning.follow({ from, to, period });
    } else if (place.view === "kiosks") {
      void this.reloadSelfTests();
      void this.fleet.load();
      void this.errands.load();
    } else if (place.view === "statistics") {
      const query = statisticsQuery(place);
      void this.statistics.load((signal) => this.#get<StatisticsPage>("/api/statistics", query, signal));
    } else if (place.view === "report") {
      this.#loadReport(place.month ?? lastMonth(), why);
    } else if (place.view === "board") {
      void this.board.load((signal) => this.#get<Board>("/api/board", {}, signal));
    } else if (place.view === "review") {
      this.review.follow(place.call, this.#why);
    } else if (place.view === "integrations") {
      void this.integrations.load();
    } else if (place.view === "settings") {
      this.settings.follow(place.area);
    } else if (place.view === "readings") {
      void this.readings.load((signal) => this.#get<AuditPage>("/api/audit", { why }, signal));
    }
  }

  #loadReport(month: string, why: Purpose | null): void {
    const period = { ...daysOf(month), versus: "previous", step: "day", why };
    void this.statistics.load((signal) => this.#get<StatisticsPage>("/api/statistics", period, signal));
    const months = [
      [this.month, month],
      [this.monthBefore, monthAfter(month, -1)],
    ] as const;
    for (const [fetched, wished] of months) {
      const path = `/api/equality/months/${wished}`;
      void fetched.load((signal) => this.#get<PublishedMonth>(path, { why }, signal));
    }
  }

  #get<T>(path: string, query: LogQuery | Query, signal: AbortSignal) {
    return this.#guarded(this.#api.get<T>(path, { ...query }, signal));
  }

  /** Change something, then show the directory as it is now. */
  async #change<T = void>(method: "POST" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<T> {
    const answer = await this.#send<T>(method, path, body);
    await this.reloadDirectory();
    return answer;
  }

  /** Change something; once more where somebody's session was over and they have signed in again elsewhere. */
  async #send<T>(method: Parameters<Asks["send"]>[0], path: string, body?: unknown): Promise<T> {
    try {
      return await this.#api.send<T>(method, path, body);
    } catch (fault) {
      if (!isOfAnotherSession(fault) || !(await this.#isBack())) return this.#guarded(Promise.reject(fault));
    }
    return this.#guarded(this.#api.send<T>(method, path, body));
  }

  /** Whether whoever began this page is signed in, maybe anew. Whoever else it is now is shown to be. */
  async #isBack(): Promise<boolean> {
    const before = this.me.peek()?.staff;
    const me = await this.#api.me().catch(() => null);
    if (me === null) return false;
    this.me.value = me;
    this.signedOut.value = false;
    return me.staff === before;
  }

  async #guarded<T>(answer: Promise<T>): Promise<T> {
    try {
      const given = await answer;
      this.signedOut.value = false;
      return given;
    } catch (fault) {
      if (isSignedOut(fault)) this.#leaveOrStay();
      throw fault;
    }
  }

  #leaveOrStay(): void {
    if (this.settings.draft.peek() === null && !hasOpenForm()) this.#toSignIn();
    else this.signedOut.value = true;
  }

  /** Where somebody signs in and comes back to here. */
  get signInAddress(): string {
    return `/signin/?next=${encodeURIComponent(this.addressOf(this.place.peek()))}`;
  }

  #toSignIn(): void {
    location.assign(this.signInAddress);
  }
}

/** Whether somebody writes what would be lost. */
function hasOpenForm(): boolean {
  return document.querySelector(".guide-form, .preview") !== null;
}

/** The page's session is over, or another one has taken its place. */
function isOfAnotherSession(fault: unknown): boolean {
  return fault instanceof Refused && (fault.id === "signed_out" || fault.id === "foreign_request");
}

function isSignedOut(fault: unknown): boolean {
  return fault instanceof Refused && (fault.id === "signed_out" || fault.id === "not_allowed");
}
