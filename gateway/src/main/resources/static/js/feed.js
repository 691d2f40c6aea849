// What is on air and what comes next in one state, kept true under snapshots, events and polls. Nothing here knows how
// it arrives or how it looks.
//
// A programme's sequence (its version) only ever grows. Whatever carries a sequence we have seen or an older one
// changes nothing, so repeats and reordering are harmless, and what has ended stays ended.

const byStart = (a, b) => Date.parse(a.scheduledStart) - Date.parse(b.scheduledStart) || (String(a.id) < String(b.id) ? -1 : 1);
const ownFirst = (a, b) => Number(a.stateId == null) - Number(b.stateId == null) || byStart(a, b);

export class Feed {
  #live = new Map();
  #upcoming = new Map();
  #sequences = new Map();

  /** Takes a whole listing; `authoritative` (a snapshot) also overrules what was seen before. */
  replace({programs, upcoming}, authoritative = false) {
    if (authoritative) this.#sequences.clear();
    const before = {live: this.#live, upcoming: this.#upcoming};
    this.#live = new Map();
    this.#upcoming = new Map();
    for (const program of upcoming) this.#place(program, "upcoming", before);
    for (const program of programs) this.#place(program, "live", before);
  }

  /** A listing may be older than an event we had: then ours stays, be it a newer version or its absence. */
  #place(program, shelf, before) {
    const seen = this.#sequences.get(program.id) ?? -1;
    const sequence = program.version ?? 0;
    if (sequence < seen) {
      if (before.live.has(program.id)) this.#live.set(program.id, before.live.get(program.id));
      else if (before.upcoming.has(program.id)) this.#upcoming.set(program.id, before.upcoming.get(program.id));
      return;
    }
    this.#sequences.set(program.id, sequence);
    if (shelf === "live") {
      this.#upcoming.delete(program.id);
      this.#live.set(program.id, program);
    } else {
      this.#upcoming.set(program.id, program);
    }
  }

  /** More of the same listing. */
  extend(programs) {
    const before = {live: this.#live, upcoming: this.#upcoming};
    for (const program of programs) this.#place(program, "live", before);
  }

  /** What has been announced since: adds and renews, but takes nothing away. */
  announce(programs) {
    for (const program of programs) {
      if ((program.version ?? 0) <= (this.#sequences.get(program.id) ?? -1)) continue;
      this.#sequences.set(program.id, program.version ?? 0);
      if (!this.#live.has(program.id)) this.#upcoming.set(program.id, program);
    }
  }

  /**
   * Applies a PROGRAM_* message. Answers {kind, program, before?}: kind is started, ended, updated, cancelled; "unknown" when
   * a listing has to be asked for the rest; null when nothing changed.
   */
  apply(type, payload) {
    const id = payload.programId ?? payload.program?.id;
    if (id === undefined) return null;
    const sequence = payload.sequence ?? payload.program?.version ?? 0;
    if (sequence <= (this.#sequences.get(id) ?? -1)) return null;
    const known = this.#live.get(id) ?? this.#upcoming.get(id);
    switch (type) {
      case "PROGRAM_STARTED": {
        // "host" and "startTime" are said for other clients; one name for one thing here, or updates would miss one.
        const {host, startTime, ...started} = payload.program ?? {};
        const program = {...known, hostName: host, scheduledStart: startTime, ...started, status: "live", version: sequence};
        this.#sequences.set(id, sequence);
        this.#upcoming.delete(id);
        this.#live.set(id, program);
        return {kind: "started", program};
      }
      case "PROGRAM_ENDED":
      case "PROGRAM_CANCELLED":
        this.#sequences.set(id, sequence);
        this.#live.delete(id);
        this.#upcoming.delete(id);
        return {kind: type === "PROGRAM_ENDED" ? "ended" : "cancelled", program: known ?? null};
      case "PROGRAM_UPDATED": {
        const program = {...known, ...payload.updates, id, version: sequence};
        if (!program.title || !program.scheduledStart || !program.scheduledEnd) return {kind: "unknown", program: null};
        this.#sequences.set(id, sequence);
        if (this.#live.has(id) || program.status === "live") {
          this.#upcoming.delete(id);
          this.#live.set(id, program);
        } else if (program.status === undefined || program.status === "scheduled") {
          this.#upcoming.set(id, program);
        }
        return {kind: "updated", program, before: known};
      }
      default:
        return null;
    }
  }

  /** What was heard from the server: the state's own first, national ones after. */
  listing() {
    return {programs: [...this.#live.values()].sort(ownFirst), upcoming: [...this.#upcoming.values()].sort(byStart)};
  }

  /** What the schedule says for `now`, for the time without a server to say so. */
  asScheduled(now) {
    const all = [...this.#live.values(), ...this.#upcoming.values()];
    const ends = (program) => Date.parse(program.scheduledEnd);
    const starts = (program) => Date.parse(program.scheduledStart);
    return {
      programs: all.filter((program) => starts(program) <= now && now < ends(program)).sort(ownFirst),
      upcoming: all.filter((program) => starts(program) > now).sort(byStart),
    };
  }

  onStation(stationId) {
    for (const program of this.#live.values()) if (program.stationId === stationId) return program;
    return null;
  }

  nextOnStation(stationId) {
    let next = null;
    for (const program of this.#upcoming.values()) {
      if (program.stationId === stationId && (next === null || byStart(program, next) < 0)) next = program;
    }
    return next;
  }
}
