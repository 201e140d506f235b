"""The tables. Instants are milliseconds since 1970-01-01 UTC; columns that end in `_ms` are durations in
milliseconds.

`event` is the truth, only ever appended to. `call` and `ring` are the **session log**: projections of it,
written in the same transaction and equal to what a replay gives. They hold no name, address, text or media
of a resident. `note` is beside them: what is written there has a time of its own, and a replay must not
bring it back. `call_tally` holds counts of past days. They never disagree with `call`, because `tally_until`
says how far they reach, and whoever changes an older call takes it back in the same transaction. What a
decision destroys leaves a `receipt`, which keeps the hash chains in one piece; the counts outlive it.

The promises that the database itself keeps, whatever the programs above it do:

- one entry per `(pool, seq)`, and no entry changes once written; what went around these promises breaks the
  hash chain of entries, audit rows and receipts (`store.chain`);
- no entry, audit row, call or ring goes without a receipt, and no receipt goes (triggers);
- no version of the settings changes or goes (triggers);
- a guide is party to one call at most, as its guide or as a guest, and a kiosk has one open call at most
  (partial unique indexes);
- a call has one open ring for a guide to lead it at most, and each of its rings an epoch of its own;
- a call that ended, and a ring that ended, never change (triggers; see the migrations). Only what the guide
  says in wrap-up is added to an ended call, and to a ring when its guide left, each once.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "%(table_name)s_by_%(column_0_N_name)s",
        "uq": "%(table_name)s_unique_%(column_0_N_name)s",
        "ck": "%(table_name)s_%(constraint_name)s",
        "fk": "%(table_name)s_%(column_0_name)s_exists",
        "pk": "%(table_name)s_key",
    }
)

event = Table(
    "event",
    metadata,
    Column("pool", String, comment="whose journal this is"),
    Column("seq", BigInteger, autoincrement=False, comment="1, 2, 3 … without gaps within the pool"),
    Column("at", BigInteger, nullable=False, comment="instant; never decreases within the pool"),
    Column("type", String, nullable=False, comment="which fact: a name of core.events"),
    Column("call", String, comment="the call that the fact is about, where it is about one"),
    Column("body", Text, nullable=False, comment="the fact's fields as JSON"),
    Column(
        "link",
        String,
        nullable=False,
        server_default=text("''"),
        comment="of the hash chain; see store.chain",
    ),
    PrimaryKeyConstraint("pool", "seq"),
    sqlite_with_rowid=False,
)
Index(
    "event_by_call",
    event.c.call,
    sqlite_where=event.c.call.is_not(None),
    postgresql_where=event.c.call.is_not(None),
)
DUTY = event.c.type.in_(text("'guide_connected', 'guide_lost', 'guide_status_changed'"))
"""What tells when guides are on duty."""
HOURS = event.c.type == text("'hours_set'")
"""What tells by which hours residents are served."""
Index("event_of_hours", event.c.pool, event.c.seq, sqlite_where=HOURS, postgresql_where=HOURS)
Index("event_of_duty", event.c.pool, event.c.seq, sqlite_where=DUTY, postgresql_where=DUTY)

snapshot = Table(
    "snapshot",
    metadata,
    Column("pool", String, primary_key=True),
    Column("seq", BigInteger, nullable=False, comment="the last entry that is folded in"),
    Column("at", BigInteger, nullable=False, comment="instant of that entry"),
    Column(
        "body", Text, nullable=False, comment="core.pool.Snapshot as JSON; a shortcut, never the only copy"
    ),
)

call = Table(
    "call",
    metadata,
    Column("id", String, primary_key=True, comment="UUIDv7 made by the kiosk at the tap"),
    Column("pool", String, nullable=False),
    Column("kiosk", String, nullable=False, comment="where the resident tapped"),
    Column("site", String, nullable=False, comment="the kiosk's site at that time"),
    Column("neighbourhood", String, nullable=False, comment="the site's neighbourhood at that time"),
    Column("language", String, nullable=False, comment="the language the resident chose"),
    Column("tapped_at", BigInteger, nullable=False, comment="instant of the tap by the kiosk's clock"),
    Column("queued_at", BigInteger, nullable=False, comment="instant at which the server had the call"),
    Column("state", String, nullable=False, comment="core.vocabulary.CallState"),
    Column("outcome", String, comment="core.vocabulary.CallOutcome; null while the call is open"),
    Column("ended_by", String, comment="role of who ended it; null while open and where a deadline did"),
    Column("guide", String, comment="whose desk rings, or who took the call; null where nobody did"),
    Column("rings", Integer, nullable=False, comment="count: how many desks rang, one after the other"),
    Column("taken_at", BigInteger, comment="instant of the take that led on; null where none did"),
    Column("live_at", BigInteger, comment="instant at which both first received each other"),
    Column("ended_at", BigInteger, comment="instant of the end; null while open"),
    Column("wait_ms", BigInteger, comment="from queued_at to taken_at, or to the end where nobody took it"),
    Column("talk_ms", BigInteger, comment="from live_at to the end; null where they never talked"),
    Column("topic", String, comment="what it was about: a code of the pool's list, from the wrap-up"),
    Column("disposition", String, comment="what came of it: a code of the pool's list, from the wrap-up"),
    Column("wrap_up_ms", BigInteger, comment="from the end until the guide was done with it"),
    Column("referred_to", String, comment="to whom the guide referred on: a code of the pool's list"),
    Column("spoken", String, comment="language that resident and guide shared; null where none rang"),
    Column("how", String, comment="core.vocabulary.How: how `spoken` came to be the resident's"),
    Column("substitutes", String, comment="version of the table by which a close language was agreed to"),
    Column("ticket_of", String, comment="the call whose ticket this one was begun with"),
    Column("urgent", Boolean, comment="whether an admin said that it is an emergency; null: not"),
    Column("interpreter", String, comment="who interpreted in it, the latest; null where nobody did"),
    Column("quality", String, comment="core.vocabulary.Grade: the worst of both ends; null: unknown"),
    Column("poor_ms", BigInteger, comment="how long either end was poor or had none; null: unknown"),
    Column("kiosk_grade", String, comment="Grade: what the kiosk last said; null: unknown"),
    Column("guide_grade", String, comment="Grade: what the guide's desk last said; null: unknown"),
    Column("graded_at", BigInteger, comment="instant up to which `poor_ms` is counted"),
    CheckConstraint("(state = 'ended') = (outcome IS NOT NULL)", "outcome_at_end"),
    CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", "ended_at_end"),
    CheckConstraint("wait_ms >= 0 AND talk_ms >= 0 AND wrap_up_ms >= 0", "durations"),
)
_GUIDE_BUSY = call.c.state.in_(text("'ringing', 'connecting', 'live', 'interrupted'"))
_OPEN = call.c.state != text("'ended'")
Index("call_one_per_guide", call.c.guide, unique=True, sqlite_where=_GUIDE_BUSY, postgresql_where=_GUIDE_BUSY)
Index("call_one_open_per_kiosk", call.c.kiosk, unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN)
Index("call_by_time", call.c.pool, call.c.queued_at, call.c.id)
Index("call_by_kiosk", call.c.pool, call.c.kiosk, call.c.queued_at)
_ENDED = call.c.outcome.is_not(None)
for _column in ("language", "spoken", "topic", "outcome", "how", "guide", "quality"):
    Index(
        f"call_by_{_column}",
        call.c.pool,
        call.c[_column],
        call.c.queued_at,
        call.c.id,
        sqlite_where=_ENDED,  # A call costs its entry at its end, not with each change before.
        postgresql_where=_ENDED,
    )
for _name, _rare in (
    ("call_interpreted", call.c.interpreter.is_not(None)),
    ("call_with_ticket", call.c.ticket_of.is_not(None)),
    ("call_long_wait", call.c.wait_ms > text("600000")),
):
    Index(_name, call.c.pool, call.c.queued_at, call.c.id, sqlite_where=_rare, postgresql_where=_rare)

ring = Table(
    "ring",
    metadata,
    Column("call", ForeignKey(call.c.id, ondelete="CASCADE")),
    Column("epoch", Integer, autoincrement=False, comment="counts the call's rings from 1"),
    Column("guide", String, nullable=False, comment="whose desk rang"),
    Column("at", BigInteger, nullable=False, comment="instant of the first sound"),
    Column("taken_at", BigInteger, comment="instant of the take; null where there was none"),
    Column("ended_at", BigInteger, comment="instant; null while the ring is open"),
    Column("outcome", String, comment="core.vocabulary.RingOutcome; null while the ring is open"),
    Column("because", String, nullable=False, comment="the matcher's one line: why this desk, why now"),
    Column(
        "role",
        String,
        nullable=False,
        server_default="guide",
        comment="core.ids.Role: `guide` to lead the call, else as which guest",
    ),
    Column("left_at", BigInteger, comment="instant from which the guide is out of it; null while rung or in"),
    PrimaryKeyConstraint("call", "epoch"),
    CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", "outcome_at_end"),
    sqlite_with_rowid=False,
)
_LEADS_NEXT = and_(ring.c.ended_at.is_(None), ring.c.role == text("'guide'"))
_PARTY = ring.c.left_at.is_(None)
Index(
    "ring_one_open_per_call", ring.c.call, unique=True, sqlite_where=_LEADS_NEXT, postgresql_where=_LEADS_NEXT
)
Index("ring_one_party_per_guide", ring.c.guide, unique=True, sqlite_where=_PARTY, postgresql_where=_PARTY)

duty = Table(
    "duty",
    metadata,
    Column("pool", String, primary_key=True),
    Column("seq", BigInteger, nullable=False, comment="the last entry that is counted in"),
    Column("body", JSON, nullable=False, comment="what store.duty has counted; never the only copy"),
)

call_tally = Table(
    "call_tally",
    metadata,
    Column("pool", String),
    Column("span", String, comment="tally.roll_up.Span: `day` or `month`"),
    Column("by", String, comment="by which parts of a call, such as `language+outcome`; empty: all together"),
    Column("first", Date, comment="the first day of the span, in the municipality's time"),
    Column("value", String, comment="of the first part; empty where the calls have none"),
    Column("other", String, comment="value of the second part; empty where there is none"),
    Column("taps", BigInteger, nullable=False, comment="count of all; see tally.counting for the formulas"),
    Column("unknown", BigInteger, nullable=False),
    Column("turned_away", BigInteger, nullable=False),
    Column("handled", BigInteger, nullable=False),
    Column("abandoned", BigInteger, nullable=False),
    Column("short_abandoned", BigInteger, nullable=False),
    Column("within_target", BigInteger, nullable=False),
    Column("waited", BigInteger, nullable=False, comment="sum in milliseconds, of the handled"),
    Column("talked", BigInteger, nullable=False, comment="sum in milliseconds, of the handled"),
    Column("wrapped_up", BigInteger, nullable=False, comment="sum in milliseconds, of the handled"),
    Column("talks", BigInteger, nullable=False, comment="count of those with a talk that ended"),
    Column("waits", JSON, nullable=False, comment="of the handled, packed: bound of a class, count, bound …"),
    PrimaryKeyConstraint("pool", "span", "by", "first", "value", "other"),
    sqlite_with_rowid=False,
)
"""What `call` comes to in days and months that are over, without any call's id: it may outlive the calls."""
Index(
    "call_tally_by_value",
    *(call_tally.c[name] for name in ("pool", "span", "by", "value", "other", "first", "taps")),
)

tally_until = Table(
    "tally_until",
    metadata,
    Column("pool", String, primary_key=True),
    Column("days", BigInteger, nullable=False, comment="instant: calls queued before it are in the days"),
    Column("months", BigInteger, nullable=False, comment="instant: days before it are in the months"),
    Column(
        "revision",
        BigInteger,
        nullable=False,
        server_default="0",
        comment="grows whenever a closed day is opened again",
    ),
)

neighbourhood = Table(
    "neighbourhood",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
)

site = Table(
    "site",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("neighbourhood", ForeignKey(neighbourhood.c.id), nullable=False),
    Column("phone", String, nullable=False, comment="the number that a resident may call instead"),
)

kiosk = Table(
    "kiosk",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("site", ForeignKey(site.c.id), nullable=False),
    Column("public_key", LargeBinary, comment="raw Ed25519 key, 32 bytes; null until enrolled"),
    Column("enrolled_at", BigInteger, comment="instant at which the present key was bound"),
    Column("revoked_at", BigInteger, comment="instant from which the key is refused; null while it is good"),
    Column("version", String, comment="of its software, as it last told; null: never"),
    Column("able", JSON(none_as_null=True), comment="list of Errand that it can do; null: never told"),
)

contact = Table(
    "contact",
    metadata,
    Column("pool", String),
    Column("seq", BigInteger, autoincrement=False, comment="the journal's entry that began it"),
    Column("kiosk", String, nullable=False),
    Column("since", BigInteger, nullable=False, comment="instant from which the kiosk was there"),
    Column("until", BigInteger, comment="instant at which it was lost; null while it is there"),
    PrimaryKeyConstraint("pool", "seq"),
    Index("contact_by_kiosk", "pool", "kiosk", "since"),
    Index("contact_by_until", "pool", "until"),
    sqlite_with_rowid=False,
)
"""When each kiosk had contact: a projection of the journal that outlives it. It tells of machines only."""
server_run = Table(
    "server_run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pool", String, nullable=False),
    Column("since", BigInteger, nullable=False, comment="instant at which the server began"),
    Column("until", BigInteger, nullable=False, comment="instant at which it last said so"),
    Index("server_run_by_until", "pool", "until"),
)
"""When servers ran: each carries on a row of its own. It tells of machines only."""
_THERE = contact.c.until.is_(None)
Index(
    "contact_one_open_per_kiosk",
    contact.c.pool,
    contact.c.kiosk,
    unique=True,
    sqlite_where=_THERE,
    postgresql_where=_THERE,
)

enrolment_code = Table(
    "enrolment_code",
    metadata,
    Column("code_hash", String, primary_key=True, comment="SHA-256 of the one-time code, in hexadecimal"),
    Column("kiosk", ForeignKey(kiosk.c.id), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger, comment="instant at which it was spent; null while it is good"),
)

self_test = Table(
    "self_test",
    metadata,
    Column("kiosk", ForeignKey(kiosk.c.id), primary_key=True),
    Column("id", String, primary_key=True, comment="UUID made by the kiosk with the test"),
    Column("at", BigInteger, nullable=False, comment="instant at which the kiosk finished it"),
    Column("kept_at", BigInteger, nullable=False, comment="instant at which the kiosk had told of it"),
    Column("checks", JSON, nullable=False, comment="list of {name, tried, faults, figures, about}"),
    Index(None, "kiosk", "at"),
)

errand = Table(
    "errand",
    metadata,
    Column("kiosk", ForeignKey(kiosk.c.id), primary_key=True),
    Column("errand", String, primary_key=True, comment="ports.Errand"),
    Column("asked_at", BigInteger, nullable=False, comment="instant of an admin's wish"),
    Column("heard_at", BigInteger, comment="instant at which the kiosk was told; null: not yet"),
    Column("heard_by", String, comment="the run of the kiosk's agent that was told; null: none"),
    Column("done_at", BigInteger, comment="instant from which it is known to be done; null: not"),
    Column("outcome", String, comment="ports.ErrandOutcome; null until it is done"),
)

staff = Table(
    "staff",
    metadata,
    Column("id", String, primary_key=True, comment="the GuideId and AdminId of the log"),
    Column("login", String, nullable=False, unique=True),
    Column("name", String, nullable=False, comment="shown to residents and colleagues"),
    Column("password_hash", String, comment="argon2id in PHC form; null where no password opens the account"),
    Column("roles", JSON, nullable=False, comment="list of StaffRole"),
    Column("languages", JSON, nullable=False, comment="list of languages the guide speaks"),
    Column("active", Boolean, nullable=False, comment="whether the account may sign in"),
    Column(
        "skills",
        JSON(none_as_null=True),
        comment="list of {language, level, mode}; null: `languages`, fluently",
    ),
    Column(
        "interprets",
        JSON(none_as_null=True),
        comment="list of languages that the person interprets on call; null: none",
    ),
    Column(
        "topics",
        JSON(none_as_null=True),
        comment="list of topics that the guide knows well; null: none in particular",
    ),
)

staff_version = Table(
    "staff_version",
    metadata,
    Column("staff", ForeignKey(staff.c.id, ondelete="CASCADE"), primary_key=True, comment="whose account"),
    Column("number", Integer, primary_key=True, autoincrement=False, comment="1, 2, 3 … of this account"),
    Column("at", BigInteger, nullable=False, comment="instant of the change"),
    Column("who", String, nullable=False, comment="a staff id, or the name of a program of ours"),
    Column("approved_by", String, comment="staff id of the admin who approved it; null: nobody had to"),
    Column("note", String, nullable=False, comment="what its author says of it; may be empty"),
    Column("undoes", Integer, comment="number of the version that it takes back; null: none"),
    Column("before", JSON(none_as_null=True), comment="what changed, as it was; null: the account is new"),
    Column("after", JSON, nullable=False, comment="what changed, as it became; never a password"),
    Column("password", Boolean, nullable=False, comment="whether the password was replaced"),
    Index(None, "at"),
)

staff_session = Table(
    "staff_session",
    metadata,
    Column("token_hash", String, primary_key=True, comment="SHA-256 of the cookie's token, in hexadecimal"),
    Column("staff", ForeignKey(staff.c.id, ondelete="CASCADE"), nullable=False),
    Column("csrf", String, nullable=False, comment="the token that state-changing requests must repeat"),
    Column("created_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False, comment="instant of the last request, to the minute"),
    Column("expires_at", BigInteger, nullable=False, comment="instant at which it ends whatever happens"),
    Index(None, "staff"),
)

second_factor = Table(
    "second_factor",
    metadata,
    Column("staff", ForeignKey(staff.c.id, ondelete="CASCADE"), primary_key=True),
    Column("secret", LargeBinary, nullable=False, comment="TOTP key (RFC 6238), 20 bytes"),
    Column("confirmed_at", BigInteger, comment="instant; null while no code was given back"),
    Column("last_step", BigInteger, nullable=False, comment="30 s step of the last code taken"),
)

backup_code = Table(
    "backup_code",
    metadata,
    Column("staff", ForeignKey(staff.c.id, ondelete="CASCADE"), primary_key=True),
    Column("code_hash", String, primary_key=True, comment="SHA-256 of one unspent code"),
)

shift = Table(
    "shift",
    metadata,
    Column("staff", ForeignKey(staff.c.id, ondelete="CASCADE"), primary_key=True),
    Column("languages", JSON, nullable=False, comment="those of the guide's that are served"),
    Column("until", BigInteger, nullable=False, comment="instant from which all are served again"),
)

note = Table(
    "note",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pool", String, nullable=False),
    Column("call", ForeignKey(call.c.id, ondelete="CASCADE"), comment="null: for the next shift"),
    Column("written_by", String, nullable=False, comment="staff id of the guide who wrote it"),
    Column("at", BigInteger, nullable=False, comment="instant at which it was written"),
    Column("until", BigInteger, nullable=False, comment="instant from which it is gone"),
    Column("text", Text, nullable=False, comment="what a guide wrote; only where the settings allow notes"),
    Index("note_one_per_guide", "call", "written_by", unique=True),
    Index("note_by_until", "pool", "until"),
)

trial = Table(
    "trial",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pool", String, nullable=False),
    Column("asked_by", String, nullable=False, comment="the staff id"),
    Column("asked_at", BigInteger, nullable=False),
    Column("question", Text, nullable=False, comment="what was asked, as JSON"),
    Column("state", String, nullable=False, comment="planning.trials.TrialState"),
    Column("permille", Integer, nullable=False, comment="how far it has come, 0 to 1,000"),
    Column("until", BigInteger, nullable=False, comment="instant from which it has failed"),
    Column("ended_at", BigInteger, comment="instant; null while it runs"),
    Column("answer", Text, comment="what was found, as JSON; null where nothing was"),
    CheckConstraint("(state = 'running') = (ended_at IS NULL)", "ended"),
    CheckConstraint("(state = 'done') = (answer IS NOT NULL)", "answered"),
)
_RUNS = trial.c.state == text("'running'")
Index("trial_one_running_per_pool", trial.c.pool, unique=True, sqlite_where=_RUNS, postgresql_where=_RUNS)
lease = Table(
    "lease",
    metadata,
    Column("duty", String, primary_key=True, comment="what one node at a time does"),
    Column("owner", String, nullable=False, comment="the node that does it"),
    Column("until", BigInteger, nullable=False, comment="by the database's clock: who has it until then"),
)

webhook = Table(
    "webhook",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("url", String, nullable=False, comment="where messages are posted to"),
    Column("stream", String, nullable=False, comment="store.webhooks.Stream: what it is told of"),
    Column("secret", LargeBinary, nullable=False, comment="key that signs, 32 bytes"),
    Column("old_secret", LargeBinary, comment="the key before, which signs as well; null: none"),
    Column("old_secret_until", BigInteger, comment="instant from which the old key signs no more"),
    Column("state", String, nullable=False, comment="store.webhooks.WebhookState"),
    Column("cursor", BigInteger, nullable=False, comment="number of the last message that was taken"),
    Column("failures", Integer, nullable=False, comment="count: attempts in a row that failed"),
    Column("failing_since", BigInteger, comment="instant of the first of them; null where there is none"),
    Column("next_at", BigInteger, nullable=False, comment="instant before which nothing is sent"),
    Column("taken_at", BigInteger, comment="instant at which a message was last taken"),
    Column("created_at", BigInteger, nullable=False),
)

webhook_attempt = Table(
    "webhook_attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("webhook", ForeignKey(webhook.c.id, ondelete="CASCADE"), nullable=False),
    Column("message", String, nullable=False, comment="id of the message, as its receiver sees it"),
    Column("at", BigInteger, nullable=False, comment="instant at which it was sent"),
    Column("took_ms", BigInteger, nullable=False, comment="until it was answered or given up"),
    Column("status", Integer, comment="of the answer (RFC 9110); null where none came"),
    Column("fault", String, comment="store.webhooks.DeliveryFault; null where the message was taken"),
    Index(None, "webhook"),
)

api_token = Table(
    "api_token",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False, unique=True, comment="the audit knows it as token:NAME"),
    Column("secret_hash", String, nullable=False, unique=True, comment="SHA-256, in hexadecimal"),
    Column("scopes", JSON, nullable=False, comment="list of http.access.Scope"),
    Column("created_at", BigInteger, nullable=False),
    Column("created_by", String, nullable=False, comment="the staff id"),
    Column("expires_at", BigInteger, nullable=False, comment="instant from which it is refused"),
    Column("used_at", BigInteger, comment="instant of the last request, to the minute; null: never"),
    Column("revoked_at", BigInteger, comment="instant from which it is refused; null while it is good"),
)

alarm = Table(
    "alarm",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False, comment="store.alarms.AlarmKind"),
    Column("subject", String, nullable=False, comment="id of the kiosk, language or webhook; may be empty"),
    Column("since", BigInteger, nullable=False, comment="instant at which it was raised"),
    Column("until", BigInteger, comment="instant at which it was cleared; null while it lasts"),
)
_LASTS = alarm.c.until.is_(None)
Index(
    "alarm_one_of_each",
    alarm.c.kind,
    alarm.c.subject,
    unique=True,
    sqlite_where=_LASTS,
    postgresql_where=_LASTS,
)

alarm_notice = Table(
    "alarm_notice",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False, comment="1, 2, 3 … without gaps"),
    Column("alarm", ForeignKey(alarm.c.id, ondelete="CASCADE"), nullable=False),
    Column("at", BigInteger, nullable=False, comment="instant"),
    Column("raised", Boolean, nullable=False, comment="whether the alarm was raised; false: cleared"),
)

alarm_mail = Table(
    "alarm_mail",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False, comment="always 1"),
    Column("cursor", BigInteger, nullable=False, comment="the last notice that was mailed or given up"),
    Column("failures", Integer, nullable=False, comment="count: attempts in a row that failed"),
    Column("failing_since", BigInteger, comment="instant of the first of them; null where there is none"),
    Column("next_at", BigInteger, nullable=False, comment="instant before which nothing is sent"),
)

saved_view = Table(
    "saved_view",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pool", String, nullable=False),
    Column("owner", ForeignKey(staff.c.id, ondelete="CASCADE"), nullable=False, comment="who saved it"),
    Column("name", String, nullable=False, comment="what its owner calls it"),
    Column("shared", Boolean, nullable=False, comment="whether all who read the log see it"),
    Column("selection", JSON, nullable=False, comment="names and values of the log's address"),
    Column("at", BigInteger, nullable=False, comment="instant at which it was saved"),
    UniqueConstraint("owner", "name"),
    Index(None, "pool"),
)

settings_version = Table(
    "settings_version",
    metadata,
    Column("pool", String, primary_key=True),
    Column("area", String, primary_key=True, comment="areas.AreaName"),
    Column("number", Integer, primary_key=True, autoincrement=False, comment="1, 2, 3 … without gaps"),
    Column("at", BigInteger, nullable=False, comment="instant from which it was in force"),
    Column("who", String, nullable=False, comment="a staff id, or the name of a program of ours"),
    Column("note", String, nullable=False, comment="what its author says of it; may be empty"),
    Column("undoes", Integer, comment="number of the version that it takes back; null: none"),
    Column("content", JSON(none_as_null=True), comment="the whole area; null: as the settings file has it"),
)

directory_revision = Table(
    "directory_revision",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False, comment="always 1"),
    Column("revision", BigInteger, nullable=False, comment="grows with each change of the directory"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("who", String, nullable=False, comment="the staff id"),
    Column("what", String, nullable=False, comment="audit.AuditAction"),
    Column("filter", JSON, nullable=False, comment="which records were asked for, as given"),
    Column("rows", BigInteger, nullable=False, comment="count of the records given"),
    Column("why", String, nullable=False, comment="the purpose that was stated; may be empty"),
    Column(
        "link",
        String,
        nullable=False,
        server_default=text("''"),
        comment="of the hash chain; see store.chain",
    ),
    Index(None, "at"),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False, comment="always 1"),
    Column("rows", BigInteger, nullable=False, comment="count of the rows ever written to `audit`"),
    Column("link", String, nullable=False, comment="the newest row's"),
)

receipt = Table(
    "receipt",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False, comment="1, 2, 3 … without gaps"),
    Column("at", BigInteger, nullable=False, comment="instant of the destruction"),
    Column("kind", String, nullable=False, comment="receipts.ReceiptKind: what was destroyed"),
    Column("until", BigInteger, comment="what was older than this is gone; null: one call"),
    Column("counts", JSON, nullable=False, comment="rows destroyed, by table"),
    Column("decision", String, nullable=False, comment="the decision by which; may be empty"),
    Column("who", String, nullable=False, comment="a staff id, or the name of a program of ours"),
    Column("why", String, nullable=False, comment="the reason that was stated; may be empty"),
    Column("subject", String, comment="SHA-256 of the id of the one call; null: many"),
    Column("link", String, nullable=False, comment="of the hash chain; see store.chain"),
    Index(None, "subject", unique=True),
)

receipt_gap = Table(
    "receipt_gap",
    metadata,
    Column("chain", String, comment="`audit`, or `journal` and its pool"),
    Column("last", BigInteger, autoincrement=False, comment="last row destroyed"),
    Column("first", BigInteger, autoincrement=False, comment="first row destroyed"),
    Column("rows", BigInteger, nullable=False, comment="count of the rows destroyed with it"),
    Column("before", String, nullable=False, comment="the link that stood before the gap"),
    Column("after", String, nullable=False, comment="the last destroyed row's link"),
    Column("receipt", ForeignKey(receipt.c.id), nullable=False, comment="which tells of it"),
    PrimaryKeyConstraint("chain", "last", "first"),
)

receipt_head = Table(
    "receipt_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False, comment="always 1"),
    Column("rows", Integer, nullable=False, comment="count of the receipts ever written"),
    Column("link", String, nullable=False, comment="the newest one's"),
)

approval = Table(
    "approval",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False, comment="instant of the request"),
    Column("until", BigInteger, nullable=False, comment="instant from which it is void"),
    Column("asked_by", String, nullable=False, comment="staff id"),
    Column("what", String, nullable=False, comment="approvals.Deed"),
    Column("given", JSON, nullable=False, comment="what exactly is to be done"),
    Column("why", String, nullable=False, comment="the reason that was stated"),
    Column("decided_at", BigInteger, comment="instant; null while it waits"),
    Column("decided_by", String, comment="staff id of another admin; null while it waits"),
    Column("approved", Boolean, comment="null while it waits"),
    Column("used_at", BigInteger, comment="instant at which it was done; null before"),
    CheckConstraint("decided_by <> asked_by", "by_another"),
    Index(None, "until"),
)
