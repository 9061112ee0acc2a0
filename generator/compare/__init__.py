"""Two revisions of an office compared: typed changes, and for each move of a grade its causes (design section 5).

What others build on::

    judged.judged(snapshot, as_of) -> Judged            a snapshot with its grades (None: ungradable) and problems
    comparison.compare(before: Judged, after: Judged, origins=None) -> Comparison
        .moves       Moved(customer, before, after, causes, …): customers that count on both sides
        .entered     Entered(customer, grade, causes): new, registered by now, or reopened
        .left        Left(customer, grade, closed, causes): closed, or no longer on file
        .changes     records, indicators, deals, pending falls, overrides, rules (subclasses of change.Change)
        .rules_changed, .new_problems, .mended_problems
    duties.with_duties(comparison) -> the Comparison with .duties: DutyChanged(duty, turn, before, after, reasons)
        apart from ``compare``, which every weekly report calls; both sides on the later one's day
    origin.origins(root, base, head) -> Origins         the commits behind each path; ``complete`` False: not available
    reach.reach(before, after, rule_changes) -> who moves by each change of rules.yaml alone
    candidate.candidate(path, data) -> Candidate        rules that are not in force; .under(snapshot) puts them under it
    backtest.regraded(week, published, candidate) -> a week by two rule files; Backtest adds weeks up

    read.history.history(root, revision) -> History     first-parent commits, oldest first, with trusted times
    read.weeks.Week, parse_week, week_of                ISO weeks, ``%G-W%V``
    read.weeks.answering(history, week, closing) -> Answer(week, commit, state)
        state: RECORDED, RECONSTRUCTED (before the first commit), UNAVAILABLE (shallow clone)
    compare.closing.closing(root) -> Callable[[str], Closing]   a commit's cutoff and zone, for ``answering``

A weekly report of week W compares ``judged(snapshot of W-1's commit, W-1's Sunday)`` with ``judged(snapshot of W's
commit, W's Sunday)``; a plan judges both sides on one day.
"""
